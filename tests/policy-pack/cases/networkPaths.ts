import { noInternetPathToCompute } from "../../../policy-pack/rules/private-networking/noInternetPathToCompute";
import { noInternetPathToData } from "../../../policy-pack/rules/private-networking/noInternetPathToData";
import { changed, planned, unknown, type Planned } from "../support/bench";
import type { RuleCases } from "../support/cases";
import { admits, front, group, inner, late, mainIsPublicIpv6, network, subnet, tcp, types, vpc } from "./networkWorld";

const outward = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

const publicSubnets = late(types.databaseSubnets, "subnets", { subnetIds: [subnet] });
const innerSubnets = late(types.databaseSubnets, "subnets", { subnetIds: [inner] });
const dbGroup = (...ingress: object[]) => group("sg-db", { ingress });

function database(guard: Planned, more: Record<string, unknown> = {}): Planned {
  return late(types.database, "orders", {
    engine: "postgres",
    publiclyAccessible: true,
    dbSubnetGroupName: publicSubnets,
    vpcSecurityGroupIds: [guard],
    ...more,
  });
}

/** A public database whose group admits what is given, inline. */
const openDatabase = (...ingress: object[]) => {
  const guard = dbGroup(...ingress);
  return [database(guard), guard, publicSubnets, ...network];
};

/** Hosts that admit each other in a row, from a bastion to the database. */
function chain(bastionRange = "0.0.0.0/0") {
  const bastionGroup = group("sg-bastion", { ingress: [tcp(22, { cidrBlocks: [bastionRange] })], egress: [outward] });
  const appGroup = group("sg-app", { ingress: [tcp(8000, { securityGroups: [bastionGroup] })], egress: [outward] });
  const workGroup = group("sg-work", { ingress: [tcp(9000, { securityGroups: [appGroup] })], egress: [outward] });
  const guard = dbGroup(tcp(5432, { securityGroups: [workGroup] }));
  const orders = database(guard, { publiclyAccessible: false, dbSubnetGroupName: innerSubnets });
  const task = (name: string, own: Planned) =>
    late(types.service, name, { networkConfiguration: { subnets: [inner], securityGroups: [own] } });
  const bastion = late(types.instance, "bastion", {
    subnetId: subnet,
    vpcSecurityGroupIds: [bastionGroup],
    associatePublicIpAddress: true,
  });
  const groups = [bastionGroup, appGroup, workGroup, guard];
  return [orders, bastion, task("app", appGroup), task("worker", workGroup), ...groups, innerSubnets, ...network];
}

/** The usual application: a load balancer, tasks, a database. */
function application(tags: Record<string, string>, ...more: Planned[]) {
  const frontGroup = group("sg-alb", { ingress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })], egress: [outward] });
  const appGroup = group("sg-app", { ingress: [tcp(8000, { securityGroups: [frontGroup] })], egress: [outward] });
  const { balancer, targets, listener } = front(frontGroup, { tags });
  const api = late(types.service, "api", {
    networkConfiguration: { subnets: [inner], securityGroups: [appGroup] },
    loadBalancers: [{ targetGroupArn: targets, containerName: "api", containerPort: 8000 }],
  });
  const guard = dbGroup(tcp(5432, { securityGroups: [appGroup] }));
  const orders = database(guard, { publiclyAccessible: false, dbSubnetGroupName: innerSubnets });
  const made = [frontGroup, appGroup, balancer, targets, listener, api, guard, innerSubnets, ...network];
  return { plan: [orders, ...made, ...more], api, appGroup, orders, made };
}

const declared = { "cloister:internet-facing": "declared" };

/** The application with a bastion besides, which its tasks admit as well: the way that the load balancer must not hide. */
function applicationWithBastion() {
  const app = application(declared);
  const bastionGroup = group("sg-bastion", { ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })], egress: [outward] });
  const bastion = late(types.instance, "bastion", {
    subnetId: subnet,
    vpcSecurityGroupIds: [bastionGroup],
    associatePublicIpAddress: true,
  });
  return [
    ...app.plan,
    bastionGroup,
    bastion,
    admits(app.appGroup, "from-bastion", 8000, { referencedSecurityGroupId: bastionGroup }),
  ];
}

