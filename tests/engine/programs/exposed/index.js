"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
const open = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
const group = new aws.ec2.SecurityGroup("group", { vpcId: vpc.id, ingress: [open] });
new aws.ec2.SecurityGroup("late-group", {
  vpcId: vpc.id,
  ingress: [{ ...open, cidrBlocks: [pulumi.interpolate`${vpc.mainRouteTableId}`] }],
});
const database = (name) =>
  new aws.rds.Instance(name, {
    instanceClass: "db.m5.large",
    engine: "postgres",
    allocatedStorage: 100,
    publiclyAccessible: true,
    vpcSecurityGroupIds: [group.id],
    username: "u",
    password: pulumi.secret("p"),
    skipFinalSnapshot: true,
  });
database("reports");
database("orders");
const role = new aws.iam.Role("role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  }),
});
const allow = (Resource) =>
  pulumi.jsonStringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource }] });
new aws.iam.RolePolicy("everything", { role: role.id, policy: allow("*") });
new aws.iam.RolePolicy("late-policy", { role: role.id, policy: allow(vpc.arn) });
new aws.ec2.Instance("instance", { ami: "ami-1", instanceType: "m5.4xlarge", subnetId: subnet.id });
new aws.s3.Bucket("bucket", { acl: "public-read" });
new aws.cloudwatch.LogGroup("logs");
new aws.ec2.NatGateway("nat", { subnetId: subnet.id, allocationId: "eipalloc-1" });
