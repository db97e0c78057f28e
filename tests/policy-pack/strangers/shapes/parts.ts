import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export const account = "123456789012";
export const region = "eu-west-1";
export const image = "public.ecr.aws/nginx/nginx:1.29.3";
export const certificateArn = `arn:aws:acm:${region}:${account}:certificate/6d2f1e0a-3b54-4c86-9d17-0f8e2a4c6b90`;
export const declared = { "cloister:internet-facing": "declared" };
export const everywhere = "0.0.0.0/0";

type Statement = Record<string, unknown>;

/** A policy document as most programs write it: text. */
export function policy(...statements: Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Statement by statement, with values that come later. */
export function latePolicy(...statements: Record<string, unknown>[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

export function trust(service: string, ofThisAccount = false): string {
  const condition = { Condition: { StringEquals: { "aws:SourceAccount": account } } };
  return policy({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(ofThisAccount && condition),
  });
}

export function lambdaRole(name: string): aws.iam.Role {
  const role = new aws.iam.Role(name, { assumeRolePolicy: trust("lambda.amazonaws.com") });
  new aws.iam.RolePolicyAttachment(`${name}-logs`, {
    role: role.name,
    policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
  });
  return role;
}

export function code(text = "exports.handler = async () => ({ statusCode: 200 });"): pulumi.asset.AssetArchive {
  return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) });
}

/** A VPC with two public and two private subnets, a NAT gateway, and what a careful account asks for. */
export function vpcNetwork(name = "main") {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true });
  new aws.ec2.DefaultSecurityGroup(`${name}-default`, { vpcId: vpc.id });
  new aws.ec2.FlowLog(`${name}-flow`, {
    vpcId: vpc.id,
    trafficType: "ALL",
    logDestinationType: "s3",
    logDestination: "arn:aws:s3:::company-flow-logs",
  });
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id });
  const open = new aws.ec2.RouteTable(`${name}-public`, {
    vpcId: vpc.id,
    routes: [{ cidrBlock: everywhere, gatewayId: gateway.id }],
  });
  const zones = ["a", "b"];
  const publicSubnets = zones.map((zone, index) => {
    const subnet = new aws.ec2.Subnet(`${name}-public-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: region + zone,
    });
    new aws.ec2.RouteTableAssociation(`${name}-public-${zone}`, { subnetId: subnet.id, routeTableId: open.id });
    return subnet;
  });
  const address = new aws.ec2.Eip(`${name}-nat`, { domain: "vpc" });
  const nat = new aws.ec2.NatGateway(name, {
    allocationId: address.allocationId,
    subnetId: publicSubnets[0]?.id ?? "",
  });
  const inner = new aws.ec2.RouteTable(`${name}-private`, {
    vpcId: vpc.id,
    routes: [{ cidrBlock: everywhere, natGatewayId: nat.id }],
  });
  const privateSubnets = zones.map((zone, index) => {
    const subnet = new aws.ec2.Subnet(`${name}-private-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index + 10}.0/24`,
      availabilityZone: region + zone,
    });
    new aws.ec2.RouteTableAssociation(`${name}-private-${zone}`, { subnetId: subnet.id, routeTableId: inner.id });
    return subnet;
  });
  const ids = (subnets: aws.ec2.Subnet[]) => subnets.map(({ id }) => id);
  return {
    vpc,
    gateway,
    open,
    inner,
    publicSubnets,
    privateSubnets,
    publicIds: ids(publicSubnets),
    privateIds: ids(privateSubnets),
  };
}

export const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [everywhere], description: "HTTPS" };

/** An internet-facing load balancer that redirects to HTTPS, before targets on a port. */
export function publicBalancer(
  vpcId: pulumi.Input<string>,
  subnets: pulumi.Input<string>[],
  port: number,
  targetType = "ip",
) {
  const guard = new aws.ec2.SecurityGroup("alb", {
    vpcId,
    description: "Load balancer",
    ingress: [80, 443].map((at) => ({
      protocol: "tcp",
      fromPort: at,
      toPort: at,
      cidrBlocks: [everywhere],
      description: "Visitors",
    })),
    egress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/16"], description: "Targets" }],
  });
  const balancer = new aws.lb.LoadBalancer("alb", {
    loadBalancerType: "application",
    internal: false,
    securityGroups: [guard.id],
    subnets,
    tags: declared,
  });
  const targets = new aws.lb.TargetGroup("app", {
    vpcId,
    port,
    protocol: "HTTP",
    targetType,
    deregistrationDelay: 30,
    healthCheck: { path: "/health" },
  });
  new aws.lb.Listener("http", {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
  });
  const listener = new aws.lb.Listener("https", {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificateArn,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  return { guard, balancer, targets, listener };
}

export function alarmlessLogs(name: string): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(name, { name: `/shop/${name}`, retentionInDays: 30 });
}