/** A network load balancer that passes PostgreSQL on to the database's address. */
function throughBalancer() {
  const guard = dbGroup(tcp(5432, { cidrBlocks: ["0.0.0.0/0"] }));
  const cache = late(types.instance, "replica", { subnetId: inner, vpcSecurityGroupIds: [guard] });
  const balancer = late(types.balancer, "nlb", { internal: false, loadBalancerType: "network", subnets: [subnet] });
  const targets = late(types.targets, "pg", { port: 5432, protocol: "TCP", targetType: "instance", vpcId: vpc });
  const listener = late(types.listener, "pg", {
    loadBalancerArn: balancer,
    port: 5432,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: targets }],
  });
  const attachment = late(types.attachment, "pg", { targetGroupArn: targets, targetId: cache });
  return [cache, guard, balancer, targets, listener, attachment, ...network];
}

const dualSubnet = late(types.subnet, "subnet-a", {
  vpcId: vpc,
  cidrBlock: "10.0.0.0/24",
  ipv6CidrBlock: "2600:1f18::/64",
  assignIpv6AddressOnCreation: true,
});
const ipv6Group = group("sg-app");
const overIpv6 = [
  late(types.instance, "worker", { subnetId: dualSubnet, vpcSecurityGroupIds: [ipv6Group] }),
  ipv6Group,
  admits(ipv6Group, "anyone", 8000, { cidrIpv6: "::/0" }),
  ...network.map((one) => (one === subnet ? dualSubnet : one)),
  mainIsPublicIpv6,
];

const instanceGroup = group("sg-worker", { ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })] });
const worker = (properties: Record<string, unknown>) => [
  late(types.instance, "worker", { subnetId: subnet, vpcSecurityGroupIds: [instanceGroup], ...properties }),
  instanceGroup,
  ...network,
];

const cacheSubnets = late(types.cacheSubnets, "subnets", { subnetIds: [subnet] });

