import { dataTierIngressByReference } from "../../../policy-pack/rules/private-networking/dataTierIngressByReference";
import { securityGroupDescribed } from "../../../policy-pack/rules/private-networking/securityGroupDescribed";
import { securityGroupEgressRestricted } from "../../../policy-pack/rules/private-networking/securityGroupEgressRestricted";
import { securityGroupRulesOneStyle } from "../../../policy-pack/rules/private-networking/securityGroupRulesOneStyle";
import { vpcDefaultSecurityGroupClosed } from "../../../policy-pack/rules/private-networking/vpcDefaultSecurityGroupClosed";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";
import { admits, group, inner, late, network, subnet, tcp, types, vpc } from "./networkWorld";

const defaultVpc = planned("aws:ec2/defaultVpc:DefaultVpc", "default");
const closedDefault = late(types.defaultGroup, "closed", { vpcId: vpc });

const app = group("sg-app");
const out = (properties: Record<string, unknown>) =>
  late(types.egress, "out", { securityGroupId: app, ipProtocol: "-1", ...properties });
const outNat = group("sg-nat", { egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }] });
const nat = (sourceDestCheck: boolean): Planned[] => [
  outNat,
  late(types.instance, "nat", { subnetId: subnet, vpcSecurityGroupIds: [outNat], sourceDestCheck }),
  ...network,
];
const olderRule = (properties: Record<string, unknown>) =>
  late(types.rule, "older", {
    type: "ingress",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrBlocks: ["10.0.0.0/8"],
    securityGroupId: app,
    ...properties,
  });
const inlineApp = group("sg-app", { ingress: [tcp(80, { cidrBlocks: ["10.0.0.0/8"], description: "VPN" })] });
const newRule = (owner: Planned) => admits(owner, "https", 443, { cidrIpv4: "10.0.0.0/8", description: "VPN" });

/** A group after its deployment: the provider has filled in what rules of their own have made. */
const filled = (owner: Planned, direction: "ingress" | "egress", item: Record<string, unknown>): Planned => ({
  ...owner,
  outputs: { [direction]: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, ...item }] },
});
const dbGroup = group("sg-db");
const subnets = late(types.databaseSubnets, "subnets", { subnetIds: [inner] });
const orders = (guard: Planned) =>
  late(types.database, "orders", { engine: "postgres", dbSubnetGroupName: subnets, vpcSecurityGroupIds: [guard] });
const byReference = admits(dbGroup, "from-app", 5432, { referencedSecurityGroupId: app });
const fromRange = (properties: Record<string, unknown>) => [
  admits(dbGroup, "from-range", 5432, properties),
  dbGroup,
  orders(dbGroup),
  subnets,
  ...network,
];
const inlineDb = (item: Record<string, unknown>) => {
  const guard = group("sg-db", { ingress: [item] });
  return [guard, orders(guard), subnets, ...network];
};
const twin = group("sg-twin");

