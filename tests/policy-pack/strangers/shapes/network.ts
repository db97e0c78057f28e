import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../variants";
import { certificateArn, everywhere, https, policy, region, vpcNetwork } from "./parts";

const group = "aws:ec2/securityGroup:SecurityGroup";

/** Not the best network, but one's own account has it: looked up, not made. */
const defaultVpc: Shape = {
  name: "default-vpc-looked-up",
  async build(is) {
    const vpc = await aws.ec2.getVpc({ default: true });
    const { ids } = await aws.ec2.getSubnets({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
    const guard = new aws.ec2.SecurityGroup("worker", {
      vpcId: vpc.id,
      description: "Worker",
      ingress: is("rdp from everywhere")
        ? [{ protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: [everywhere], description: "Admins" }]
        : [],
      egress: [https],
    });
    new aws.ec2.Instance("worker", {
      ami: "ami-0a1b2c3d4e5f60718",
      instanceType: "t4g.small",
      subnetId: ids[0],
      vpcSecurityGroupIds: [guard.id],
      associatePublicIpAddress: is("public address") ? true : false,
      metadataOptions: { httpTokens: "required" },
      rootBlockDevice: { encrypted: true },
    });
  },
  faults: {
    "rdp from everywhere": `security-group-no-open-ingress at ${group} worker`,
    "public address": "instance-no-public-ip at aws:ec2/instance:Instance worker",
  },
};

const perZone: Shape = {
  name: "nat-gateway-per-zone",
  build(is) {
    const vpc = new aws.ec2.Vpc("net", { cidrBlock: "10.1.0.0/16" });
    if (!is("open default group")) new aws.ec2.DefaultSecurityGroup("net", { vpcId: vpc.id });
    if (!is("no flow logs"))
      new aws.ec2.FlowLog("net", {
        vpcId: vpc.id,
        trafficType: "REJECT",
        logDestinationType: "s3",
        logDestination: "arn:aws:s3:::company-flow-logs",
      });
    const gateway = new aws.ec2.InternetGateway("net", { vpcId: vpc.id });
    for (const [index, zone] of ["a", "b", "c"].entries()) {
      const subnet = (tier: string, offset: number) =>
        new aws.ec2.Subnet(`${tier}-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: region + zone,
          cidrBlock: `10.1.${offset + index}.0/24`,
          mapPublicIpOnLaunch: tier === "public" && is("public addresses on launch"),
        });
      const [outer, inner] = [subnet("public", 0), subnet("private", 10)];
      const table = (tier: string, owner: aws.ec2.Subnet, route: object) => {
        const made = new aws.ec2.RouteTable(`${tier}-${zone}`, { vpcId: vpc.id });
        new aws.ec2.Route(`${tier}-${zone}`, { routeTableId: made.id, destinationCidrBlock: everywhere, ...route });
        new aws.ec2.RouteTableAssociation(`${tier}-${zone}`, { subnetId: owner.id, routeTableId: made.id });
      };
      table("public", outer, { gatewayId: gateway.id });
      const nat = new aws.ec2.NatGateway(zone, {
        subnetId: outer.id,
        allocationId: new aws.ec2.Eip(zone, { domain: "vpc" }).id,
      });
      table("private", inner, { natGatewayId: nat.id });
    }
  },
  faults: {
    "open default group": "vpc-default-security-group-closed at aws:ec2/vpc:Vpc net",
    "no flow logs": "vpc-flow-logs at aws:ec2/vpc:Vpc net",
    "public addresses on launch": "subnet-no-public-ip-on-launch at aws:ec2/subnet:Subnet public-a",
  },
};

const peering: Shape = {
  name: "peered-networks",
  build(is) {
    const [one, two] = [vpcNetwork("one"), vpcNetwork("two")];
    const link = new aws.ec2.VpcPeeringConnection("link", {
      vpcId: one.vpc.id,
      peerVpcId: two.vpc.id,
      autoAccept: true,
    });
    new aws.ec2.Route("to-two", {
      routeTableId: one.inner.id,
      destinationCidrBlock: "10.128.0.0/16",
      vpcPeeringConnectionId: link.id,
    });
    const guard = new aws.ec2.SecurityGroup("api", { vpcId: two.vpc.id, description: "API" });
    new aws.ec2.SecurityGroupRule("api-from-one", {
      type: "ingress",
      securityGroupId: guard.id,
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: [is("a typo that opens") ? "1.0.0.0/8" : "10.0.0.0/8"],
      description: "The other network",
    });
  },
  faults: {
    "a typo that opens": "security-group-no-open-ingress at aws:ec2/securityGroupRule:SecurityGroupRule api-from-one",
  },
};

const transit: Shape = {
  name: "transit-gateway-spoke",
  build(is) {
    const { vpc, inner, privateIds } = vpcNetwork();
    const hub = new aws.ec2transitgateway.TransitGateway("hub", { description: "Hub" });
    const spoke = new aws.ec2transitgateway.VpcAttachment("spoke", {
      transitGatewayId: hub.id,
      vpcId: vpc.id,
      subnetIds: privateIds,
    });
    new aws.ec2.Route(
      "offices",
      { routeTableId: inner.id, destinationCidrBlock: "172.16.0.0/12", transitGatewayId: hub.id },
      { dependsOn: [spoke] },
    );
    const guard = new aws.ec2.SecurityGroup("offices", {
      vpcId: vpc.id,
      description: "Offices",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["172.16.0.0/12"], description: "Offices" }],
      egress: is("everything everywhere")
        ? [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [everywhere], description: "All" }]
        : [https],
    });
    new aws.ec2.NetworkInterface("offices", { subnetId: privateIds[0] ?? "", securityGroups: [guard.id] });
  },
  faults: { "everything everywhere": `security-group-egress-restricted at ${group} offices` },
};

const endpoints: Shape = {
  name: "vpc-endpoints",
  build(is) {
    const { vpc, inner, privateIds } = vpcNetwork();
    const guard = new aws.ec2.SecurityGroup("endpoints", {
      vpcId: vpc.id,
      description: "Endpoints",
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpc.cidrBlock], description: "Inside" }],
    });
    new aws.ec2.VpcEndpoint("s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${region}.s3`,
      routeTableIds: is("attached to nothing") ? [] : [inner.id],
    });
    for (const name of ["ecr.api", "ecr.dkr", "logs"])
      new aws.ec2.VpcEndpoint(name, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${region}.${name}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: privateIds,
        securityGroupIds: [guard.id],
      });
  },
  faults: { "attached to nothing": "vpc-endpoints-attached at aws:ec2/vpcEndpoint:VpcEndpoint s3" },
};

/** Private bucket, origin access control, CloudFront. */
const staticSite: Shape = {
  name: "static-site-with-cloudfront",
  build(is) {
    const bucket = new aws.s3.Bucket("site");
    const block = !is("public bucket");
    new aws.s3.BucketPublicAccessBlock("site", {
      bucket: bucket.id,
      blockPublicAcls: block,
      blockPublicPolicy: block,
      ignorePublicAcls: block,
      restrictPublicBuckets: block,
    });
    new aws.s3.BucketServerSideEncryptionConfiguration("site", {
      bucket: bucket.id,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    const access = new aws.cloudfront.OriginAccessControl("site", {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const distribution = new aws.cloudfront.Distribution("site", {
      enabled: true,
      defaultRootObject: "index.html",
      origins: [{ originId: "site", domainName: bucket.bucketRegionalDomainName, originAccessControlId: access.id }],
      defaultCacheBehavior: {
        targetOriginId: "site",
        viewerProtocolPolicy: is("plain http") ? "allow-all" : "redirect-to-https",
        allowedMethods: ["GET", "HEAD"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
    new aws.s3.BucketPolicy("site", {
      bucket: bucket.id,
      policy: is("public bucket")
        ? policy({ Effect: "Allow", Principal: "*", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::site/*" })
        : pulumi.all([bucket.arn, distribution.arn]).apply(([bucketArn, arn]) =>
            policy({
              Effect: "Allow",
              Principal: { Service: "cloudfront.amazonaws.com" },
              Action: "s3:GetObject",
              Resource: `${bucketArn}/*`,
              Condition: { StringEquals: { "AWS:SourceArn": arn } },
            }),
          ),
    });
    if (is("public by acl")) new aws.s3.BucketAcl("site", { bucket: bucket.id, acl: "public-read" });
  },
  faults: {
    "public bucket": "resource-policy-not-public at aws:s3/bucketPolicy:BucketPolicy site",
    "plain http": "tls-in-transit at aws:cloudfront/distribution:Distribution site",
    "public by acl": "bucket-public-access-blocked at aws:s3/bucketAcl:BucketAcl site",
  },
};

/** A machine that forwards for others has a public address, by right, also from a launch template. */
const natInstance: Shape = {
  name: "nat-instance-from-template",
  build(is) {
    const { vpc, publicIds } = vpcNetwork();
    const guard = new aws.ec2.SecurityGroup("nat", {
      vpcId: vpc.id,
      description: "NAT",
      ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/16"], description: "Inside" }],
      egress: [https],
    });
    const forwards = !is("a template for anything");
    const template = new aws.ec2.LaunchTemplate("nat", {
      imageId: "ami-0a1b2c3d4e5f60718",
      instanceType: "t4g.nano",
      metadataOptions: { httpTokens: "required" },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
      networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [guard.id] }],
      tagSpecifications: [{ resourceType: "volume", tags: { environment: "p", project: "p", "managed-by": "p" } }],
    });
    new aws.ec2.Instance("nat", {
      launchTemplate: { id: template.id },
      subnetId: publicIds[0],
      sourceDestCheck: !forwards,
    });
  },
  faults: { "a template for anything": "instance-no-public-ip at aws:ec2/launchTemplate:LaunchTemplate nat" },
};

export const network: Shape[] = [defaultVpc, perZone, peering, transit, endpoints, staticSite, natInstance];
