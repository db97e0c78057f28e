import { averageMonth } from "../../plan/awakeHours";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";
import { times, type Entry, type Factor } from "../entries";
import { known, Undecided, type Inquiry, type Pricer } from "../inquiry";
import { clusterOf, clusterType, instanceType, memberType, serverlessClass, vcpuOf } from "./databases";
import { interfaceEndpoint } from "./network";

const proxyType = "aws:rds/proxy:Proxy";
const targetType = "aws:rds/proxyTarget:ProxyTarget";

/** RDS Proxy bills at least so many vCPU of a database. AWS: https://aws.amazon.com/rds/proxy/pricing/ */
const leastProxyVcpu = 2;

function* proxy(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, assumed } = inquiry;
  const classes = (stack.view(targetsByProxy).get(resource) ?? []).flatMap((target) => classesBehind(target, stack));
  const cheaper = "a connection pool inside the application";
  const hours: Factor = [averageMonth, "hours"];
  if (classes.includes(serverlessClass)) {
    const { value, shown } = assumed("proxyCapacityUnits");
    const quantity = times([value, "ACU"], hours);
    yield { kind: "charge", item: "RDS Proxy", key: "rds.proxy.acu", ...quantity, assumption: shown, cheaper };
    return;
  }
  const vcpu = classes.reduce((sum, name) => sum + Math.max(vcpuOf(name) ?? 0, leastProxyVcpu), 0);
  const quantity = times([Math.max(vcpu, leastProxyVcpu), "vCPU of the databases behind it"], hours);
  yield { kind: "charge", item: "RDS Proxy", key: "rds.proxy.vcpu", ...quantity, cheaper };
}

function targetsByProxy(stack: Stack): Map<Resource, Resource[]> {
  const index = new Map<Resource, Resource[]>();
  for (const target of stack.ofType(targetType)) {
    const owner = stack.target(target, target.properties.text("dbProxyName"), proxyType);
    if (owner.state === "known") index.set(owner.value, [...(index.get(owner.value) ?? []), target]);
  }
  return index;
}

/** The classes of the database, or of all instances of the cluster, that a proxy stands before. */
function classesBehind(target: Resource, stack: Stack): string[] {
  const { properties } = target;
  const database = stack.target(target, properties.text("dbInstanceIdentifier"), instanceType);
  const owner = stack.target(target, properties.text("dbClusterIdentifier"), clusterType);
  const machines =
    database.state === "known"
      ? [database.value]
      : owner.state === "known"
        ? (stack.view(membersByCluster).get(owner.value) ?? [])
        : [];
  if (machines.length === 0) throw new Undecided("the database behind it is not in the stack");
  return machines.flatMap((machine) => known(machine.properties.text("instanceClass")) ?? []);
}

function membersByCluster(stack: Stack): Map<Resource, Resource[]> {
  const index = new Map<Resource, Resource[]>();
  for (const one of stack.ofType(memberType)) {
    const owner = clusterOf(one, stack);
    if (owner) index.set(owner, [...(index.get(owner) ?? []), one]);
  }
  return index;
}

/** The first endpoint of a proxy is free; each other is an interface endpoint in its subnets' zones. */
function* proxyEndpoint(inquiry: Inquiry): Iterable<Entry> {
  yield* interfaceEndpoint(inquiry, known(inquiry.resource.properties.list("vpcSubnetIds"))?.length ?? 1);
}

export const proxyPricers: Readonly<Record<string, Pricer>> = {
  [proxyType]: proxy,
  "aws:rds/proxyEndpoint:ProxyEndpoint": proxyEndpoint,
};
