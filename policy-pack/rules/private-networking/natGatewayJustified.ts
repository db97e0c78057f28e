import { defineRule } from "../../frame/rule";
import { networkOf, type Gateway, type Host, type Network, type Ref, type Subnet } from "../../models/network";
import { meant } from "../../models/network/extract/references";

const natType = "aws:ec2/natGateway:NatGateway";

/** What goes out to the internet. */
const goesOut: readonly Host["kind"][] = ["instance", "instanceGroup", "task", "function"];

/**
 * A NAT gateway costs by the hour. One that no route leads to is paid for nothing; one whose subnets are empty while
 * workloads of the stack go out by another one of the same VPC most likely is. Advisory, because another stack may put
 * its workloads there.
 */
export const natGatewayJustified = defineRule({
  name: "nat-gateway-justified",
  family: "private-networking",
  severity: "low",
  level: "advisory",
  title: "NAT gateways are used",
  description: "Every NAT gateway has a route that leads to it, from a zone in which workloads run.",
  remediation: "Remove the gateway, or lead the routes of the subnets with workloads to it.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
  checks: [],
  requirement: "Free-tier source: no NAT gateway that is not needed.",
  types: [natType],
  needsStack: true,
  judge({ resource, stack, fail, undetermined }) {
    const network = stack.view(networkOf);
    const isThis = (gateway: Gateway) => gateway.urn === resource.urn;
    const routes = network.facts.tables.flatMap(({ routes }) => routes);
    if (!routes.some(({ via }) => meant(via).some(isThis))) {
      const unsure = routes.find(({ via }) => via.state === "unknown" || meant(via).some(isNameless));
      if (unsure) undetermined("routes", "may lead to it, which cannot be told before deployment");
      else
        fail(
          "No route leads to it, and it is billed by the hour. Remove it, or lead the private subnets' routes to it.",
          { finding: "unused" },
        );
      return;
    }
    const own = subnetsBehind(network, isThis);
    const others = subnetsBehind(network, (gateway) => gateway.kind === "nat" && !isThis(gateway));
    const vpcs = new Set(own.flatMap(({ vpc }) => [...meant(vpc)]));
    const neighbours = others.filter(
      (subnet) => !own.includes(subnet) && meant(subnet.vpc).some((vpc) => vpcs.has(vpc)),
    );
    const workloads = network.facts.hosts.filter(({ kind }) => goesOut.includes(kind));
    const isIn = (subnets: readonly Subnet[]) =>
      workloads.some((host) => host.subnets.some((ref) => mayBe(ref, subnets)));
    if (own.length > 0 && !isIn(own) && isIn(neighbours))
      fail(
        "Nothing runs in the subnets that use it, while the workloads go out by another NAT gateway. Remove it, or run something there.",
        {
          finding: "idle",
        },
      );
  },
});

/** A gateway that is known by its kind only. */
function isNameless({ kind, name, outside }: Gateway): boolean {
  return kind === "nat" && outside && !name.startsWith("nat-");
}

function subnetsBehind(network: Network, isWanted: (gateway: Gateway) => boolean): Subnet[] {
  return network.facts.subnets.filter(({ table }) =>
    meant(table).some(({ routes }) => routes.some(({ via }) => meant(via).some(isWanted))),
  );
}

function mayBe(ref: Ref<Subnet>, subnets: readonly Subnet[]): boolean {
  return ref.state === "unknown" || meant(ref).some((subnet) => subnets.includes(subnet));
}
