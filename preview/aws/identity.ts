import type { AwsAnswer } from "./model";
import { text } from "./model";
import { partitionOf, regionsOf } from "./regions";

/** Who asks, and where. */
export const identityAnswers: Record<string, AwsAnswer> = {
  getCallerIdentity: (_, { accountId, region }) => ({
    id: accountId,
    accountId,
    arn: `arn:${partitionOf(region).name}:iam::${accountId}:root`,
    userId: accountId,
  }),

  getRegion: (args, context) => {
    const region = text(args["name"]) ?? context.region;
    const { dnsSuffix } = partitionOf(region);
    return { id: region, name: region, region, description: region, endpoint: `ec2.${region}.${dnsSuffix}` };
  },

  getRegions: (_, { region }) => {
    const { name } = partitionOf(region);
    return { id: name, names: regionsOf(name) };
  },

  getPartition: (_, { region }) => {
    const { name, dnsSuffix } = partitionOf(region);
    return { id: name, partition: name, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").reverse().join(".") };
  },

  getServicePrincipal: (args, { region }) => {
    const serviceName = text(args["serviceName"]);
    if (serviceName === undefined) return undefined;
    // Principals end in amazonaws.com in every partition but for a few services in China, which are not known here.
    if (region.startsWith("cn-")) return undefined;
    const name = `${serviceName}.amazonaws.com`;
    return { id: `${serviceName}.${region}.amazonaws.com`, name, region, serviceName, suffix: "amazonaws.com" };
  },

  getDefaultTags: (_, { defaultTags }) => ({ id: "default-tags", tags: defaultTags }),
};
