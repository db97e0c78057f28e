import { instanceNoPublicIp } from "../../../policy-pack/rules/private-networking/instanceNoPublicIp";
import { natGatewayJustified } from "../../../policy-pack/rules/private-networking/natGatewayJustified";
import { opensearchInVpc } from "../../../policy-pack/rules/private-networking/opensearchInVpc";
import { privateWorkloadCanReachItsServices } from "../../../policy-pack/rules/private-networking/privateWorkloadCanReachItsServices";
import { vpcEndpointsAttached } from "../../../policy-pack/rules/private-networking/vpcEndpointsAttached";
import { vpcFlowLogs } from "../../../policy-pack/rules/private-networking/vpcFlowLogs";
import { planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";
import { closedTable, group, inner, late, network, subnet, tcp, types, vpc } from "./networkWorld";

const machine = planned(types.instance, "worker", { subnetId: unknown, associatePublicIpAddress: false });
const forwarding = planned(types.instance, "nat", { sourceDestCheck: false });
const addressOf = (owner: Planned) => [owner, late(types.address, "eip", { instance: owner })];
const association = (owner: Planned) =>
  late("aws:ec2/eipAssociation:EipAssociation", "eip", { instanceId: owner, allocationId: unknown });
const template = (face: Record<string, unknown>) =>
  planned("aws:ec2/launchTemplate:LaunchTemplate", "workers", { networkInterfaces: [face] });

const networkPolicy = (isPublic: unknown) =>
  planned("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy", "net", {
    type: "network",
    policy: JSON.stringify([{ Rules: [], AllowFromPublic: isPublic }]),
  });

/** Tasks in the private subnet, which has no route to anywhere. */
const taskGroup = group("sg-task", { egress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })] });
const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.0.0";
const definition = (container: Record<string, unknown> = {}) =>
  late(types.task, "api", {
    containerDefinitions: JSON.stringify([
      {
        name: "api",
        image,
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/shop/api" } },
        secrets: [{ name: "DB", valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" }],
        ...container,
      },
    ]),
  });
const api = (task: Planned, where: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  late(types.service, "api", {
    launchType: "FARGATE",
    taskDefinition: task,
    networkConfiguration: { subnets: [inner], securityGroups: [taskGroup], ...where },
    ...more,
  });
const doorGroup = group("sg-endpoints", { ingress: [tcp(443, { securityGroups: [taskGroup] })] });
const door = (service: string, guard = doorGroup) =>
  late(types.endpoint, service, {
    vpcId: vpc,
    vpcEndpointType: "Interface",
    serviceName: `com.amazonaws.eu-west-1.${service}`,
    subnetIds: [inner],
    securityGroupIds: [guard],
    privateDnsEnabled: true,
  });
const s3 = (tables: unknown) =>
  late(types.endpoint, "s3", {
    vpcId: vpc,
    vpcEndpointType: "Gateway",
    serviceName: "com.amazonaws.eu-west-1.s3",
    routeTableIds: tables,
  });
const names = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"];
const doors = (...without: string[]) => names.filter((name) => !without.includes(name)).map((name) => door(name));
const task = definition();
const others = [task, taskGroup, doorGroup, ...network];
const natOut = late(types.nat, "nat", { subnetId: subnet, allocationId: unknown });
const natRoute = late(types.route, "out", {
  routeTableId: closedTable,
  destinationCidrBlock: "0.0.0.0/0",
  natGatewayId: natOut,
});

const interfaceEndpoint = door("logs");
const endpointAssociation = (type: string, other: Planned, key: string, of: Planned) =>
  late(type, "attach", { vpcEndpointId: other, [key]: of });
const loose = (type: string) => late(types.endpoint, "loose", { vpcId: vpc, vpcEndpointType: type, serviceName: "s" });

const flowLog = (properties: Record<string, unknown>) =>
  late(types.flowLog, "log", { trafficType: "ALL", ...properties });
const subnetLog = (of: Planned) => late(types.flowLog, `log-${of.name}`, { subnetId: of, trafficType: "ALL" });

/** A second private subnet with a NAT gateway of its own. */
const table2 = late(types.table, "rtb-2", { vpcId: vpc });
const inner2 = late(types.subnet, "subnet-2", { vpcId: vpc, cidrBlock: "10.0.2.0/24" });
const nat2 = late(types.nat, "nat-2", { subnetId: subnet, allocationId: unknown });
const second = [
  table2,
  inner2,
  nat2,
  late(types.association, "second", { subnetId: inner2, routeTableId: table2 }),
  late(types.route, "out-2", { routeTableId: table2, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat2 }),
];
const both = [natOut, natRoute, ...second, ...network];
const tasksIn = (...subnets: Planned[]) =>
  late(types.service, "api", { networkConfiguration: { subnets, securityGroups: [taskGroup] } });

export const networkUse: RuleCases[] = [
  {
    rule: instanceNoPublicIp,
    passing: [machine],
    passes: [
      { given: "no setting", change: { associatePublicIpAddress: undefined } },
      { given: "a NAT instance with an Elastic IP", plan: addressOf(forwarding) },
      { given: "a NAT instance with an associated one", plan: [forwarding, association(forwarding)] },
      {
        given: "a NAT instance that asks for an address",
        change: { associatePublicIpAddress: true, sourceDestCheck: false },
      },
      { given: "an Elastic IP of nothing here", plan: [planned(types.address, "eip", { domain: "vpc" })] },
      { given: "a template without", plan: [template({ associatePublicIpAddress: false })] },
    ],
    fails: [
      {
        given: "a public address",
        change: { associatePublicIpAddress: true },
        says: "associatePublicIpAddress is true",
      },
      {
        given: "a template that gives one",
        plan: [template({ associatePublicIpAddress: "true" })],
        says: "networkInterfaces[0].associatePublicIpAddress is true",
      },
      { given: "an Elastic IP", plan: addressOf(machine), says: "the Elastic IP of eip" },
      { given: "an associated Elastic IP", plan: [machine, association(machine)], says: "the Elastic IP of eip" },
    ],
    undetermined: [
      {
        given: "an unknown setting",
        change: { associatePublicIpAddress: unknown },
        says: "associatePublicIpAddress is not known",
      },
      {
        given: "an Elastic IP of one of two",
        plan: [
          machine,
          forwarding,
          planned(types.address, "eip", { instance: unknown }, { instance: [machine, forwarding] }),
        ],
        says: "may refer to any of worker, nat",
      },
    ],
  },
  {
    rule: opensearchInVpc,
    passing: [planned(types.search, "logs", { vpcOptions: { subnetIds: [unknown], securityGroupIds: [unknown] } })],
    passes: [
      {
        given: "the older type",
        plan: [planned("aws:elasticsearch/domain:Domain", "logs", { vpcOptions: { subnetIds: unknown } })],
      },
      { given: "a collection in the VPC", plan: [networkPolicy(false)] },
    ],
    fails: [
      { given: "no VPC", change: { vpcOptions: undefined }, says: "vpcOptions is not set" },
      { given: "no subnets", change: { "vpcOptions.subnetIds": undefined }, says: "vpcOptions.subnetIds is not set" },
      {
        given: "the older type without",
        plan: [planned("aws:elasticsearch/domain:Domain", "logs")],
        says: "vpcOptions is not set",
      },
      { given: "a public collection", plan: [networkPolicy(true)], says: "AllowFromPublic is true" },
    ],
    undetermined: [{ given: "unknown options", change: { vpcOptions: unknown }, says: "vpcOptions is not known" }],
  },
  {
    rule: privateWorkloadCanReachItsServices,
    passing: [api(task), ...doors(), s3([closedTable]), ...others],
    passes: [
      { given: "a NAT gateway", plan: [api(task), natOut, natRoute, ...others] },
      {
        given: "a public subnet and a public address",
        plan: [api(task, { subnets: [subnet], assignPublicIp: true }), ...others],
      },
      { given: "tasks on instances, which pull for them", plan: [api(task, {}, { launchType: "EC2" }), ...others] },
      { given: "a subnet outside the stack", plan: [api(task, { subnets: ["subnet-0abc"] }), ...others] },
      { given: "a group outside the stack", plan: [api(task, { securityGroups: ["sg-0abc"] }), ...others] },
      { given: "a task definition outside the stack", plan: [api(task, {}, { taskDefinition: "api:3" }), ...others] },
      {
        given: "a way out over a transit gateway",
        plan: [
          api(task),
          late(types.route, "out", {
            routeTableId: closedTable,
            destinationCidrBlock: "0.0.0.0/0",
            transitGatewayId: "tgw-0abc",
          }),
          ...others,
        ],
      },
      {
        given: "a registry inside",
        plan: (() => {
          const own = definition({ image: "registry.shop.internal/api:1", logConfiguration: undefined, secrets: [] });
          return [api(own), own, ...others.slice(1)];
        })(),
      },
    ],
    fails: [
      {
        given: "no way out at all",
        plan: [api(task), ...others],
        says: "none to ecr.api, ecr.dkr, s3, logs, secretsmanager",
      },
      {
        given: "a public subnet without a public address",
        plan: [api(task, { subnets: [subnet] }), ...others],
        says: "no way to the internet",
      },
      {
        given: "no endpoint for logs",
        plan: [api(task), ...doors("logs"), s3([closedTable]), ...others],
        says: "none to logs (to write the log of api)",
      },
      {
        given: "an S3 endpoint that no route of the subnet leads to",
        plan: [api(task), ...doors(), s3([]), ...others],
        says: "none to s3 (to pull the image of api)",
      },
      {
        given: "endpoints that do not admit the tasks",
        plan: [
          api(task),
          ...names.map((name) => door(name, group("sg-shut"))),
          group("sg-shut"),
          s3([closedTable]),
          ...others,
        ],
        says: "none to ecr.api, ecr.dkr, logs, secretsmanager",
      },
      {
        given: "a group that lets out nothing, before a NAT gateway",
        plan: [api(task, { securityGroups: [group("sg-shut")] }), group("sg-shut"), natOut, natRoute, ...others],
        says: "no way to the internet",
      },
      {
        given: "a public image",
        plan: (() => {
          const hub = definition({ image: "nginx:1.29.3" });
          return [api(hub), hub, ...doors(), s3([closedTable]), ...others.slice(1)];
        })(),
        says: "none to the registry (to pull the image of api)",
      },
      {
        given: "an image and an id that are not known",
        plan: (() => {
          const hidden = definition({ image: `${unknown}/api` });
          return [api(hidden), hidden, ...doors("ecr.dkr"), s3([closedTable]), ...others.slice(1)];
        })(),
        says: "none to ecr.dkr",
      },
      {
        given: "capacity of Fargate by a strategy",
        plan: [
          api(task, {}, { launchType: undefined, capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] }),
          ...others,
        ],
        says: "never start",
      },
    ],
    undetermined: [
      {
        given: "an endpoint of a service that is not known",
        plan: [
          api(task),
          { ...door("any"), properties: { ...door("any").properties, serviceName: unknown } },
          ...others,
        ],
        says: "endpoints for ecr.api, ecr.dkr, s3, logs, secretsmanager",
      },
      {
        given: "an unknown launch type",
        plan: [api(task, {}, { launchType: unknown }), ...others],
        says: "launchType is not known",
      },
      {
        given: "unknown containers of tasks without a way out",
        plan: (() => {
          const hidden = late(types.task, "api", { containerDefinitions: unknown });
          return [api(hidden), hidden, ...others.slice(1)];
        })(),
        says: "containerDefinitions is not known",
      },
    ],
  },
  {
    rule: vpcEndpointsAttached,
    passing: [interfaceEndpoint],
    passes: [
      { given: "a gateway in a route table", plan: [s3([closedTable])] },
      {
        given: "route tables that are unknown as a list",
        plan: [{ ...s3([closedTable]), properties: { ...s3([]).properties, routeTableIds: unknown } }, closedTable],
      },
      {
        given: "a gateway attached by a resource of its own",
        plan: [
          loose("Gateway"),
          endpointAssociation(
            "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
            loose("Gateway"),
            "routeTableId",
            closedTable,
          ),
          closedTable,
        ],
      },
      {
        given: "an interface attached by a resource of its own",
        plan: [
          loose("Interface"),
          endpointAssociation(
            "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
            loose("Interface"),
            "subnetId",
            inner,
          ),
          inner,
        ],
      },
    ],
    fails: [
      { given: "a gateway in no route table", plan: [s3([])], says: "no route table has it" },
      {
        given: "the default type in no route table",
        plan: [late(types.endpoint, "s3", { vpcId: vpc })],
        says: "Leads nowhere",
      },
      { given: "an interface in no subnet", change: { subnetIds: undefined }, says: "Is in no subnet" },
    ],
    undetermined: [
      { given: "unknown route tables", plan: [s3(unknown)], says: "routeTableIds is not known" },
      { given: "an unknown type", change: { vpcEndpointType: unknown }, says: "vpcEndpointType is not known" },
      {
        given: "an association of an endpoint that cannot be identified",
        plan: [
          loose("Gateway"),
          planned("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "attach", {
            vpcEndpointId: unknown,
          }),
        ],
        says: "may name this endpoint",
      },
    ],
  },
  {
    rule: vpcFlowLogs,
    settings: { plan: "paid" },
    passing: [vpc, flowLog({ vpcId: vpc })],
    passes: [
      { given: "a free plan", plan: [vpc], settings: { plan: "free-plan" } },
      { given: "logs of every subnet", plan: [vpc, subnet, inner, subnetLog(subnet), subnetLog(inner)] },
    ],
    fails: [
      { given: "none", plan: [vpc], says: "No flow log" },
      { given: "one of another VPC", plan: [vpc, flowLog({ vpcId: "vpc-0abc" })], says: "No flow log" },
      { given: "one of one subnet of two", plan: [vpc, subnet, inner, subnetLog(subnet)], says: "No flow log" },
    ],
    undetermined: [
      {
        given: "one of a VPC that cannot be identified",
        plan: [vpc, flowLog({ vpcId: unknown })],
        says: "vpcId of log",
      },
    ],
  },
  {
    rule: natGatewayJustified,
    passing: [natOut, natRoute, ...network],
    passes: [
      { given: "two with workloads in both zones", plan: [...both, tasksIn(inner, inner2), taskGroup] },
      { given: "two without any workload in the stack", plan: both },
    ],
    fails: [
      { given: "no route that leads to it", plan: [natOut, ...network], says: "No route leads to it" },
      {
        given: "a zone without workloads",
        plan: [...both, tasksIn(inner2), taskGroup],
        says: "Nothing runs in the subnets that use it",
      },
    ],
    undetermined: [
      {
        given: "a route to a NAT gateway that cannot be identified",
        plan: [
          natOut,
          late(types.route, "out", {
            routeTableId: closedTable,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: unknown,
          }),
          ...network,
        ],
        says: "may lead to it",
      },
    ],
  },
];
