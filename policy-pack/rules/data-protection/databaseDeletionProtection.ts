import { defineRule } from "../../frame/rule";
import { isDevelopment } from "../../models/environment";

/**
 * Nobody deletes a database by mistake. Absent is a fault: AWS protects none. Replicas are not judged, as the data is
 * elsewhere, nor is a development environment, by the tag `environment`.
 */
export const databaseDeletionProtection = defineRule({
  name: "database-deletion-protection",
  family: "data-protection",
  severity: "medium",
  title: "Databases are protected from deletion",
  description:
    "RDS instances and clusters outside development have deletion protection; absent is AWS's default, which is none.",
  remediation: "Set deletionProtection to true, and turn it off in a change of its own before a deletion.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  checks: ["CKV_AWS_139", "CKV_AWS_293", "AWS-0177", "AWS-0343", "AwsSolutions-RDS10"],
  requirement: "Production enhancements: nothing of value is lost by one mistaken deletion.",
  plans: ["paid"],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  judge({ resource, known, fail }) {
    const { properties } = resource;
    if (["replicateSourceDb", "replicationSourceIdentifier"].some((property) => properties.has(property))) return;
    known(properties.flag("deletionProtection"), (isProtected) => {
      if (isProtected) return;
      known(isDevelopment(resource), (isDev) => {
        if (!isDev)
          fail(`deletionProtection is ${isProtected ?? "not set"}: one command deletes the database. Set it to true.`);
      });
    });
  },
});
