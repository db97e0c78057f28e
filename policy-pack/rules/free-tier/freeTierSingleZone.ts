import { defineRule, freePlans, type Bench } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import { zonesOfSubnets } from "../../models/zones";
import type { Stack } from "../../../plan/stack";

const serviceType = "aws:ecs/service:Service";
const databaseType = "aws:rds/instance:Instance";
const subnetGroupType = "aws:rds/subnetGroup:SubnetGroup";

/**
 * Tasks and their database are in one zone, since traffic between zones is billed in both directions. Load balancers
 * need two and mount targets cost nothing, so these may be in more. Multi-AZ is judged by free-tier-database.
 */
export const freeTierSingleZone = defineRule({
  name: "free-tier-single-zone",
  family: "free-tier",
  severity: "low",
  title: "Tasks and database share a zone",
  description: "Tasks and the database run in the same one availability zone; load balancers may be in more.",
  remediation: "Give services the subnets of one zone, and set the database's availabilityZone to it.",
  url: "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer",
  checks: [],
  requirement: "Free-tier source: single-zone deployment, to avoid the cost of data transfer between zones.",
  plans: freePlans,
  types: [serviceType],
  needsStack: true,
  judge(the) {
    the.known(zonesOfTasks(the.resource, the.stack), (zones = []) => {
      if (zones.length > 1)
        the.fail(`Tasks run in ${zones.join(", ")}: traffic between zones is billed. Give them subnets of one zone.`, {
          finding: "tasks",
        });
    });
  },
  judgeStack(the) {
    const zones = new Set<string>();
    for (const service of the.stack.ofType(serviceType)) {
      const read = zonesOfTasks(service, the.stack);
      if (read.state === "unknown") return; // `judge` tells it.
      for (const zone of read.state === "known" ? read.value : []) zones.add(zone);
    }
    const [zone, ...others] = [...zones];
    if (zone === undefined) return;
    const ofOneEach = the.stack.ofType(serviceType).every((service) => {
      const read = zonesOfTasks(service, the.stack);
      return read.state !== "known" || read.value.length < 2;
    });
    if (others.length > 0 && ofOneEach)
      the.fail(`Services run in ${[...zones].join(", ")}: traffic between zones is billed. Put them in one.`, {
        finding: "services",
      });
    if (others.length === 0) for (const database of the.stack.ofType(databaseType)) judgeDatabase(the, database, zone);
  },
});

function judgeDatabase({ stack, known, fail }: Bench, database: Resource, zone: string): void {
  const at = { at: database, finding: "availabilityZone" };
  const fix = `Set availabilityZone to ${zone}, where the tasks are.`;
  known(
    database.properties.text("availabilityZone"),
    (own) => {
      if (own !== undefined) {
        if (own !== zone) fail(`availabilityZone is ${own}: traffic between zones is billed. ${fix}`, at);
        return;
      }
      known(
        zonesOfDatabase(database, stack),
        (zones = []) => {
          if (zones.length !== 1 || zones[0] !== zone)
            fail(`availabilityZone is not set: AWS picks one of ${zones.join(", ") || "all"}. ${fix}`, at);
        },
        at,
      );
    },
    at,
  );
}

function zonesOfTasks(service: Resource, stack: Stack): Read<string[]> {
  return zonesOfSubnets(service, service.properties.texts("networkConfiguration.subnets"), stack);
}

function zonesOfDatabase(database: Resource, stack: Stack): Read<string[]> {
  const group = stack.target(database, database.properties.text("dbSubnetGroupName"), subnetGroupType);
  if (group.state !== "known") return group;
  return zonesOfSubnets(group.value, group.value.properties.texts("subnetIds"), stack);
}
