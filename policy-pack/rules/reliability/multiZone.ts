import { defineRule, type Judgement } from "../../frame/rule";
import { serviceType } from "../../../plan/ecs";
import { isDevelopment } from "../../models/environment";
import type { Read } from "../../../plan/reader";
import { declaresSingleton, groupType, singleVolumeOf } from "../../models/singletons";

const balancerType = "aws:lb/loadBalancer:LoadBalancer";
const instanceType = "aws:rds/instance:Instance";
const clusterType = "aws:rds/cluster:Cluster";
const memberType = "aws:rds/clusterInstance:ClusterInstance";

/** How each type shows that the loss of one zone is survived. */
const judges: Readonly<Record<string, (the: Judgement) => void>> = {
  [balancerType]: judgeBalancer,
  [groupType]: judgeGroup,
  [serviceType]: judgeService,
  [instanceType]: judgeInstance,
  [clusterType]: judgeCluster,
};

/**
 * Outside development, by the tag `environment`, the loss of one zone is survived, as far as there is more than one of a thing: what runs once is
 * not asked to run twice, databases excepted. Absent `multiAz` is a fault, since RDS then uses one zone. Not judged:
 * application load balancers, which AWS refuses in one zone, replicas, SQL Server, whose mirror is an option, and NAT
 * gateways, of which one for all zones is a fair saving.
 */
export const multiZone = defineRule({
  name: "multi-zone",
  family: "reliability",
  level: "advisory",
  severity: "medium",
  title: "The loss of a zone is survived",
  description:
    "Outside development, databases have a standby or a reader, and load balancers, groups and services of several copies are spread over zones; absent multiAz is one zone.",
  remediation: "Set multiAz, add an Aurora instance, or name subnets of two zones.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html",
  checks: ["CKV_AWS_157", "AwsSolutions-RDS3"],
  requirement: "Production enhancements: the service survives the loss of one zone.",
  plans: ["paid"],
  types: Object.keys(judges),
  needsStack: true,
  judge(the) {
    the.known(isDevelopment(the.resource), (isDev) => {
      if (!isDev) judges[the.resource.type]?.(the);
    });
  },
});

function judgeBalancer(the: Judgement): void {
  const { properties } = the.resource;
  the.known(properties.text("loadBalancerType"), (kind = "application") => {
    if (kind === "application") return;
    const mappings = properties.list("subnetMappings");
    const list = mappings.state === "absent" ? properties.list("subnets") : mappings;
    tellOne(the, list, "The load balancer", "subnets");
  });
}

function judgeGroup(the: Judgement): void {
  const { resource, stack } = the;
  the.known(resource.properties.number("maxSize"), (most = 1) => {
    if (most < 2 || singleVolumeOf(resource, stack)) return;
    the.known(declaresSingleton(resource), (isSingle) => {
      if (!isSingle) tellOne(the, resource.properties.list("vpcZoneIdentifiers"), "The group", "vpcZoneIdentifiers");
    });
  });
}

function judgeService(the: Judgement): void {
  const { properties } = the.resource;
  the.known(properties.number("desiredCount"), (count = 0) => {
    if (count > 1)
      tellOne(the, properties.list("networkConfiguration.subnets"), "The service", "networkConfiguration.subnets");
  });
}

/** Several subnets of one zone are not seen through: who names two mostly means two zones. */
function tellOne(the: Judgement, subnets: Read<unknown[]>, who: string, where: string): void {
  if (subnets.state === "known" && subnets.value.length === 1)
    the.fail(`${who} lives in one subnet, hence in one zone. Name subnets of two zones in ${where}.`, {
      finding: where,
    });
  // A list that is unknown as a whole, as `pulumi.all` makes them, has the subnets that it was computed from.
  const behind = the.stack.dependencies(the.resource, subnets.path, ["aws:ec2/subnet:Subnet"]);
  if (subnets.state === "unknown" && behind.length < 2) the.doubt(subnets, { finding: where });
}

function judgeInstance(the: Judgement): void {
  const { properties } = the.resource;
  if (properties.has("replicateSourceDb")) return;
  the.known(properties.text("engine"), (engine = "") => {
    if (engine.startsWith("sqlserver-")) return;
    the.known(properties.flag("multiAz"), (isDoubled) => {
      if (!isDoubled) the.fail(`multiAz is ${isDoubled ?? "not set"}: the database has one zone. Set it to true.`);
    });
  });
}

function judgeCluster(the: Judgement): void {
  const { resource, stack } = the;
  the.known(resource.properties.text("engine"), (engine = "") => {
    if (!engine.startsWith("aurora")) return;
    const members = stack.ofType(memberType).map((member) => ({
      member,
      cluster: stack.target(member, member.properties.text("clusterIdentifier"), clusterType),
    }));
    const own = members.filter(({ cluster }) => cluster.state === "known" && cluster.value === resource);
    const unclear = members.some(({ cluster }) => cluster.state === "unknown");
    // No instance at all: they are made elsewhere, or the cluster is a mere copy in another region.
    if (own.length === 1 && !unclear)
      the.fail("The cluster has one instance, hence one zone. Add a reader in another zone.", {
        finding: "one instance",
      });
  });
}
