import { groupType, machineType, typesOfMachine } from "../../../plan/machines";
import { classOfSearch, searchTypes } from "../../../plan/search";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { defineRule } from "../../frame/rule";

/**
 * Families that cost more than their successors and do less. EC2's API says of the first that they are not of the
 * current generation; T2 is, and costs a tenth more than T3.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html (CurrentGeneration)
 */
const older = /^(?:db\.|cache\.)?(a1|c1|c3|c4|d2|i2|m1|m2|m3|m4|r3|r4|t1|t2)\./;

const databaseTypes = ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"];
const cacheTypes = ["aws:elasticache/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup"];
const machineTypes = [machineType, groupType];

/** Machines are of a generation that AWS still sells for its price. Free plans have rules of their own on classes. */
export const previousGenerationInstances = defineRule({
  name: "previous-generation-instances",
  family: "cost",
  severity: "low",
  title: "Instances are of a current generation",
  description: "EC2, RDS, ElastiCache and OpenSearch instances are of families that have no cheaper, faster successor.",
  remediation: "Take the successor: t4g or t3 for t2, m7g for m3 and m4, c7g for c3 and c4, r7g for r3 and r4.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html",
  checks: [],
  requirement: "Temporal source: Graviton instances for their price; no source asks for an older family.",
  plans: ["paid"],
  needsStack: true,
  types: [...machineTypes, ...databaseTypes, ...cacheTypes, ...searchTypes],
  judge(the) {
    const { resource, known, fail } = the;
    const judgeType = (read: Read<string>) => {
      known(read, (name = "") => {
        const family = older.exec(name)?.[1];
        if (family !== undefined)
          fail(`${name} is of the older family ${family}, which costs more for less. Take ${successor(family)}.`, {
            finding: name,
          });
      });
    };
    if (!machineTypes.includes(resource.type)) judgeType(ownType(resource));
    else for (const read of machineReads(resource, the.stack)) judgeType(read);
  },
});

function ownType(resource: Resource): Read<string> {
  if (searchTypes.includes(resource.type)) {
    const own = resource.properties.text("clusterConfig.instanceType");
    return own.state === "absent" ? own : classOfSearch(resource);
  }
  return resource.properties.text(databaseTypes.includes(resource.type) ? "instanceClass" : "nodeType");
}

/** The types of a machine; what is chosen outside the stack or by AWS says nothing about generations. */
function machineReads(machine: Resource, stack: Stack): Read<string>[] {
  return typesOfMachine(machine, stack).filter(
    (read) => read.state !== "unknown" || !/outside|chooses|leads to no/.test(read.why),
  );
}

function successor(family: string): string {
  const letter = family.charAt(0);
  if (letter === "t") return "t4g or t3";
  if (letter === "c") return "c7g or c7i";
  if (letter === "r") return "r7g or r7i";
  if (letter === "i" || letter === "d") return "i4g, i4i or d3";
  return "m7g or m7i";
}
