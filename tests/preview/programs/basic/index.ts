import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

class Store extends pulumi.ComponentResource {
  readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: { replicas: number }, opts?: pulumi.ComponentResourceOptions) {
    super("basic:index:Store", name, args, opts);
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { tags: { owner: "store" } }, { parent: this });
    new aws.s3.BucketPolicy(
      `${name}-policy`,
      { bucket: bucket.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Resource: bucket.arn }) },
      { parent: this },
    );
    this.bucketArn = bucket.arn;
    this.registerOutputs({ bucketArn: bucket.arn });
  }
}

const logs = new aws.s3.Bucket("logs", { bucket: "fixed-name", forceDestroy: true });
const store = new Store("store", { replicas: config.requireNumber("size") }, { dependsOn: [logs] });
new aws.sns.Topic("topic", {
  displayName: pulumi.secret("hush"),
  tags: { late: store.bucketArn, known: logs.bucket },
});

export const logsArn = logs.arn;
export const name = logs.bucket;
export const account = aws.getCallerIdentityOutput().accountId;
export const hidden = pulumi.secret("quiet");
