import { ecsServiceNoPublicIp } from "../../../policy-pack/rules/private-networking/ecsServiceNoPublicIp";
import { loadBalancerInternalUnlessDeclared } from "../../../policy-pack/rules/private-networking/loadBalancerInternalUnlessDeclared";
import { rdsNotPublic } from "../../../policy-pack/rules/private-networking/rdsNotPublic";
import { securityGroupNoOpenIngress } from "../../../policy-pack/rules/private-networking/securityGroupNoOpenIngress";
import { subnetNoPublicIpOnLaunch } from "../../../policy-pack/rules/private-networking/subnetNoPublicIpOnLaunch";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";

const subnet = planned("aws:ec2/subnet:Subnet", "a", { mapPublicIpOnLaunch: false, cidrBlock: "10.0.0.0/24" });
const service = planned("aws:ecs/service:Service", "api", {
  networkConfiguration: { assignPublicIp: false, subnets: [unknown] },
});
const database = planned("aws:rds/instance:Instance", "orders", { publiclyAccessible: false });
const balancer = planned("aws:lb/loadBalancer:LoadBalancer", "inner", { internal: true, name: "inner" });

const group = planned("aws:ec2/securityGroup:SecurityGroup", "web", { vpcId: unknown });
const declaredTags = { "cloister:internet-facing": "declared" };
const front = planned(
  "aws:lb/loadBalancer:LoadBalancer",
  "front",
  { internal: false, securityGroups: [unknown], tags: declaredTags },
  { securityGroups: [group] },
);
function rule(properties: Record<string, unknown>): Planned {
  return planned(
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "in",
    { securityGroupId: unknown, ipProtocol: "tcp", fromPort: 443, toPort: 443, ...properties },
    { securityGroupId: [group] },
  );
}
const olderRule = planned(
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "older",
  { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], securityGroupId: unknown },
  { securityGroupId: [group] },
);
const inline = (item: Record<string, unknown>, type = "aws:ec2/securityGroup:SecurityGroup") =>
  planned(type, "inline", { ingress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, ...item }] });
const listOfOurs = planned("aws:ec2/managedPrefixList:ManagedPrefixList", "offices", {
  name: "offices",
  entries: [{ cidr: "10.1.0.0/16" }, { cidr: "8.8.0.0/16" }],
});
const entry = planned(
  "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
  "one",
  { cidr: "9.9.9.0/24", prefixListId: unknown },
  { prefixListId: [planned("aws:ec2/managedPrefixList:ManagedPrefixList", "empty", {})] },
);
const fromList = (list: Planned): Planned => ({
  ...rule({ prefixListId: unknown, fromPort: 22, toPort: 22 }),
  refersTo: { securityGroupId: [group], prefixListId: [list] },
});

