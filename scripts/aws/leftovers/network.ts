import {
  DeleteNatGatewayCommand,
  DeleteNetworkInterfaceCommand,
  DescribeAddressesCommand,
  EC2Client,
  paginateDescribeNatGateways,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { monthly, tagsOf, words, type Kind, type Leftover, type Search } from "./types";

/** Addresses that nothing has, NAT gateways that no route leads to, interfaces that nothing is attached to. */
export const network: Kind = {
  kinds: ["address", "nat-gateway", "network-interface"],
  find: async (search) => {
    const client = await search.aws.client(EC2Client);
    return [
      ...(await addresses(client, search)),
      ...(await natGateways(client, search)),
      ...(await interfaces(client)),
    ];
  },
  remove: async ({ aws }, { kind, id }) => {
    const client = await aws.client(EC2Client);
    if (kind === "address") await client.send(new ReleaseAddressCommand({ AllocationId: id }));
    else if (kind === "nat-gateway") await client.send(new DeleteNatGatewayCommand({ NatGatewayId: id }));
    else await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }));
  },
};

async function addresses(client: EC2Client, { region }: Search): Promise<Leftover[]> {
  const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
  return Addresses.filter(
    ({ AssociationId, InstanceId, NetworkInterfaceId }) => !AssociationId && !InstanceId && !NetworkInterfaceId,
  ).map(({ AllocationId = "", PublicIp, Tags }) => ({
    id: AllocationId,
    kind: "address",
    what: words(tagsOf(Tags)["Name"], PublicIp, "nothing has it"),
    tags: tagsOf(Tags),
    monthlyUsd: monthly(region, "ipv4.hour"),
  }));
}

async function natGateways(client: EC2Client, { region }: Search): Promise<Leftover[]> {
  const used = new Set<string>();
  for await (const { RouteTables = [] } of paginateDescribeRouteTables({ client }, {}))
    for (const { Routes = [] } of RouteTables) for (const { NatGatewayId = "" } of Routes) used.add(NatGatewayId);
  const found: Leftover[] = [];
  const available = { Filter: [{ Name: "state", Values: ["available"] }] };
  for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, available))
    for (const { NatGatewayId = "", Tags, CreateTime, VpcId } of NatGateways)
      if (!used.has(NatGatewayId))
        found.push({
          id: NatGatewayId,
          kind: "nat-gateway",
          what: words(tagsOf(Tags)["Name"], VpcId, "no route leads to it"),
          tags: tagsOf(Tags),
          monthlyUsd: monthly(region, "nat.hour"),
          ...(CreateTime && { created: CreateTime.getTime() }),
        });
  return found;
}

async function interfaces(client: EC2Client): Promise<Leftover[]> {
  const found: Leftover[] = [];
  const available = { Filters: [{ Name: "status", Values: ["available"] }] };
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, available))
    for (const { NetworkInterfaceId = "", TagSet, Description, Attachment, RequesterManaged } of NetworkInterfaces)
      // What a service of AWS made, it deletes itself.
      if (Attachment?.AttachmentId === undefined && RequesterManaged !== true)
        found.push({
          id: NetworkInterfaceId,
          kind: "network-interface",
          what: words(tagsOf(TagSet)["Name"] ?? Description, "attached to nothing"),
          tags: tagsOf(TagSet),
          monthlyUsd: 0,
        });
  return found;
}
