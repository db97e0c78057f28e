import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { defineRule } from "../../frame/rule";

const addressType = "aws:ec2/eip:Eip";

/** Types that tell others the address, and do not use it. */
const passive =
  /^(aws:(route53|ssm|secretsmanager|cloudwatch|iam|vpc|budgets)\/|aws:ec2\/(securityGroup|networkAcl)|pulumi:)/;

/** Every public address is used. AWS bills addresses by the hour, used or not, and these do nothing for it. */
export const unattachedAddresses = defineRule({
  name: "unattached-addresses",
  family: "cost",
  severity: "low",
  title: "Every public address is used",
  description: "An elastic IP address belongs to an instance, a network interface, a NAT gateway or a load balancer.",
  remediation: "Remove the address, or attach it.",
  url: "https://aws.amazon.com/vpc/pricing/",
  checks: ["CKV2_AWS_19"],
  requirement: "Free-tier source: unused resources are found and cleaned up.",
  needsStack: true,
  types: [addressType],
  judge(the) {
    const { resource, fail } = the;
    const { properties } = resource;
    // An unknown instance or interface is one that comes with the deployment.
    if (["instance", "networkInterface"].some((key) => properties.has(key))) return;
    if (the.stack.view(usedByOthers).has(resource.urn)) return;
    if (namedElsewhere(resource, the.stack)) return;
    fail("Nothing in the stack uses this address, which AWS bills all the same. Attach it or remove it.");
  },
});

/** URNs that something which is not passive was computed from. */
function usedByOthers(stack: Stack): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { type, propertyDependencies } of stack.resources) {
    // Components pass their inputs on; only what they make uses them.
    if (passive.test(type) || !type.includes("/")) continue;
    for (const urns of Object.values(propertyDependencies)) for (const urn of urns) used.add(urn);
  }
  return used;
}

/** Whether an existing address is named by its id, as after an import. */
function namedElsewhere({ properties }: Resource, stack: Stack): boolean {
  const id = properties.text("id");
  if (id.state !== "known") return false;
  return stack
    .ofType("aws:ec2/eipAssociation:EipAssociation", "aws:ec2/natGateway:NatGateway")
    .some(({ properties: own }) => {
      const allocation = own.text("allocationId");
      return allocation.state === "known" && allocation.value === id.value;
    });
}
