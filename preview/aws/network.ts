import { isObject, type Properties } from "../engine/values";
import { stableHex } from "./images";
import { loadBalancers } from "./loadBalancers";
import type { AwsAnswer } from "./model";
import { text, texts } from "./model";
import { partitionOf } from "./regions";

/** Name of an AWS-managed prefix list asked for by name or filter. */
function prefixListName(args: Properties): string | undefined {
  const filters = Array.isArray(args["filters"]) ? args["filters"].filter(isObject) : [];
  const byName = filters.find((filter) => filter["name"] === "prefix-list-name");
  return text(args["name"]) ?? texts(byName?.["values"])[0];
}

/** Only lists that AWS manages have names that are known to exist. */
function isAwsManaged(name: string | undefined): name is string {
  return name?.startsWith("com.amazonaws.") === true;
}

/** Load balancers' published facts, and prefix lists, whose ids are made up. */
export const networkAnswers: Record<string, AwsAnswer> = {
  "ec2/getPrefixList": (args, { region, madeUp }) => {
    const name = prefixListName(args);
    if (!isAwsManaged(name)) return undefined;
    madeUp();
    return { ...args, id: `pl-${stableHex({ region, name })}`, name, region, cidrBlocks: [] };
  },

  "ec2/getManagedPrefixList": (args, { region, madeUp }) => {
    const name = prefixListName(args);
    if (!isAwsManaged(name)) return undefined;
    madeUp();
    const id = `pl-${stableHex({ region, name })}`;
    return {
      ...args,
      id,
      name,
      region,
      arn: `arn:${partitionOf(region).name}:ec2:${region}:aws:prefix-list/${id}`,
      addressFamily: name.includes("ipv6") ? "IPv6" : "IPv4",
      entries: [],
      maxEntries: 0,
      ownerId: "AWS",
      tags: {},
      version: 0,
    };
  },

  "elb/getServiceAccount": (_, { region }) => {
    const id = loadBalancers[region]?.logAccount ?? "";
    return id === "" ? undefined : { id, region, arn: `arn:${partitionOf(region).name}:iam::${id}:root` };
  },

  "elb/getHostedZoneId": (_, { region }) => {
    const id = loadBalancers[region]?.application;
    return id === undefined ? undefined : { id, region };
  },

  "lb/getHostedZoneId": (args, { region }) => {
    const loadBalancerType = text(args["loadBalancerType"]) ?? "application";
    const facts = loadBalancers[region];
    const id = loadBalancerType === "network" ? facts?.network : facts?.application;
    return id === undefined ? undefined : { id, region, loadBalancerType };
  },
};
