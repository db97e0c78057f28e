import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkPrivateNetwork,
  ec2CapacityWithoutNat,
  ecsExec,
  fargateWithoutNat,
  PrivateNetwork,
  temporal,
  type PrivateNetworkArgs,
} from "../../components/privateNetwork";
import { interfaceEndpointServices } from "../../components/privateNetwork/endpointServices";
import { resolveSettings } from "../../components/privateNetwork/settings";
import { all, listing, only, record, recordResources, refusalOf, valueOf, type Recorded } from "../support/mocks";

const least: PrivateNetworkArgs = {
  environment: "dev",
  accountId: "123456789012",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
};
const threeZones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

const build = (args: Partial<PrivateNetworkArgs> = {}, name = "network") =>
  new PrivateNetwork(name, { ...least, ...args });
/** Deployments by their arguments: each is recorded once, however many tests look at it. */
const deployments = new Map<string, Promise<Recorded[]>>();
function made(args: Partial<PrivateNetworkArgs> = {}, preview = true): Promise<Recorded[]> {
  const key = JSON.stringify([args, preview], (_key, value) => value ?? "undefined");
  const known = deployments.get(key) ?? recordResources(() => build(args), { preview });
  deployments.set(key, known);
  return known;
}
const refusal = (args: Partial<PrivateNetworkArgs>, name = "network") => refusalOf(() => build(args, name));

const vpcParts = [
  "ec2/vpc:Vpc network-vpc",
  "ec2/defaultSecurityGroup:DefaultSecurityGroup network-default-security-group",
];
const zoneParts = (kind: string, zones: string[]) =>
  zones.flatMap((zone) => [
    `ec2/subnet:Subnet network-${kind}-${zone}-subnet`,
    `ec2/routeTableAssociation:RouteTableAssociation network-${kind}-${zone}-route-table-association`,
  ]);
const table = (role: string) => `ec2/routeTable:RouteTable network-${role}-route-table`;
const s3 = "ec2/vpcEndpoint:VpcEndpoint network-gateway-s3-endpoint";
const bothZones = least.availabilityZones;
const closedNetwork = [
  ...vpcParts,
  ...zoneParts("private", bothZones),
  ...zoneParts("data", bothZones),
  table("data"),
  s3,
];
const internetSide = [
  "ec2/internetGateway:InternetGateway network-internet-gateway",
  table("public"),
  "ec2/route:Route network-public-internet-route",
];
const natGateway = (zone: string) => [
  `ec2/natGateway:NatGateway network-nat-${zone}-gateway`,
  `ec2/eip:Eip network-nat-${zone}-gateway-address`,
];
const natInstance = [
  "ec2/instance:Instance network-nat-instance",
  "ec2/launchTemplate:LaunchTemplate network-nat-instance-template",
  "ec2/eip:Eip network-nat-instance-address",
  "ec2/eipAssociation:EipAssociation network-nat-instance-address-association",
  "ec2/securityGroup:SecurityGroup network-nat-instance-security-group",
  "vpc/securityGroupEgressRule:SecurityGroupEgressRule network-nat-instance-egress",
  ...bothZones.map(
    (zone) => `vpc/securityGroupIngressRule:SecurityGroupIngressRule network-nat-instance-${zone}-ingress`,
  ),
];
const expected = (parts: string[]) => ["cloister:index:PrivateNetwork network", ...parts.map((p) => `aws:${p}`)].sort();

/** Where a resource's property comes from, by the names of the resources that it depends on. */
const source = (resource: Recorded, property: string) => resource.propertyDependencies[property] ?? [];

/** Every output records where it was made; without the traces the suite takes a third of the time. */
function withoutStackTraces() {
  let limit = 0;
  before(() => {
    limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
  });
  after(() => {
    Error.stackTraceLimit = limit;
  });
}

