import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A VPC with public, private and data subnets in each zone, and one NAT gateway for the private ones. */
export function createNetwork(zones: string[]) {
  const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.50.0.0/16", enableDnsHostnames: true });
  new aws.ec2.DefaultSecurityGroup("closed", { vpcId: vpc.id });
  const gateway = new aws.ec2.InternetGateway("shop", { vpcId: vpc.id });

  const toInternet = new aws.ec2.RouteTable("public", { vpcId: vpc.id });
  new aws.ec2.Route("public", {
    routeTableId: toInternet.id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: gateway.id,
  });
  const toNat = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
  const local = new aws.ec2.RouteTable("data", { vpcId: vpc.id });

  const publicSubnetIds = subnets("public", 0, toInternet);
  const privateSubnetIds = subnets("private", 10, toNat);
  const dataSubnetIds = subnets("data", 20, local);

  const address = new aws.ec2.Eip("nat", { domain: "vpc" });
  const [firstPublic] = publicSubnetIds;
  if (firstPublic === undefined) throw new Error("The network needs at least one zone.");
  const nat = new aws.ec2.NatGateway("shop", { subnetId: firstPublic, allocationId: address.id });
  new aws.ec2.Route("private", { routeTableId: toNat.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });

  return { vpc, publicSubnetIds, privateSubnetIds, dataSubnetIds };

  function subnets(tier: string, offset: number, routeTable: aws.ec2.RouteTable): pulumi.Output<string>[] {
    return zones.map((availabilityZone, index) => {
      const cidrBlock = `10.50.${offset + index}.0/24`;
      const subnet = new aws.ec2.Subnet(`${tier}-${availabilityZone}`, { vpcId: vpc.id, cidrBlock, availabilityZone });
      new aws.ec2.RouteTableAssociation(`${tier}-${availabilityZone}`, {
        subnetId: subnet.id,
        routeTableId: routeTable.id,
      });
      return subnet.id;
    });
  }
}
