import type { GatewayEndpoint, Ref, RouteTable } from "../facts";
import { given, known, textOf } from "./reading";
import type { World } from "./world";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const associationType = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";

/** VPC endpoints of the gateway type, which is the default, with the route tables that lead to them. */
export function readGatewayEndpoints(world: World): GatewayEndpoint[] {
  const more = new Map<string, Ref<RouteTable>[]>();
  for (const resource of world.stack.ofType(associationType)) {
    const endpoint = world.stack.target(resource, resource.properties.text("vpcEndpointId"), endpointType);
    const table = world.refs.one(resource, resource.properties.text("routeTableId"), world.tables);
    if (endpoint.state !== "known" || !table) continue;
    more.set(endpoint.value.urn, [...(more.get(endpoint.value.urn) ?? []), table]);
  }
  return world.stack
    .ofType(endpointType)
    .filter((resource) => /^gateway$/i.test(known(textOf(given(resource, "vpcEndpointType"))) ?? "Gateway"))
    .map((resource) => ({
      name: resource.name,
      urn: resource.urn,
      outside: false,
      resource,
      service: known(textOf(given(resource, "serviceName"))),
      vpc: world.refs.one(resource, given(resource, "vpcId").text(), world.vpcs),
      tables: [
        ...(world.refs.list(resource, given(resource, "routeTableIds"), world.tables) ?? []),
        ...(more.get(resource.urn) ?? []),
      ],
    }));
}