for (const preview of [true, false]) {
  describe(`PrivateNetwork, ${preview ? "at preview" : "at update"}`, () => {
    withoutStackTraces();

    describe("complete resource list", () => {
      it("given no egress: a closed network and nothing else", async () => {
        expect(listing(await made({}, preview))).to.deep.equal(expected([...closedNetwork, table("private")]));
      });

      it("given a NAT instance: one public subnet in the first zone, and one shared private table", async () => {
        expect(listing(await made({ egress: "natInstance" }, preview))).to.deep.equal(
          expected([
            ...closedNetwork,
            table("private"),
            ...internetSide,
            ...zoneParts("public", ["eu-west-1a"]),
            ...natInstance,
            "ec2/route:Route network-private-egress-route",
          ]),
        );
      });

      it("given a NAT gateway: one public subnet in the first zone, and one shared private table", async () => {
        expect(listing(await made({ egress: "natGateway" }, preview))).to.deep.equal(
          expected([
            ...closedNetwork,
            table("private"),
            ...internetSide,
            ...zoneParts("public", ["eu-west-1a"]),
            ...natGateway("eu-west-1a"),
            "ec2/route:Route network-private-egress-route",
          ]),
        );
      });

      it("given a NAT gateway per zone: a public subnet, a table and a route for each", async () => {
        expect(listing(await made({ egress: "natGatewayPerZone" }, preview))).to.deep.equal(
          expected([
            ...closedNetwork,
            ...internetSide,
            ...zoneParts("public", bothZones),
            ...bothZones.flatMap((zone) => [
              ...natGateway(zone),
              table(`private-${zone}`),
              `ec2/route:Route network-private-${zone}-egress-route`,
            ]),
          ]),
        );
      });

      it("given every option: endpoints with their groups, flow log, schedules", async () => {
        const resources = await made(
          {
            egress: "natInstance",
            publicSubnets: true,
            interfaceEndpoints: ["ecr.api", "logs"],
            gatewayEndpoints: ["s3", "dynamodb"],
            endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
            flowLogs: {},
            sleepSchedule: {},
          },
          preview,
        );
        const ingress = (role: string) =>
          bothZones.map(
            (zone) => `vpc/securityGroupIngressRule:SecurityGroupIngressRule network-${role}-${zone}-ingress`,
          );
        expect(listing(resources)).to.deep.equal(
          expected([
            ...closedNetwork,
            table("private"),
            ...internetSide,
            ...zoneParts("public", bothZones),
            ...natInstance,
            "ec2/route:Route network-private-egress-route",
            "ec2/vpcEndpoint:VpcEndpoint network-gateway-dynamodb-endpoint",
            "ec2/securityGroup:SecurityGroup network-endpoint-security-group",
            ...ingress("endpoint"),
            "ec2/vpcEndpoint:VpcEndpoint network-interface-ecr-api-endpoint",
            "ec2/vpcEndpoint:VpcEndpoint network-interface-logs-endpoint",
            "ec2/securityGroup:SecurityGroup network-service-dsql-endpoint-security-group",
            ...ingress("service-dsql-endpoint"),
            "ec2/vpcEndpoint:VpcEndpoint network-service-dsql-endpoint",
            "ec2/flowLog:FlowLog network-flow-log",
            "cloudwatch/logGroup:LogGroup network-flow-log-group",
            "iam/role:Role network-flow-log-role",
            "iam/rolePolicy:RolePolicy network-flow-log-role-policy",
            "iam/role:Role network-nat-instance-sleep-role",
            "iam/rolePolicy:RolePolicy network-nat-instance-sleep-role-policy",
            "scheduler/schedule:Schedule network-nat-instance-sleep-start",
            "scheduler/schedule:Schedule network-nat-instance-sleep-stop",
          ]),
        );
      });

      it("given one zone, every kind of egress is possible", async () => {
        for (const egress of ["none", "natInstance", "natGateway", "natGatewayPerZone"] as const) {
          const resources = await made({ availabilityZones: ["us-east-1f"], egress }, preview);
          expect(all(resources, "aws:ec2/subnet:Subnet").length).to.equal(egress === "none" ? 2 : 3);
        }
      });
    });

    describe("policy documents", () => {
      it("are fully known and name one account, one group and one tagged instance", async () => {
        const resources = await made({ egress: "natInstance", sleepSchedule: {}, flowLogs: {} }, preview);
        for (const resource of resources) {
          expect(resource.unknowns.filter((path) => /policy/i.test(path))).to.deep.equal([]);
        }
        const document = (name: string) =>
          JSON.parse(only(resources, "aws:iam/rolePolicy:RolePolicy", `network-${name}-role-policy`).inputs.policy);
        const flowLog = document("flow-log").Statement;
        expect(flowLog).to.have.length(1);
        expect(flowLog[0].Action).not.to.include("logs:CreateLogGroup");
        for (const resource of flowLog[0].Resource) {
          expect(resource).to.match(/^arn:aws:logs:eu-west-1:123456789012:log-group:\/vpc\/dev\/network(:\*)?$/);
        }
        const instance = only(resources, "aws:ec2/instance:Instance");
        const sleep = document("nat-instance-sleep").Statement;
        expect(sleep).to.have.length(1);
        expect(sleep[0].Action).to.have.members(["ec2:StartInstances", "ec2:StopInstances"]);
        expect(sleep[0].Resource).to.deep.equal(["arn:aws:ec2:eu-west-1:123456789012:instance/*"]);
        const [[key, [value]]] = Object.entries(sleep[0].Condition.StringEquals) as [[string, [string]]];
        expect(instance.inputs.tags[key.replace("aws:ResourceTag/", "")]).to.equal(value);
      });

      it("let one service assume each role, for this account's resources only", async () => {
        const resources = await made({ egress: "natInstance", sleepSchedule: {}, flowLogs: {} }, preview);
        const trust = (name: string) =>
          JSON.parse(only(resources, "aws:iam/role:Role", name).inputs.assumeRolePolicy).Statement[0];
        expect(trust("network-flow-log-role")).to.deep.include({
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012" },
            ArnLike: { "aws:SourceArn": "arn:aws:ec2:eu-west-1:123456789012:vpc-flow-log/*" },
          },
        });
        expect(trust("network-nat-instance-sleep-role").Principal).to.deep.equal({
          Service: "scheduler.amazonaws.com",
        });
      });
    });

    it("wires routes, associations and endpoints to the right tables and subnets", async () => {
      const resources = await made({ egress: "natGatewayPerZone", interfaceEndpoints: ["logs"] }, preview);
      const association = (kind: string, zone: string) =>
        source(
          only(
            resources,
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            `network-${kind}-${zone}-route-table-association`,
          ),
          "routeTableId",
        );
      for (const zone of bothZones) {
        expect(association("private", zone)).to.deep.equal([`network-private-${zone}-route-table`]);
        expect(association("data", zone)).to.deep.equal(["network-data-route-table"]);
        expect(association("public", zone)).to.deep.equal(["network-public-route-table"]);
        const route = only(resources, "aws:ec2/route:Route", `network-private-${zone}-egress-route`);
        expect(source(route, "routeTableId")).to.deep.equal([`network-private-${zone}-route-table`]);
        expect(source(route, "natGatewayId")).to.deep.equal([`network-nat-${zone}-gateway`]);
        const gateway = only(resources, "aws:ec2/natGateway:NatGateway", `network-nat-${zone}-gateway`);
        expect(source(gateway, "subnetId")).to.deep.equal([`network-public-${zone}-subnet`]);
        expect(gateway.dependencies).to.include("network-internet-gateway");
        const address = only(resources, "aws:ec2/eip:Eip", `network-nat-${zone}-gateway-address`);
        expect(address.dependencies).to.include("network-internet-gateway");
      }
      expect(
        source(only(resources, "aws:ec2/vpcEndpoint:VpcEndpoint", "network-gateway-s3-endpoint"), "routeTableIds"),
      ).to.have.members(bothZones.map((zone) => `network-private-${zone}-route-table`));
      const logs = only(resources, "aws:ec2/vpcEndpoint:VpcEndpoint", "network-interface-logs-endpoint");
      expect(source(logs, "subnetIds")).to.have.members(bothZones.map((zone) => `network-private-${zone}-subnet`));
      expect(source(logs, "securityGroupIds")).to.deep.equal(["network-endpoint-security-group"]);
    });

    it("gives two networks side by side nothing in common", async () => {
      const everything: Partial<PrivateNetworkArgs> = {
        egress: "natInstance",
        sleepSchedule: {},
        flowLogs: {},
        interfaceEndpoints: ["logs"],
      };
      const resources = await recordResources(
        () => [build(everything, "one"), build({ ...everything, cidrBlock: "10.1.0.0/16" }, "two")],
        { preview },
      );
      const [one, two] = ["one", "two"].map((name) => resources.filter((r) => r.name.split("-")[0] === name));
      expect(one).to.have.length(two!.length);
      const physical = resources.map((r) => r.inputs.name).filter((name) => name && name !== "permissions");
      expect(physical.toSorted()).to.deep.equal([
        "/vpc/dev/one",
        "/vpc/dev/two",
        "dev-one-flow-logs",
        "dev-one-nat-sleep",
        "dev-two-flow-logs",
        "dev-two-nat-sleep",
      ]);
      for (const resource of one!) {
        const all = [...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()];
        expect(all.filter((name) => name.startsWith("two"))).to.deep.equal([]);
      }
    });
  });
}

