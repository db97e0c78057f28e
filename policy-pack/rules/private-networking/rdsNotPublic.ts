import { defineRule } from "../../frame/rule";

/** No database has a public address. Absent passes: the provider then asks RDS for none. */
export const rdsNotPublic = defineRule({
  name: "rds-not-public",
  family: "private-networking",
  severity: "critical",
  title: "Databases have no public address",
  description: "RDS instances and Aurora instances have no public address.",
  remediation:
    "Set publiclyAccessible to false; reach the database from inside the network or through port forwarding.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
  checks: ["CKV_AWS_17", "AWS-0180"],
  requirement: "Every source: the database lives in private subnets and is reached only from the application.",
  guardsExposure: true,
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
  judge({ resource, known, fail }) {
    known(resource.properties.flag("publiclyAccessible"), (isPublic) => {
      if (isPublic) fail("publiclyAccessible is true: the database has a public address. Set it to false.");
    });
  },
});
