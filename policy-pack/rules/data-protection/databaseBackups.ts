import { defineRule, type Judgement } from "../../frame/rule";
import { anyOf, type Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

const instanceType = "aws:rds/instance:Instance";
const clusterType = "aws:rds/cluster:Cluster";
const selectionType = "aws:backup/selection:Selection";

/**
 * A database can be restored to a moment of yesterday. Absent is a fault on an instance, which the provider then makes
 * without backups, and passes on a cluster, which keeps one day. Replicas are not judged, nor what a plan of AWS
 * Backup in the stack selects.
 */
export const databaseBackups = defineRule({
  name: "database-backups",
  family: "data-protection",
  severity: "high",
  title: "Databases are backed up",
  description:
    "RDS instances and clusters keep automated backups, or a backup plan selects them; absent is none on an instance and one day on a cluster.",
  remediation: "Set backupRetentionPeriod: 1 day on a free plan, 7 or more in production.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
  checks: ["CKV_AWS_133", "AWS-0077", "AwsSolutions-RDS13"],
  requirement: "Web application and free-tier sources: the database has automated backups.",
  types: [instanceType, clusterType],
  needsStack: true,
  judge(the) {
    const { type, properties } = the.resource;
    if (properties.has("replicateSourceDb") || properties.has("replicationSourceIdentifier")) return;
    the.known(properties.number("backupRetentionPeriod"), (days) => {
      if (days === undefined ? type === clusterType : days > 0) return;
      const origin = ["snapshotIdentifier", "restoreToPointInTime", "s3Import"].find((key) => properties.has(key));
      if (days === undefined && origin !== undefined) {
        the.undetermined("backupRetentionPeriod", `is not set, and follows what ${origin} names`);
        return;
      }
      the.known(selected(the), (isSelected) => {
        if (!isSelected)
          the.fail(
            `backupRetentionPeriod is ${days ?? "not set"}: there are no automated backups. Set it to 1 day or more.`,
          );
      });
    });
  },
});

/** Whether a backup plan takes the database, by its ARN, by a pattern of ARNs or by a tag. */
function selected(the: Judgement): Read<boolean> {
  const { resource, stack } = the;
  const selections = stack.ofType(selectionType);
  let doubt: Read<boolean> | undefined;
  for (const selection of selections) {
    const { properties } = selection;
    const isNamed = stack.dependencies(selection, "resources", [resource.type]).includes(resource);
    const byArn = anyOf(properties.texts("resources"), (arn) => /^(\*|arn:[\w-]+:rds:.*\*)$/.test(arn));
    const answers = [byArn, ...byTags(selection, resource)];
    if (isNamed || answers.some((read) => read.state === "known" && read.value))
      return { state: "known", path: "resources", value: true };
    doubt ??= answers.find((read) => read.state === "unknown");
  }
  return doubt ?? { state: "known", path: "resources", value: false };
}

function byTags(selection: Resource, database: Resource): Read<boolean>[] {
  const conditions = selection.properties.list("selectionTags");
  if (conditions.state !== "known") return conditions.state === "unknown" ? [conditions] : [];
  return conditions.value.map((condition): Read<boolean> => {
    const [key, wanted] = [condition.text("key"), condition.text("value")];
    const own = key.state === "known" ? database.properties.entries("tags") : key;
    if (own.state === "unknown") return own;
    if (wanted.state === "unknown") return wanted;
    const tag =
      own.state === "known" && key.state === "known" ? own.value.find(([name]) => name === key.value) : undefined;
    const value = tag?.[1].text();
    if (value?.state === "unknown") return value;
    const fits = value?.state === "known" && wanted.state === "known" && value.value === wanted.value;
    return { state: "known", path: condition.path, value: fits };
  });
}
