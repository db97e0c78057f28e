import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { allowIngress, createSecurityGroup } from "../internal/securityGroups";
import { tagsOf, type NetworkContext } from "./context";
import { awsServiceName } from "./endpointServices";
import type { SubnetsByZone } from "./subnets";

// No endpoint has a policy of its own. An endpoint's policy grants nothing: a caller still needs its role's rights.
// Narrowing it to this account would cut off what tasks legitimately read from buckets of AWS (image layers, package
// repositories), and several services refuse any policy but the default. Who reaches an endpoint is decided by its
// security group, what they may do by their role.

/** Gateway endpoints, attached to every private route table; the data subnets' table has no route out by intent. */
export function createGatewayEndpoints(context: NetworkContext, tables: aws.ec2.RouteTable[]) {
  const { name, settings, vpcId, opts } = context;
  const prefixListIds: Record<string, pulumi.Output<string>> = {};
  for (const service of settings.gatewayEndpoints) {
    const endpointName = `${name}-gateway-${service}-endpoint`;
    const endpoint = new aws.ec2.VpcEndpoint(
      endpointName,
      {
        vpcId,
        vpcEndpointType: "Gateway",
        serviceName: awsServiceName(settings.identity.region, service),
        routeTableIds: tables.map(({ id }) => id),
        tags: tagsOf(settings, endpointName),
      },
      opts,
    );
    prefixListIds[service] = endpoint.prefixListId;
  }
  return prefixListIds;
}

/** Interface endpoints of AWS services behind one security group; its id, or undefined without any. */
export function createInterfaceEndpoints(context: NetworkContext, subnets: SubnetsByZone) {
  const { settings } = context;
  if (settings.interfaceEndpoints.length === 0) return undefined;
  const group = createEndpointSecurityGroup(context, "endpoint", 443);
  for (const service of settings.interfaceEndpoints) {
    createInterfaceEndpoint(context, `interface-${service.replaceAll(".", "-")}`, subnets, {
      serviceName: awsServiceName(settings.identity.region, service),
      privateDns: true,
      groupId: group.id,
    });
  }
  return group.id;
}

/** Endpoints of services with names of their own, each behind its own group: a database's clients reach just that. */
export function createServiceEndpoints(context: NetworkContext, subnets: SubnetsByZone) {
  const groupIds: Record<string, pulumi.Output<string>> = {};
  for (const [key, { serviceName, port, privateDns }] of Object.entries(context.settings.endpointServices)) {
    const group = createEndpointSecurityGroup(context, `service-${key}-endpoint`, port);
    createInterfaceEndpoint(context, `service-${key}`, subnets, { serviceName, privateDns, groupId: group.id });
    groupIds[key] = group.id;
  }
  return groupIds;
}

function createEndpointSecurityGroup({ name, settings, vpcId, opts }: NetworkContext, role: string, port: number) {
  const group = createSecurityGroup(
    `${name}-${role}-security-group`,
    { vpcId, description: `Endpoints: port ${port} from the private subnets`, tags: settings.tags },
    opts,
  );
  for (const zone of settings.zones) {
    allowIngress(
      `${name}-${role}-${zone.zone}-ingress`,
      {
        of: group.id,
        peer: { cidrIpv4: zone.private },
        port,
        description: `Calls from the private subnet in ${zone.zone}`,
        tags: tagsOf(settings, `${name}-${role}-${zone.zone}-ingress`),
      },
      opts,
    );
  }
  return group;
}

function createInterfaceEndpoint(
  { name, settings, vpcId, opts }: NetworkContext,
  role: string,
  subnets: SubnetsByZone,
  service: { serviceName: pulumi.Input<string>; privateDns: boolean; groupId: pulumi.Input<string> },
): void {
  const endpointName = `${name}-${role}-endpoint`;
  new aws.ec2.VpcEndpoint(
    endpointName,
    {
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: service.serviceName,
      subnetIds: Object.values(subnets).map(({ id }) => id), // one a zone: AWS refuses two
      securityGroupIds: [service.groupId],
      privateDnsEnabled: service.privateDns,
      tags: tagsOf(settings, endpointName),
    },
    opts,
  );
}
