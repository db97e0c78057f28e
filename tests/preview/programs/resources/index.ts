// Every kind of relation between resources.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class Leaf extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("shapes:index:Leaf", name, {}, opts);
    new aws.sns.Topic(`${name}-topic`, { displayName: name }, { parent: this });
    this.registerOutputs();
  }
}

class Tree extends pulumi.ComponentResource {
  readonly names: pulumi.Output<string>[];

  constructor(name: string, args: { labels: pulumi.Input<string>[] }, opts?: pulumi.ComponentResourceOptions) {
    super("shapes:index:Tree", name, args, opts);
    const bucket = new aws.s3.Bucket(`${name}-bucket`, {}, { parent: this });
    new aws.s3.BucketObject(`${name}-object`, { bucket, key: "k", content: "text" }, { parent: bucket });
    new Leaf(`${name}-leaf`, { parent: this });
    this.names = [bucket.bucket];
    this.registerOutputs({ names: this.names, self: bucket });
  }
}

const frankfurt = new aws.Provider("frankfurt", {
  region: "eu-central-1",
  allowedAccountIds: ["210987654321"],
  defaultTags: { tags: { team: "a" } },
});
const unknownRegion = new aws.Provider("late", {
  region: new aws.sns.Topic("names-region").displayName.apply((name) => name ?? "eu-north-1"),
});
const tree = new Tree("plain", { labels: ["a", pulumi.secret("b")] }, { protect: true });
new Tree("placed", { labels: [] }, { providers: { aws: frankfurt }, dependsOn: [tree] });
new Leaf("single", { providers: [frankfurt] });
new Leaf("through-provider", { provider: frankfurt, dependsOn: tree });

const queue = new aws.sqs.Queue(
  "queue",
  { delaySeconds: 5, tags: { a: "1" } },
  {
    provider: frankfurt,
    aliases: [{ name: "old-queue" }, { parent: pulumi.rootStackResource }],
    ignoreChanges: ["tags", "delaySeconds"],
    replaceOnChanges: ["name"],
    customTimeouts: { create: "1h30m", delete: "500ms" },
    additionalSecretOutputs: ["delaySeconds", "url"],
    deleteBeforeReplace: true,
    retainOnDelete: true,
  },
);
new aws.sqs.QueuePolicy(
  "policy",
  { queueUrl: queue.url, policy: pulumi.jsonStringify({ Resource: queue.arn, Id: queue.tags }) },
  { parent: queue, deletedWith: queue },
);
new aws.sns.Topic("late-topic", { displayName: "x" }, { provider: unknownRegion });
new aws.sns.Topic("with::colons and spaces", {});

export const everything = { queue: queue.url, names: tree.names, known: queue.delaySeconds };
export const reference = queue;