describe("PrivateNetwork", () => {
  withoutStackTraces();

  describe("secure defaults", () => {
    it("closes the default security group and gives out no public address", async () => {
      const resources = await made({ egress: "natGatewayPerZone", publicSubnets: true });
      const group = only(resources, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs;
      expect(group).to.deep.include({ ingress: [], egress: [] });
      const subnets = all(resources, "aws:ec2/subnet:Subnet");
      expect(subnets).to.have.length(6);
      for (const subnet of subnets) expect(subnet.inputs.mapPublicIpOnLaunch).to.equal(false);
    });

    it("resolves names inside the network", async () => {
      expect(only(await made(), "aws:ec2/vpc:Vpc").inputs).to.deep.include({
        cidrBlock: "10.0.0.0/16",
        enableDnsSupport: true,
        enableDnsHostnames: true,
      });
    });

    it("routes nothing to the internet unless asked", async () => {
      expect(all(await made(), "aws:ec2/route:Route")).to.deep.equal([]);
    });

    it("leaves data subnets without any route, whatever the egress", async () => {
      const resources = await made({ egress: "natGatewayPerZone", gatewayEndpoints: ["s3", "dynamodb"] });
      const reached = [
        ...all(resources, "aws:ec2/route:Route").flatMap((route) => source(route, "routeTableId")),
        ...all(resources, "aws:ec2/vpcEndpoint:VpcEndpoint").flatMap((one) => source(one, "routeTableIds")),
      ];
      expect(reached).to.include("network-private-eu-west-1a-route-table");
      expect(reached).not.to.include("network-data-route-table");
    });

    it("has no rule open to a public range but the NAT instance's way out", async () => {
      const resources = await made({ egress: "natInstance", interfaceEndpoints: ["logs"], publicSubnets: true });
      const ingress = all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      expect(ingress.map((rule) => rule.inputs.cidrIpv4).sort()).to.deep.equal([
        "10.0.0.0/20",
        "10.0.0.0/20",
        "10.0.16.0/20",
        "10.0.16.0/20",
      ]);
      const egress = all(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
      expect(egress.map((rule) => [rule.name, rule.inputs.cidrIpv4])).to.deep.equal([
        ["network-nat-instance-egress", "0.0.0.0/0"],
      ]);
    });
  });

  describe("given a NAT instance", () => {
    it("launches the current Amazon Linux 2023 by a reference that only EC2 resolves", async () => {
      const template = only(await made({ egress: "natInstance" }), "aws:ec2/launchTemplate:LaunchTemplate").inputs;
      expect(template.imageId).to.equal(
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
      );
      expect(template.instanceType).to.equal("t4g.nano");
    });

    it("takes the image for the type's architecture", async () => {
      for (const [natInstanceType, architecture, credits] of [
        ["t3.nano", "x86_64", "standard"],
        ["c7gn.medium", "arm64", undefined],
        ["m7i.large", "x86_64", undefined],
      ] as const) {
        const resources = await made({ egress: "natInstance", natInstanceType });
        const template = only(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs;
        expect(template.imageId).to.match(new RegExp(`-${architecture}$`));
        expect(template.creditSpecification?.cpuCredits).to.equal(credits);
      }
    });

    it("hardens the instance: session-bound metadata, encrypted root, no role, no key, recovery on", async () => {
      const resources = await made({ egress: "natInstance" });
      const template = only(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs;
      expect(template.metadataOptions).to.deep.include({ httpTokens: "required", httpPutResponseHopLimit: 1 });
      expect(template.blockDeviceMappings).to.have.length(1);
      expect(template.blockDeviceMappings[0].ebs).to.deep.include({ encrypted: "true", volumeType: "gp3" });
      expect(template.maintenanceOptions).to.deep.equal({ autoRecovery: "default" });
      const instance = only(resources, "aws:ec2/instance:Instance").inputs;
      expect(instance.sourceDestCheck).to.equal(false);
      for (const inputs of [template, instance]) {
        expect(inputs).not.to.have.any.keys("iamInstanceProfile", "keyName", "networkInterfaces");
      }
      // Each would make the provider look something up, or fight with the Elastic IP.
      expect(instance).not.to.have.any.keys("ami", "rootBlockDevice", "associatePublicIpAddress", "userData");
    });

    it("boots the script that the tests of the first boot run", async () => {
      const template = only(await made({ egress: "natInstance" }), "aws:ec2/launchTemplate:LaunchTemplate").inputs;
      expect(Buffer.from(template.userData, "base64").toString("utf8")).to.match(/^#!\/bin\/bash\n[^]*masquerade/);
    });

    it("starts it once the way out exists, and sends private traffic to its interface", async () => {
      const resources = await made({ egress: "natInstance" });
      const instance = only(resources, "aws:ec2/instance:Instance");
      expect(instance.dependencies).to.include.members([
        "network-internet-gateway",
        "network-public-internet-route",
        "network-public-eu-west-1a-route-table-association",
        "network-nat-instance-egress",
      ]);
      expect(source(instance, "subnetId")).to.deep.equal(["network-public-eu-west-1a-subnet"]);
      expect(source(instance, "launchTemplate")).to.deep.equal(["network-nat-instance-template"]);
      const route = only(resources, "aws:ec2/route:Route", "network-private-egress-route");
      expect(source(route, "networkInterfaceId")).to.deep.equal(["network-nat-instance"]);
    });

    it("forwards every protocol of the private subnets, and of nobody else", async () => {
      const rules = all(
        await made({ egress: "natInstance" }),
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      );
      expect(rules.map(({ inputs }) => [inputs.ipProtocol, inputs.cidrIpv4, inputs.fromPort])).to.deep.equal([
        ["-1", "10.0.0.0/20", undefined],
        ["-1", "10.0.16.0/20", undefined],
      ]);
    });

    it("sleeps outside working hours, when asked", async () => {
      const resources = await made(
        { egress: "natInstance", sleepSchedule: { startTime: "07:30", stopTime: "19:00", timeZone: "Europe/Berlin" } },
        false,
      );
      const schedule = (verb: string) =>
        only(resources, "aws:scheduler/schedule:Schedule", `network-nat-instance-sleep-${verb}`).inputs;
      expect(schedule("start").scheduleExpression).to.equal("cron(30 7 ? * MON-FRI *)");
      expect(schedule("stop").scheduleExpression).to.equal("cron(0 19 ? * MON-FRI *)");
      expect(schedule("stop").scheduleExpressionTimezone).to.equal("Europe/Berlin");
      expect(schedule("start").target.arn).to.equal("arn:aws:scheduler:::aws-sdk:ec2:startInstances");
      expect(schedule("stop").target.arn).to.equal("arn:aws:scheduler:::aws-sdk:ec2:stopInstances");
      expect(JSON.parse(schedule("stop").target.input)).to.deep.equal({ InstanceIds: ["network-nat-instance-id"] });
    });

    it("is not replaced by a change of tags or hours: neither is in the launch template", async () => {
      const template = async (args: Partial<PrivateNetworkArgs>) => {
        const { tags: _tags, ...inputs } = only(
          await made({ egress: "natInstance", ...args }),
          "aws:ec2/launchTemplate:LaunchTemplate",
        ).inputs;
        return inputs;
      };
      expect(await template({ tags: { team: "web" }, sleepSchedule: {} })).to.deep.equal(await template({}));
    });
  });

  describe("given public subnets", () => {
    it("makes one in every zone, with the way to the internet, and no NAT", async () => {
      const resources = await made({ publicSubnets: true });
      expect(listing(resources)).to.deep.equal(
        expected([...closedNetwork, table("private"), ...internetSide, ...zoneParts("public", bothZones)]),
      );
    });

    it("publishes them for load balancers, while a NAT's own subnet stays unpublished", async () => {
      const published = await record(() => build({ publicSubnets: true, egress: "natGateway" }));
      expect(published.result.publicSubnetIds).to.have.length(2);
      const unpublished = await record(() => build({ egress: "natGatewayPerZone" }));
      expect(unpublished.result.publicSubnetIds).to.deep.equal([]);
    });
  });

  it("makes no data subnets when they are turned off, and publishes none", async () => {
    const { resources, result } = await record(() => build({ dataSubnets: false }));
    expect(listing(resources).filter((line) => line.includes("data"))).to.deep.equal([]);
    expect(result.dataSubnetIds).to.deep.equal([]);
  });

  describe("endpoints", () => {
    it("takes the S3 gateway away when the list is empty, and treats undefined as silence", async () => {
      expect(all(await made({ gatewayEndpoints: [] }), "aws:ec2/vpcEndpoint:VpcEndpoint")).to.deep.equal([]);
      expect(all(await made({ gatewayEndpoints: undefined }), "aws:ec2/vpcEndpoint:VpcEndpoint")).to.have.length(1);
    });

    it("names AWS's services in the network's region, with private DNS", async () => {
      const endpoint = only(
        await made({ interfaceEndpoints: ["ecr.dkr"], availabilityZones: ["ap-southeast-2c"] }),
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "network-interface-ecr-dkr-endpoint",
      ).inputs;
      expect(endpoint).to.deep.include({
        serviceName: "com.amazonaws.ap-southeast-2.ecr.dkr",
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
      });
    });

    it("lets the private subnets in on 443 and nothing else", async () => {
      const rules = all(
        await made({ interfaceEndpoints: ["logs"] }),
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      );
      expect(
        rules.map(({ inputs }) => [inputs.ipProtocol, inputs.fromPort, inputs.toPort, inputs.cidrIpv4]),
      ).to.deep.equal([
        ["tcp", 443, 443, "10.0.0.0/20"],
        ["tcp", 443, 443, "10.0.16.0/20"],
      ]);
    });

    it("gives a service with a name of its own a group and a port of its own, even when the name comes late", async () => {
      const { resources, result } = await record(
        () =>
          build({
            endpointServices: {
              dsql: { serviceName: pulumi.output("com.amazonaws.eu-west-1.dsql-fnh4"), port: 5432 },
              vendor: { serviceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", privateDns: false },
            },
          }),
        { preview: false },
      );
      const endpoint = (key: string) =>
        only(resources, "aws:ec2/vpcEndpoint:VpcEndpoint", `network-service-${key}-endpoint`);
      expect(endpoint("dsql").inputs).to.deep.include({
        serviceName: "com.amazonaws.eu-west-1.dsql-fnh4",
        privateDnsEnabled: true,
      });
      expect(endpoint("vendor").inputs.privateDnsEnabled).to.equal(false);
      expect(source(endpoint("dsql"), "securityGroupIds")).to.deep.equal([
        "network-service-dsql-endpoint-security-group",
      ]);
      const ports = (key: string) =>
        all(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
          .filter(({ name }) => name.includes(`-${key}-`))
          .map(({ inputs }) => inputs.toPort);
      expect(ports("dsql")).to.deep.equal([5432, 5432]);
      expect(ports("vendor")).to.deep.equal([443, 443]);
      expect(Object.keys(result.endpointServiceSecurityGroupIds)).to.deep.equal(["dsql", "vendor"]);
      expect(result.endpointSecurityGroupId).to.equal(undefined);
    });

    it("accepts every preset, alone and joined, because none repeats another", async () => {
      const presets = [fargateWithoutNat, ecsExec, temporal, ec2CapacityWithoutNat];
      for (const interfaceEndpoints of [...presets, presets.flat()]) {
        expect(checkPrivateNetwork("network", { ...least, interfaceEndpoints })).to.deep.equal([]);
      }
      expect(presets.flat()).to.have.members([
        "ecr.api",
        "ecr.dkr",
        "logs",
        "secretsmanager",
        "ssm",
        "ssmmessages",
        "ec2messages",
        "aps-workspaces",
        "ec2",
        "ecs",
        "ecs-agent",
        "ecs-telemetry",
      ]);
      expect(() => fargateWithoutNat.push("kms")).to.throw(TypeError);
    });

    it("knows no short name twice, and gives no two the same logical name", () => {
      const logical = interfaceEndpointServices.map((service) => service.replaceAll(".", "-"));
      expect(new Set(logical).size).to.equal(interfaceEndpointServices.length);
    });
  });

  describe("given flow logs", () => {
    it("writes everything to a group of a fixed name, for 30 days", async () => {
      const resources = await made({ flowLogs: {} });
      expect(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.include({
        name: "/vpc/dev/network",
        retentionInDays: 30,
      });
      const flowLog = only(resources, "aws:ec2/flowLog:FlowLog");
      expect(flowLog.inputs).to.deep.include({
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        iamRoleArn: "arn:aws:iam::123456789012:role/dev-network-flow-logs",
      });
      expect(flowLog.dependencies).to.include("network-flow-log-role-policy");
      for (const type of ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", "aws:cloudwatch/logGroup:LogGroup"]) {
        expect(only(resources, type).deleteBeforeReplace).to.equal(true);
      }
    });

    it("keeps what is asked for as long as asked", async () => {
      const resources = await made({ flowLogs: { retentionDays: 7, trafficType: "REJECT" } });
      expect(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays).to.equal(7);
      expect(only(resources, "aws:ec2/flowLog:FlowLog").inputs.trafficType).to.equal("REJECT");
    });
  });

  it("tags everything that can carry tags, and names it", async () => {
    const resources = await made({
      egress: "natInstance",
      publicSubnets: true,
      interfaceEndpoints: ["logs"],
      endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
      flowLogs: {},
      sleepSchedule: {},
      tags: { team: "web" },
    });
    const cannot = [
      "cloister:index:PrivateNetwork",
      "aws:ec2/route:Route",
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "aws:ec2/eipAssociation:EipAssociation",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:scheduler/schedule:Schedule",
    ];
    for (const resource of resources.filter(({ type }) => !cannot.includes(type))) {
      expect(resource.inputs.tags, resource.name).to.include({ team: "web", Name: resource.name });
    }
    expect(only(resources, "aws:ec2/instance:Instance").inputs.volumeTags).to.include({ team: "web" });
  });

  it("makes every child its own, under the component", async () => {
    const resources = await made({
      egress: "natInstance",
      flowLogs: {},
      sleepSchedule: {},
      interfaceEndpoints: ["sts"],
    });
    for (const resource of resources.filter(({ custom }) => custom)) {
      expect(resource.parent).to.equal("network");
      expect(resource.name).to.match(/^network-/);
    }
  });

  describe("who is made in its subnets", () => {
    const balancer = "aws:lb/loadBalancer:LoadBalancer";
    /** What a load balancer in these subnets is made after. */
    const before = async (args: Partial<PrivateNetworkArgs>, kind: "public" | "private" | "data") => {
      const resources = await recordResources(
        () => new aws.lb.LoadBalancer("balancer", { subnets: build(args)[`${kind}SubnetIds`] }),
      );
      return only(resources, balancer).dependencies;
    };

    it("comes after the internet gateway in public ones: AWS refuses internet-facing load balancers before", async () => {
      expect(await before({ publicSubnets: true }, "public")).to.have.members([
        ...bothZones.flatMap((zone) => [
          `network-public-${zone}-subnet`,
          `network-public-${zone}-route-table-association`,
        ]),
        "network-internet-gateway",
        "network-public-internet-route",
      ]);
    });

    it("comes after routes and NAT in private ones, so that tasks can pull their images", async () => {
      const subnets = bothZones.flatMap((zone) => [
        `network-private-${zone}-subnet`,
        `network-private-${zone}-route-table-association`,
      ]);
      expect(await before({}, "private")).to.have.members(subnets);
      expect(await before({ egress: "natInstance" }, "private")).to.have.members([
        ...subnets,
        "network-private-egress-route",
        "network-nat-instance-address-association",
      ]);
      expect(await before({ egress: "natGatewayPerZone" }, "private")).to.have.members([
        ...subnets,
        ...bothZones.map((zone) => `network-private-${zone}-egress-route`),
      ]);
    });

    it("waits for nothing in data ones, which have no way out", async () => {
      expect(await before({ egress: "natGateway" }, "data")).to.have.members(
        bothZones.map((zone) => `network-data-${zone}-subnet`),
      );
    });
  });

  describe("outputs", () => {
    it("come in the order of the zones", async () => {
      const { result } = await record(
        () => build({ availabilityZones: threeZones, egress: "natGatewayPerZone", publicSubnets: true }),
        { preview: false },
      );
      const ids = (outputs: pulumi.Output<string>[]) => Promise.all(outputs.map(valueOf));
      const perZone = (role: string) => threeZones.map((zone) => `network-${role.replace("*", zone)}-id`);
      expect(await valueOf(result.vpcId)).to.equal("network-vpc-id");
      expect(await valueOf(result.cidrBlock)).to.equal("10.0.0.0/16");
      expect(await ids(result.availabilityZones)).to.deep.equal(threeZones);
      expect(await ids(result.privateSubnetIds)).to.deep.equal(perZone("private-*-subnet"));
      expect(await ids(result.dataSubnetIds)).to.deep.equal(perZone("data-*-subnet"));
      expect(await ids(result.publicSubnetIds)).to.deep.equal(perZone("public-*-subnet"));
      expect(await ids(result.privateRouteTableIds)).to.deep.equal(perZone("private-*-route-table"));
      expect(Object.keys(result.privateSubnetIdByZone)).to.deep.equal(threeZones);
      expect(await valueOf(result.privateSubnetIdByZone["eu-west-1b"]!)).to.equal(
        "network-private-eu-west-1b-subnet-id",
      );
      expect(await ids(result.natPublicIps)).to.deep.equal(["203.0.113.10", "203.0.113.10", "203.0.113.10"]);
      expect(await valueOf(result.gatewayPrefixListIds.s3!)).to.equal("pl-network-gateway-s3-endpoint");
    });

    it("are empty or absent where nothing stands behind them", async () => {
      const { result } = await record(() => build({ gatewayEndpoints: [] }));
      expect(result.natPublicIps).to.deep.equal([]);
      expect(result.publicSubnetIds).to.deep.equal([]);
      expect(result.endpointSecurityGroupId).to.equal(undefined);
      expect(result.gatewayPrefixListIds).to.deep.equal({});
    });

    it("have a known length at preview, and one address for one NAT", async () => {
      const { result } = await record(() => build({ egress: "natInstance", interfaceEndpoints: ["logs"] }));
      expect(result.privateSubnetIds).to.have.length(2);
      expect(result.privateRouteTableIds).to.have.length(1);
      expect(result.natPublicIps).to.have.length(1);
      expect(result.endpointSecurityGroupId).not.to.equal(undefined);
    });
  });

  describe("growing", () => {
    /** Everything about a resource that decides whether AWS keeps it: what the first deployment had must stay. */
    const unchanged = (before: Recorded[], after: Recorded[], except: (resource: Recorded) => string[] = () => []) => {
      for (const old of before.filter(({ custom }) => custom)) {
        const now = only(after, old.type, old.name);
        for (const [property, value] of Object.entries(old.inputs)) {
          if (!except(old).includes(property))
            expect(now.inputs[property], `${old.name}.${property}`).to.deep.equal(value);
        }
      }
    };
    /** What AWS changes in place when zones or tables are added: the lists of endpoints and the table of a subnet. */
    const inPlace = ({ type }: Recorded) =>
      type.endsWith(":VpcEndpoint")
        ? ["subnetIds", "routeTableIds"]
        : type.endsWith(":RouteTableAssociation")
          ? ["routeTableId"]
          : [];

    it("keeps every resource and address when a zone is added, in every mode and with every option", async () => {
      for (const egress of ["none", "natInstance", "natGateway", "natGatewayPerZone"] as const) {
        const args: Partial<PrivateNetworkArgs> = {
          egress,
          publicSubnets: true,
          interfaceEndpoints: ["logs"],
          endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
          flowLogs: {},
        };
        const before = await made(args, false);
        const after = await made({ ...args, availabilityZones: threeZones }, false);
        unchanged(before, after, inPlace);
        expect(after.length).to.be.greaterThan(before.length);
      }
    });

    it("keeps everything when features are turned on one after the other", async () => {
      const steps: Partial<PrivateNetworkArgs>[] = [
        { dataSubnets: false },
        { dataSubnets: true },
        { egress: "natInstance" },
        { publicSubnets: true },
        { interfaceEndpoints: ["logs"] },
        { interfaceEndpoints: ["logs", "sts"] },
        { gatewayEndpoints: ["s3", "dynamodb"] },
        { flowLogs: {} },
        { sleepSchedule: {} },
      ];
      let args: Partial<PrivateNetworkArgs> = {};
      let before: Recorded[] = [];
      for (const step of steps) {
        args = { ...args, ...step };
        const after = await made(args, false);
        unchanged(before, after);
        before = after;
      }
    });

    it("keeps subnets, the first gateway and its address when one gateway becomes one per zone", async () => {
      const before = await made({ egress: "natGateway" }, false);
      const after = await made({ egress: "natGatewayPerZone" }, false);
      const goes = ["network-private-route-table", "network-private-egress-route"];
      unchanged(
        before.filter(({ name }) => !goes.includes(name)),
        after,
        inPlace,
      );
    });

    it("shares no address between a NAT instance and a NAT gateway, so that one can take over from the other", async () => {
      const addresses = async (egress: "natInstance" | "natGateway") =>
        all(await made({ egress }), "aws:ec2/eip:Eip").map(({ name }) => name);
      expect(await addresses("natInstance")).not.to.have.members(await addresses("natGateway"));
    });

    it("keeps everything for zones in any order, because names follow the zone and not its position", async () => {
      const before = await made({ availabilityZones: ["us-east-1d", "us-east-1a"], egress: "natGatewayPerZone" });
      const zones = ["us-east-1d", "us-east-1a", "us-east-1c", "us-east-1b"];
      unchanged(before, await made({ availabilityZones: zones, egress: "natGatewayPerZone" }), inPlace);
    });
  });

  describe("refuses, before anything is registered", () => {
    for (const [what, args, message] of [
      ["no zone", { availabilityZones: [] }, /availabilityZones: must be a list of 1 to 6 zones, got 0/],
      [
        "seven zones",
        { availabilityZones: [..."abcdefg"].map((letter) => `us-east-1${letter}`) },
        /availabilityZones: must be a list of 1 to 6 zones, got 7/,
      ],
      [
        "a region for a zone",
        { availabilityZones: ["eu-west-1"] },
        /availabilityZones\[0\]: must be an availability zone/,
      ],
      ["a zone id for a zone", { availabilityZones: ["euw1-az1"] }, /availabilityZones\[0\].*got "euw1-az1"/],
      [
        "a Local Zone",
        { availabilityZones: ["us-west-2a", "us-west-2-lax-1a"] },
        /availabilityZones\[1\].*Local and Wavelength Zones have neither interface endpoints nor Fargate/,
      ],
      [
        "zones of two regions",
        { availabilityZones: ["eu-west-1a", "eu-central-1a"] },
        /availabilityZones: must all be of one region, got eu-west-1 and eu-central-1/,
      ],
      [
        "a zone twice",
        { availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1a"] },
        /availabilityZones\[2\]: must differ from the other zones, got "eu-west-1a" again, as at 0/,
      ],
      [
        "no block",
        { cidrBlock: "10.0.0.0" },
        /cidrBlock: must be an IPv4 block such as 10\.0\.0\.0\/16, got "10\.0\.0\.0"/,
      ],
      ["host bits", { cidrBlock: "10.0.3.0/16" }, /cidrBlock.*host bits must be zero: 10\.0\.0\.0\/16/],
      ["a block too large", { cidrBlock: "10.0.0.0/15" }, /cidrBlock: must be of size \/16 to \/20/],
      ["a block too small", { cidrBlock: "10.0.0.0/21" }, /cidrBlock: must be of size \/16 to \/20/],
      ["a public block", { cidrBlock: "8.8.0.0/16" }, /cidrBlock: must lie within 10\.0\.0\.0\/8/],
      [
        "an overlap with a connected network",
        { cidrBlock: "10.20.0.0/16", connectedCidrBlocks: ["10.0.0.0/16", "10.20.128.0/20"] },
        /cidrBlock: must not overlap connectedCidrBlocks\[1\] 10\.20\.128\.0\/20/,
      ],
      [
        "a wrong connected block",
        { connectedCidrBlocks: ["10.0.0.1/8"] },
        /connectedCidrBlocks\[0\]: must be an IPv4 block/,
      ],
      [
        "an unknown egress",
        { egress: "natGateways" as "none" },
        /egress: must be one of none, natInstance, natGateway/,
      ],
      [
        "a word for a flag",
        { publicSubnets: "yes" as unknown as boolean },
        /publicSubnets: must be true or false, got "yes"/,
      ],
      [
        "an endpoint twice",
        { interfaceEndpoints: ["logs", "ssm", "logs"] },
        /interfaceEndpoints\[2\]: must be listed once, got "logs" again, as at 0/,
      ],
      [
        "an endpoint that does not exist",
        { interfaceEndpoints: ["ecr-api"] },
        /interfaceEndpoints\[0\].*got "ecr-api"; any other service goes into endpointServices/,
      ],
      [
        "an interface endpoint for what has a free gateway",
        { interfaceEndpoints: ["s3"] },
        /interfaceEndpoints\[0\]: must not be "s3": list it in gatewayEndpoints, where it is free/,
      ],
      [
        "a gateway endpoint that does not exist",
        { gatewayEndpoints: ["sqs"] },
        /gatewayEndpoints\[0\]: must be one of s3, dynamodb/,
      ],
      ["a gateway endpoint twice", { gatewayEndpoints: ["s3", "s3"] }, /gatewayEndpoints\[1\]: must be listed once/],
      [
        "a service that is an endpoint already",
        {
          interfaceEndpoints: ["dsql"],
          endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql", port: 5432 } },
        },
        /endpointServices\.dsql\.serviceName: must be listed once.*as at interfaceEndpoints\[0\]/,
      ],
      [
        "one service under two keys",
        {
          endpointServices: {
            one: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4" },
            two: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4" },
          },
        },
        /endpointServices\.two\.serviceName: must be listed once.*as at endpointServices\.one\.serviceName/,
      ],
      [
        "a short name for a full one",
        { endpointServices: { dsql: { serviceName: "dsql" } } },
        /endpointServices\.dsql\.serviceName: must be the full name of an endpoint service/,
      ],
      [
        "a port out of range",
        { endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 65536 } } },
        /endpointServices\.dsql\.port: must be a whole number from 1 to 65535, got 65536/,
      ],
      [
        "port 0",
        { endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 0 } } },
        /endpointServices\.dsql\.port.*got 0/,
      ],
      [
        "a key that cannot be part of a name",
        { endpointServices: { "My DSQL": { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4" } } },
        /endpointServices\.My DSQL: must be a key of lower-case letters/,
      ],
      [
        "short names in China, where they follow no pattern",
        { availabilityZones: ["cn-north-1a"], interfaceEndpoints: ["logs"] },
        /interfaceEndpoints: must be empty in cn-north-1/,
      ],
      [
        "a retention that CloudWatch lacks",
        { flowLogs: { retentionDays: 31 } },
        /flowLogs\.retentionDays: must be one of 1, 3/,
      ],
      [
        "an unknown kind of traffic",
        { flowLogs: { trafficType: "all" as "ALL" } },
        /flowLogs\.trafficType: must be one of ALL, ACCEPT, REJECT, got "all"/,
      ],
      [
        "an unknown instance family",
        { egress: "natInstance", natInstanceType: "p4d.24xlarge" },
        /natInstanceType: must be an instance type of the families t4g, .*got "p4d\.24xlarge"/,
      ],
      [
        "a size that the family lacks",
        { egress: "natInstance", natInstanceType: "t4g.4xlarge" },
        /natInstanceType: must be t4g in one of the sizes nano, .*got "t4g\.4xlarge"/,
      ],
      [
        "an inherited property for a family",
        { egress: "natInstance", natInstanceType: "constructor.nano" },
        /natInstanceType/,
      ],
      [
        "an instance type without an instance",
        { egress: "natGateway", natInstanceType: "t4g.nano" },
        /natInstanceType: has an effect with egress natInstance only, got egress "natGateway"/,
      ],
      ["sleep without an instance", { sleepSchedule: {} }, /sleepSchedule: has an effect with egress natInstance only/],
      [
        "wrong hours",
        { egress: "natInstance", sleepSchedule: { startTime: "8:00", timeZone: "Mars/Base" } },
        /sleepSchedule\.startTime[^]*sleepSchedule\.timeZone/,
      ],
      ["a reserved tag", { tags: { "aws:team": "x" } }, /tags\.aws:team: must be a key of 1 to 128 characters/],
      ["a Name of one's own", { tags: { Name: "x" } }, /tags\.Name: must not be set/],
      ["an account number of 11 digits", { accountId: "12345678901" }, /accountId: must be an AWS account number/],
      ["an environment in capitals", { environment: "Prod" }, /environment: must be 2 to 16 lower-case letters/],
    ] as [string, Partial<PrivateNetworkArgs>, RegExp][]) {
      it(what, async () => {
        expect(await refusal(args))
          .to.match(message)
          .and.to.match(/1 argument is wrong|2 arguments are wrong/);
      });
    }

    it("a name that no role could carry", async () => {
      expect(await refusal({}, "Network_1")).to.match(/name: must be lower-case letters/);
      expect(await refusal({}, "n".repeat(51))).to.match(/name: .*at most 53 characters/);
      expect(checkPrivateNetwork("n".repeat(50), least)).to.deep.equal([]);
    });

    it("all faults in one error", async () => {
      const message = await refusal({
        accountId: "1",
        cidrBlock: "8.0.0.0/8",
        availabilityZones: ["eu-west-1a", "eu-west-1a"],
        interfaceEndpoints: ["nope"],
        flowLogs: { retentionDays: 2 },
        natInstanceType: "t4g.nano",
      });
      expect(message).to.match(/^PrivateNetwork "network": 7 arguments are wrong\n/);
      for (const path of [
        "accountId",
        "cidrBlock",
        "availabilityZones[1]",
        "interfaceEndpoints[0]",
        "flowLogs.retentionDays",
        "natInstanceType",
      ]) {
        expect(message).to.contain(`\n  ${path}: `);
      }
    });

    it("a late service name that is none, when it arrives", async () => {
      let reason: string | undefined;
      await record(
        async () => {
          const { endpointServices } = resolveSettings("network", {
            ...least,
            endpointServices: { dsql: { serviceName: pulumi.output("dsql") } },
          });
          await valueOf(pulumi.output(endpointServices.dsql!.serviceName)).catch(
            (error: Error) => (reason = error.message),
          );
        },
        { preview: false },
      );
      expect(reason).to.match(/endpointServices\.dsql\.serviceName: must be the full name/);
    });

    it("the same things that checkPrivateNetwork tells without throwing", () => {
      expect(checkPrivateNetwork("network", least)).to.deep.equal([]);
      expect(checkPrivateNetwork("network", { ...least, cidrBlock: "10.0.0.0/8" })).to.have.length(1);
      expect(checkPrivateNetwork("network", { ...least, cidrBlock: "10.0.0.0/8" })[0]).to.include({
        propertyPath: "cidrBlock",
      });
    });
  });

  it("accepts the smallest and the largest network, and every private range", () => {
    for (const cidrBlock of ["10.255.0.0/16", "172.31.240.0/20", "192.168.0.0/16", "100.64.0.0/18"]) {
      expect(checkPrivateNetwork("network", { ...least, cidrBlock })).to.deep.equal([]);
    }
  });
});

describe("the first-boot script", () => {
  it("is found from the compiled layout, where no script lies beside the code", () => {
    const folder = mkdtempSync(join(tmpdir(), "package-"));
    const root = join(__dirname, "../..");
    try {
      cpSync(
        join(root, "components/privateNetwork/natInstance.sh"),
        join(folder, "components/privateNetwork/natInstance.sh"),
      );
      const compiled = execFileSync(
        process.execPath,
        [
          "-e",
          `process.stdout.write(require("typescript").transpileModule(require("fs").readFileSync("components/internal/packageFile.ts", "utf8"), { compilerOptions: { module: "commonjs", target: "es2022" } }).outputText)`,
        ],
        { cwd: root, encoding: "utf8" },
      );
      cpSync(join(root, "components/index.ts"), join(folder, "dist/components/internal/unrelated.ts"));
      writeFileSync(join(folder, "dist/components/internal/packageFile.js"), compiled);
      const call = (path: string) =>
        execFileSync(
          process.execPath,
          ["-p", `require("./dist/components/internal/packageFile").readPackageFile(${JSON.stringify(path)})`],
          { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
        );
      expect(call("components/privateNetwork/natInstance.sh")).to.match(/^#!\/bin\/bash/);
      expect(() => call("components/nothing.sh")).to.throw(/components\/nothing\.sh is missing from the package/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