export const networkGroups: RuleCases[] = [
  {
    rule: vpcDefaultSecurityGroupClosed,
    passing: [vpc, closedDefault],
    passes: [
      {
        given: "empty lists",
        plan: [vpc, late(types.defaultGroup, "closed", { vpcId: vpc, ingress: [], egress: [] })],
      },
      {
        given: "the account's default VPC, taken over without its id",
        plan: [defaultVpc, late(types.defaultGroup, "c")],
      },
      { given: "a default group of a VPC outside", plan: [late(types.defaultGroup, "c", { vpcId: "vpc-0abc" })] },
    ],
    fails: [
      { given: "a VPC alone", plan: [vpc], says: "left as AWS makes it" },
      { given: "the account's default VPC", plan: [defaultVpc], says: "left as AWS makes it" },
      {
        given: "a second VPC without",
        plan: [late(types.vpc, "other", { cidrBlock: "10.1.0.0/16" }), vpc, closedDefault],
        says: "left as AWS makes it",
      },
      {
        given: "a rule in it",
        plan: [
          late(types.defaultGroup, "open", {
            vpcId: vpc,
            ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
          }),
          vpc,
        ],
        says: "has 1 ingress rule.",
      },
      {
        given: "a rule of its own for it",
        plan: [closedDefault, vpc, admits(closedDefault, "mistake", 22, { cidrIpv4: "10.0.0.0/8" })],
        says: "The rule mistake opens",
      },
    ],
    undetermined: [
      {
        given: "unknown rules",
        plan: [late(types.defaultGroup, "open", { vpcId: vpc, ingress: unknown }), vpc],
        says: "ingress is not known",
      },
      {
        given: "a default group of a VPC that cannot be identified",
        plan: [vpc, late(types.defaultGroup, "closed", { vpcId: unknown })],
        says: "vpcId of closed",
      },
    ],
  },
  {
    rule: securityGroupEgressRestricted,
    passing: [out({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }), app],
    passes: [
      { given: "no egress at all", plan: [app] },
      { given: "everything to a private range", plan: [out({ cidrIpv4: "10.0.0.0/8" }), app] },
      { given: "everything to a partner's range", plan: [out({ cidrIpv4: "203.0.113.0/24" }), app] },
      { given: "everything to a group", plan: [out({ referencedSecurityGroupId: app }), app] },
      { given: "a prefix list of AWS", plan: [out({ prefixListId: "pl-63a5400a" }), app] },
      { given: "a NAT instance's group", plan: nat(false) },
      {
        given: "ingress from everywhere, which another rule asks about",
        plan: [olderRule({ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }), app],
      },
    ],
    fails: [
      {
        given: "everything to everywhere",
        plan: [out({ cidrIpv4: "0.0.0.0/0" }), app],
        says: "every port and protocol to 0.0.0.0/0",
      },
      { given: "everything over IPv6", plan: [out({ cidrIpv6: "::/0" }), app], says: "to ::/0" },
      {
        given: "half of the internet",
        plan: [out({ cidrIpv4: "128.0.0.0/1" }), app],
        says: "every port and protocol to",
      },
      {
        given: "every TCP port",
        plan: [out({ ipProtocol: "tcp", fromPort: 0, toPort: 65535, cidrIpv4: "0.0.0.0/0" }), app],
        says: "every tcp port to 0.0.0.0/0",
      },
      {
        given: "every high port",
        plan: [out({ ipProtocol: "tcp", fromPort: 1024, toPort: 65535, cidrIpv4: "0.0.0.0/0" }), app],
        says: "tcp 1024-65535 to 0.0.0.0/0",
      },
      {
        given: "the older rule type",
        plan: [olderRule({ type: "egress", protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }), app],
        says: "every port and protocol to 0.0.0.0/0",
      },
      { given: "an inline rule of an instance that does not forward", plan: nat(true), says: "to 0.0.0.0/0" },
    ],
    undetermined: [
      { given: "an unknown range", plan: [out({ cidrIpv4: unknown }), app], says: "cidrIpv4 is not" },
      {
        given: "unknown ports to everywhere",
        plan: [out({ ipProtocol: "tcp", fromPort: unknown, toPort: 443, cidrIpv4: "0.0.0.0/0" }), app],
        says: "fromPort is not known",
      },
    ],
  },
  {
    rule: securityGroupRulesOneStyle,
    passing: [app, newRule(app)],
    passes: [
      { given: "inline rules only", plan: [inlineApp] },
      { given: "rules of the older type only", plan: [app, olderRule({})] },
      {
        given: "inline rules that the provider filled in",
        plan: [filled(app, "ingress", { cidrBlocks: ["10.0.0.0/8"] }), newRule(app)],
      },
      { given: "a rule of another group", plan: [inlineApp, group("sg-b"), newRule(group("sg-b"))] },
      { given: "empty lists", plan: [group("sg-app", { ingress: [] }), newRule(group("sg-app", { ingress: [] }))] },
    ],
    fails: [
      {
        given: "inline rules and one of its own",
        plan: [inlineApp, newRule(inlineApp)],
        says: "inline ingress rules and the rule https",
      },
      {
        given: "inline egress and ingress of its own",
        plan: [outNat, newRule(outNat)],
        says: "inline egress rules and the rule https",
      },
      {
        given: "both types of rules of their own",
        plan: [app, olderRule({}), newRule(app)],
        says: "the rules older and https, which are of different types",
      },
    ],
    undetermined: [
      {
        given: "a rule of one of two groups",
        plan: [
          inlineApp,
          twin,
          {
            ...newRule(inlineApp),
            refersTo: { ...newRule(inlineApp).refersTo, securityGroupId: [inlineApp, twin] },
          },
        ],
        says: "securityGroupId of https",
      },
    ],
  },
  {
    rule: securityGroupDescribed,
    passing: [planned(types.group, "web", { description: "Load balancer of the shop" })],
    passes: [
      {
        given: "a rule that names a group",
        plan: [planned(types.ingress, "in", { referencedSecurityGroupId: unknown, ipProtocol: "tcp" })],
      },
      {
        given: "a described rule",
        plan: [planned(types.egress, "out", { cidrIpv4: "0.0.0.0/0", description: "HTTPS" })],
      },
    ],
    fails: [
      { given: "no description", change: { description: undefined }, says: "Has no description" },
      { given: "an empty one", change: { description: " " }, says: "Has no description" },
      { given: "the provider's", change: { description: "Managed by Pulumi" }, says: "Has no description" },
      {
        given: "an inline rule for a range without one",
        change: { ingress: [tcp(22, { cidrBlocks: ["10.0.0.0/8"] })] },
        says: "ingress[0].description is not set",
      },
      {
        given: "a rule for a range without one",
        plan: [planned(types.ingress, "in", { cidrIpv4: "10.0.0.0/8", ipProtocol: "tcp" })],
        says: "description is not set",
      },
    ],
    undetermined: [
      { given: "an unknown one", change: { description: unknown }, says: "description is not known" },
      {
        given: "an unknown one of a rule",
        plan: [planned(types.ingress, "in", { cidrIpv4: "10.0.0.0/8", description: unknown })],
        says: "description is not known",
      },
    ],
  },
  {
    rule: dataTierIngressByReference,
    passing: [byReference, dbGroup, app, orders(dbGroup), subnets, ...network],
    passes: [
      {
        given: "a range that another port is open to",
        plan: [admits(dbGroup, "ssh", 22, { cidrIpv4: "10.0.0.0/8" }), dbGroup, orders(dbGroup), subnets, ...network],
      },
      { given: "a range that a task's group admits", plan: [newRule(app), app] },
      {
        given: "egress to a range",
        plan: [
          late(types.egress, "out", { securityGroupId: dbGroup, ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" }),
          dbGroup,
          orders(dbGroup),
          subnets,
          ...network,
        ],
      },
      { given: "itself", plan: inlineDb(tcp(5432, { self: true })) },
    ],
    fails: [
      {
        given: "a private range",
        plan: fromRange({ cidrIpv4: "10.0.0.0/16" }),
        says: "Lets in tcp 5432 from 10.0.0.0/16 to orders",
      },
      {
        given: "a private range, which the provider has filled into the group as well",
        plan: fromRange({ cidrIpv4: "10.0.0.0/16" }).map((one) =>
          one === dbGroup ? filled(one, "ingress", { cidrBlocks: ["10.0.0.0/16"] }) : one,
        ),
        says: "Lets in tcp 5432 from 10.0.0.0/16 to orders",
      },
      { given: "the internet", plan: fromRange({ cidrIpv4: "0.0.0.0/0" }), says: "tcp 5432 from 0.0.0.0/0 to orders" },
      { given: "an IPv6 range", plan: fromRange({ cidrIpv6: "fd00::/8" }), says: "from fd00::/8 to orders" },
      {
        given: "a prefix list",
        plan: fromRange({ prefixListId: "pl-0abc" }),
        says: "from a range of addresses to orders",
      },
      {
        given: "a range that is not known",
        plan: fromRange({ cidrIpv4: unknown }),
        says: "a range of addresses to orders",
      },
      {
        given: "an inline range around the port",
        plan: inlineDb({ protocol: "tcp", fromPort: 5000, toPort: 6000, cidrBlocks: ["10.0.0.0/8"] }),
        says: "tcp 5432 from 10.0.0.0/8 to orders",
      },
      {
        given: "a mount target that admits its network",
        plan: [
          admits(dbGroup, "nfs", 2049, { cidrIpv4: "10.0.0.0/16" }),
          dbGroup,
          late(types.mount, "mount", { fileSystemId: unknown, subnetId: inner, securityGroups: [dbGroup] }),
          ...network,
        ],
        says: "tcp 2049 from 10.0.0.0/16 to mount",
      },
    ],
    undetermined: [
      {
        given: "unknown ports",
        plan: fromRange({ cidrIpv4: "10.0.0.0/16", fromPort: unknown }),
        says: "fromPort is not known",
      },
    ],
  },
];