export const networkPaths: RuleCases[] = [
  {
    rule: noInternetPathToData,
    passing: application(declared).plan,
    passes: [
      { given: "a public database that admits nobody by address", plan: openDatabase() },
      { given: "one that admits a private range", plan: openDatabase(tcp(5432, { cidrBlocks: ["10.0.0.0/8"] })) },
      {
        given: "one that admits the internet, but has no public address",
        plan: (() => {
          const [first, ...rest] = openDatabase(tcp(5432, { cidrBlocks: ["0.0.0.0/0"] }));
          return first ? [changed(first, { publiclyAccessible: false }), ...rest] : [];
        })(),
      },
      { given: "another port that is open", plan: openDatabase(tcp(22, { cidrBlocks: ["0.0.0.0/0"] })) },
      { given: "a bastion that admits private ranges only", plan: chain("10.0.0.0/8") },
      { given: "a resource without a network", plan: [planned(types.cache, "c", {})] },
      {
        given: "a cache in a public subnet: caches have no public address",
        plan: [
          late(types.cache, "sessions", {
            subnetGroupName: cacheSubnets,
            securityGroupIds: [instanceGroup],
          }),
          instanceGroup,
          cacheSubnets,
          ...network,
        ],
      },
    ],
    fails: [
      {
        given: "a public database by a public main route table",
        plan: openDatabase(tcp(5432, { cidrBlocks: ["0.0.0.0/0"] })),
        says: "tcp 5432 from 0.0.0.0/0 (internet -> igw -> main route table of vpc -> subnet-a -> sg-db -> orders :5432)",
      },
      {
        given: "the internet in two halves",
        plan: openDatabase(tcp(5432, { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] })),
        says: "tcp 5432 from 0.0.0.0/0 (internet -> igw",
      },
      {
        given: "the internet in two halves of rules of their own",
        plan: (() => {
          const guard = dbGroup();
          return [
            database(guard),
            guard,
            admits(guard, "low", 5432, { cidrIpv4: "0.0.0.0/1" }),
            admits(guard, "high", 5432, { cidrIpv4: "128.0.0.0/1" }),
            publicSubnets,
            ...network,
          ];
        })(),
        says: "tcp 5432 from 0.0.0.0/0 (internet -> igw",
      },
      {
        given: "a chain of four hops",
        plan: chain(),
        says: "internet -> igw -> main route table of vpc -> subnet-a -> sg-bastion -> bastion :22 -> sg-app -> app :8000 -> sg-work -> worker :9000 -> sg-db -> orders :5432",
      },
      {
        given: "a load balancer that nobody declared before the application",
        plan: application({}).plan,
        says: "-> alb :443 -> sg-app -> api :8000 -> sg-db -> orders :5432",
      },
      {
        given: "a bastion besides the declared load balancer",
        plan: applicationWithBastion(),
        says: "-> sg-bastion -> bastion :22 -> sg-app -> api :8000 -> sg-db -> orders :5432",
      },
      {
        given: "a search domain without a VPC",
        plan: [planned(types.search, "logs", { engineVersion: "OpenSearch_2.19" })],
        says: "internet -> public endpoint -> logs :80,443",
      },
      {
        given: "a file system that a public instance may mount",
        plan: (() => {
          const open = group("sg-open", { ingress: [tcp(22, { cidrBlocks: ["0.0.0.0/0"] })], egress: [outward] });
          const held = group("sg-efs", { ingress: [tcp(2049, { securityGroups: [open] })] });
          const bastion = late(types.instance, "bastion", {
            subnetId: subnet,
            vpcSecurityGroupIds: [open],
            associatePublicIpAddress: true,
          });
          return [
            late(types.mount, "mount", { fileSystemId: unknown, subnetId: inner, securityGroups: [held] }),
            bastion,
            open,
            held,
            ...network,
          ];
        })(),
        says: "-> bastion :22 -> sg-efs -> mount :2049",
      },
      {
        given: "a public Aurora instance",
        plan: (() => {
          const guard = dbGroup(tcp(5432, { cidrBlocks: ["0.0.0.0/0"] }));
          const cluster = late(types.cluster, "aurora", {
            engine: "aurora-postgresql",
            dbSubnetGroupName: publicSubnets,
            vpcSecurityGroupIds: [guard],
          });
          const writer = late(types.clusterInstance, "writer", {
            clusterIdentifier: cluster,
            publiclyAccessible: true,
          });
          return [writer, cluster, guard, publicSubnets, ...network];
        })(),
        says: "-> sg-db -> writer :5432",
      },
    ],
    undetermined: [
      {
        given: "an unknown public address",
        plan: (() => {
          const [first, ...rest] = openDatabase(tcp(5432, { cidrBlocks: ["0.0.0.0/0"] }));
          return first ? [changed(first, { publiclyAccessible: unknown }), ...rest] : [];
        })(),
        says: "publiclyAccessible of orders",
      },
      {
        given: "an unknown range of a public database",
        plan: openDatabase(tcp(5432, { cidrBlocks: [unknown] })),
        says: "the internet may reach it",
      },
    ],
  },
  {
    rule: noInternetPathToCompute,
    passing: [application(declared).api, ...application(declared).made.filter(({ type }) => type !== types.service)],
    passes: [
      { given: "an instance without a public address", plan: worker({}) },
      {
        given: "a public instance whose group admits nobody",
        plan: (() => {
          const closed = group("sg-closed");
          return [
            late(types.instance, "worker", {
              subnetId: subnet,
              vpcSecurityGroupIds: [closed],
              associatePublicIpAddress: true,
            }),
            closed,
            ...network,
          ];
        })(),
      },
      { given: "an instance behind a network load balancer", plan: throughBalancer() },
    ],
    fails: [
      {
        given: "a public instance",
        plan: worker({ associatePublicIpAddress: true }),
        says: "tcp 22 from 0.0.0.0/0 (internet -> igw -> main route table of vpc -> subnet-a -> sg-worker -> worker :22)",
      },
      {
        given: "public tasks",
        plan: [
          late(types.service, "api", {
            networkConfiguration: { subnets: [subnet], securityGroups: [instanceGroup], assignPublicIp: true },
          }),
          instanceGroup,
          ...network,
        ],
        says: "-> sg-worker -> api :22",
      },
      {
        given: "every IPv6 address in a rule of its own",
        plan: overIpv6,
        says: "tcp 8000 from ::/0 (internet -> igw -> main route table of vpc -> subnet-a -> sg-app -> worker :8000)",
      },
      {
        given: "an Elastic IP",
        plan: (() => {
          const plan = worker({});
          const [first] = plan;
          return [...plan, late(types.address, "eip", { instance: first })];
        })(),
        says: "-> sg-worker -> worker :22",
      },
    ],
    undetermined: [
      {
        given: "an unknown public address",
        plan: worker({ associatePublicIpAddress: unknown }),
        says: "associatePublicIpAddress of worker",
      },
    ],
  },
];