export const privateNetworking: RuleCases[] = [
  {
    rule: subnetNoPublicIpOnLaunch,
    passing: [subnet],
    passes: [
      { given: "no setting in a subnet of one's own", change: { mapPublicIpOnLaunch: undefined } },
      {
        given: "a default subnet that gives none",
        plan: [planned("aws:ec2/defaultSubnet:DefaultSubnet", "d", { mapPublicIpOnLaunch: false })],
      },
    ],
    fails: [
      {
        given: "public addresses on launch",
        change: { mapPublicIpOnLaunch: true },
        says: "mapPublicIpOnLaunch is true",
      },
      {
        given: "a default subnet without the setting",
        plan: [planned("aws:ec2/defaultSubnet:DefaultSubnet", "d")],
        says: "default subnet",
      },
    ],
    undetermined: [
      {
        given: "an unknown setting",
        change: { mapPublicIpOnLaunch: unknown },
        says: "mapPublicIpOnLaunch is not known",
      },
    ],
  },
  {
    rule: rdsNotPublic,
    passing: [database],
    passes: [{ given: "no setting", change: { publiclyAccessible: undefined } }],
    fails: [
      { given: "a public address", change: { publiclyAccessible: true }, says: "has a public address" },
      { given: "the flag as a text", change: { publiclyAccessible: "true" }, says: "has a public address" },
      {
        given: "a public Aurora instance",
        plan: [planned("aws:rds/clusterInstance:ClusterInstance", "w", { publiclyAccessible: true })],
        says: "has a public address",
      },
    ],
    undetermined: [
      { given: "an unknown flag", change: { publiclyAccessible: unknown }, says: "publiclyAccessible is not known" },
      {
        given: "a flag that is none",
        change: { publiclyAccessible: [1] },
        says: "publiclyAccessible is not true or false",
      },
    ],
  },
  {
    rule: ecsServiceNoPublicIp,
    passing: [service],
    passes: [
      { given: "no setting", change: { "networkConfiguration.assignPublicIp": undefined } },
      { given: "no network configuration", change: { networkConfiguration: undefined } },
    ],
    fails: [
      {
        given: "public tasks",
        change: { "networkConfiguration.assignPublicIp": true },
        says: "assignPublicIp is true",
      },
      {
        given: "a schedule that starts public tasks",
        plan: [
          planned("aws:scheduler/schedule:Schedule", "nightly", {
            target: { ecsParameters: { networkConfiguration: { assignPublicIp: true } } },
          }),
        ],
        says: "assignPublicIp is true",
      },
    ],
    undetermined: [
      {
        given: "an unknown network configuration",
        change: { networkConfiguration: unknown },
        says: "assignPublicIp is not known",
      },
    ],
  },
  {
    rule: loadBalancerInternalUnlessDeclared,
    passing: [balancer],
    passes: [
      { given: "a declared one", plan: [front] },
      { given: "a declared one of which `internal` is unknown", change: { internal: unknown, tags: declaredTags } },
      {
        given: "one named in the settings",
        change: { internal: false },
        settings: { internetFacing: ["*::aws:lb/loadBalancer:LoadBalancer::inn*"] },
      },
    ],
    fails: [
      { given: "one that faces the internet", change: { internal: false }, says: "without being declared" },
      {
        given: "no word of it, which is AWS's way of saying public",
        change: { internal: undefined },
        says: "without being declared",
      },
      {
        given: "another value of the tag",
        change: { internal: false, tags: { "cloister:internet-facing": "no" } },
        says: "without being declared",
      },
      {
        given: "its older alias",
        plan: [planned("aws:alb/loadBalancer:LoadBalancer", "old", {})],
        says: "without being declared",
      },
      {
        given: "a classic one",
        plan: [planned("aws:elb/loadBalancer:LoadBalancer", "classic", {})],
        says: "without being declared",
      },
    ],
    undetermined: [
      { given: "an unknown scheme", change: { internal: unknown }, says: "internal is not known" },
      { given: "unknown tags on a public one", change: { internal: false, tags: unknown }, says: "tags is not known" },
    ],
  },
  {
    rule: securityGroupNoOpenIngress,
    passing: [rule({ referencedSecurityGroupId: unknown }), group, front],
    passes: [
      { given: "a private range", change: { cidrIpv4: "10.0.0.0/8" } },
      { given: "the web port of a declared load balancer", change: { cidrIpv4: "0.0.0.0/0" } },
      { given: "its web port over IPv6", change: { cidrIpv6: "::/0", fromPort: 80, toPort: 80 } },
      {
        given: "egress to everywhere",
        plan: [
          { ...olderRule, properties: { ...olderRule.properties, type: "egress", cidrBlocks: ["0.0.0.0/0"] } },
          group,
        ],
      },
      { given: "a group without rules", plan: [group] },
      {
        given: "a private prefix list",
        plan: [
          fromList({ ...listOfOurs, properties: { entries: [{ cidr: "10.1.0.0/16" }] } }),
          group,
          { ...listOfOurs, properties: { entries: [{ cidr: "10.1.0.0/16" }] } },
        ],
      },
    ],
    fails: [
      {
        given: "another port to everybody",
        change: { cidrIpv4: "0.0.0.0/0", fromPort: 22, toPort: 22 },
        says: "tcp 22 from 0.0.0.0/0",
      },
      {
        given: "a span around a web port",
        change: { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 444 },
        says: "tcp 443-444 from 0.0.0.0/0",
      },
      {
        given: "every protocol",
        change: { cidrIpv4: "0.0.0.0/0", ipProtocol: "-1", fromPort: undefined, toPort: undefined },
        says: "every port and protocol from 0.0.0.0/0",
      },
      { given: "a web port over UDP", change: { cidrIpv4: "0.0.0.0/0", ipProtocol: "udp" }, says: "udp 443" },
      {
        given: "half of the internet",
        change: { cidrIpv4: "128.0.0.0/1", fromPort: 22, toPort: 22 },
        says: "128.0.0.0/1",
      },
      { given: "one public address", change: { cidrIpv4: "8.8.8.8/32", fromPort: 22, toPort: 22 }, says: "8.8.8.8/32" },
      {
        given: "a range that reaches out of a private one",
        change: { cidrIpv4: "10.0.0.0/7", fromPort: 22, toPort: 22 },
        says: "10.0.0.0/7",
      },
      {
        given: "a public IPv6 range",
        change: { cidrIpv6: "2a00:1450::/32", fromPort: 22, toPort: 22 },
        says: "2a00:1450::/32",
      },
      {
        given: "the web port of a load balancer that is not declared",
        plan: [rule({ cidrIpv4: "0.0.0.0/0" }), group, { ...front, properties: { ...front.properties, tags: {} } }],
        says: "or tag the load balancer",
      },
      {
        given: "the web port of a declared load balancer that is internal",
        plan: [
          rule({ cidrIpv4: "0.0.0.0/0" }),
          group,
          { ...front, properties: { ...front.properties, internal: true } },
        ],
        says: "tcp 443 from 0.0.0.0/0",
      },
      {
        given: "a web port of a group without a load balancer",
        plan: [rule({ cidrIpv4: "0.0.0.0/0" }), group],
        says: "tcp 443 from 0.0.0.0/0",
      },
      {
        given: "the older rule type, in two halves",
        plan: [
          { ...olderRule, properties: { ...olderRule.properties, cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] } },
          group,
        ],
        says: "tcp 22 from 0.0.0.0/1, 128.0.0.0/1",
      },
      { given: "an inline rule", plan: [inline({ cidrBlocks: ["0.0.0.0/0"] })], says: "tcp 5432 from 0.0.0.0/0" },
      {
        given: "the default group",
        plan: [inline({ ipv6CidrBlocks: ["::/0"] }, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")],
        says: "tcp 5432 from ::/0",
      },
      { given: "a prefix list of the stack", plan: [fromList(listOfOurs), group, listOfOurs], says: "8.8.0.0/16" },
      {
        given: "a prefix list filled by entries of their own",
        plan: [
          fromList(planned("aws:ec2/managedPrefixList:ManagedPrefixList", "empty", {})),
          group,
          planned("aws:ec2/managedPrefixList:ManagedPrefixList", "empty", {}),
          entry,
        ],
        says: "9.9.9.0/24",
      },
      {
        given: "two inline rules",
        plan: [
          planned("aws:ec2/securityGroup:SecurityGroup", "two", {
            ingress: [
              { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
              { protocol: "tcp", fromPort: 25, toPort: 25, cidrBlocks: ["0.0.0.0/0"] },
            ],
          }),
        ],
        says: ["tcp 22", "tcp 25"],
      },
    ],
    undetermined: [
      {
        given: "an unknown range",
        change: { cidrIpv4: unknown, fromPort: 22, toPort: 22 },
        says: "cidrIpv4 is not known",
      },
      {
        given: "a range that is none",
        change: { cidrIpv4: "everybody", fromPort: 22, toPort: 22 },
        says: "cidrIpv4 is not an address range",
      },
      {
        given: "a prefix list of AWS",
        change: { prefixListId: "pl-68a54001", fromPort: 22, toPort: 22 },
        says: "prefix list outside the stack",
      },
      {
        given: "unknown inline rules",
        plan: [planned("aws:ec2/securityGroup:SecurityGroup", "inline", { ingress: unknown })],
        says: "ingress is not known",
      },
      {
        given: "an unknown port of a declared load balancer",
        change: { cidrIpv4: "0.0.0.0/0", toPort: unknown },
        says: "toPort is not known",
      },
      {
        given: "a web port of a group that cannot be identified",
        plan: [{ ...rule({ cidrIpv4: "0.0.0.0/0" }), refersTo: {} }, group, front],
        says: "securityGroupId refers to something that cannot be identified",
      },
      {
        given: "a web port of one of two groups",
        plan: [
          { ...rule({ cidrIpv4: "0.0.0.0/0" }), refersTo: { securityGroupId: [group, planned(group.type, "other")] } },
          group,
          planned(group.type, "other"),
          front,
        ],
        says: "may refer to any of web, other",
      },
    ],
  },
];
