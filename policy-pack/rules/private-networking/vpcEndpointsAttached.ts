import { defineRule } from "../../frame/rule";
import { given } from "../../models/network";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

interface Attachment {
  readonly keys: readonly string[];
  readonly by: string;
  readonly says: string;
}

/** What makes an endpoint work, by its type. */
const viaRoutes: Attachment = {
  keys: ["routeTableIds"],
  by: "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
  says: "Leads nowhere: no route table has it. Set routeTableIds to those of the private subnets.",
};
const viaSubnets: Attachment = {
  keys: ["subnetIds", "subnetConfigurations"],
  by: "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  says: "Is in no subnet and has no address. Set subnetIds to the private subnets.",
};

/** An endpoint that nothing leads to is paid for, or trusted, in vain: traffic keeps going the other way. */
export const vpcEndpointsAttached = defineRule({
  name: "vpc-endpoints-attached",
  family: "private-networking",
  severity: "medium",
  title: "VPC endpoints are attached",
  description: "Gateway endpoints are in a route table, and interface endpoints in a subnet.",
  remediation: "Give gateway endpoints the route tables, and interface endpoints the subnets, of what uses them.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html",
  checks: [],
  requirement: "Agent source: private workloads reach AWS services by endpoints.",
  types: [endpointType],
  needsStack: true,
  judge({ resource, stack, known, fail, doubt, undetermined }) {
    known(given(resource, "vpcEndpointType").text(), (type = "Gateway") => {
      const attachment = /^gateway$/i.test(type) ? viaRoutes : viaSubnets;
      const lists = attachment.keys.map((key) => given(resource, key).list());
      if (lists.some((list) => list.state === "known" && list.value.length > 0)) return;
      const hidden = lists.find((list) => list.state === "unknown");
      if (hidden) {
        // A list that was computed from something is not empty.
        const sources = resource.propertyDependencies[hidden.path] ?? [];
        if (sources.length === 0) doubt(hidden);
        return;
      }
      const others = associations(resource, attachment.by, stack);
      if (others === "maybe") undetermined("vpcEndpointId", "of an association may name this endpoint");
      else if (others === "no") fail(attachment.says);
    });
  },
});

function associations(endpoint: Resource, type: string, stack: Stack): "yes" | "no" | "maybe" {
  const targets = stack
    .ofType(type)
    .map((one) => stack.target(one, one.properties.text("vpcEndpointId"), endpointType));
  if (targets.some((target) => target.state === "known" && target.value === endpoint)) return "yes";
  return targets.some((target) => target.state === "unknown") ? "maybe" : "no";
}
