import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface WorkArgs {
  retentionSeconds: pulumi.Input<number>;
}

export class Work extends pulumi.ComponentResource {
  public readonly url: pulumi.Output<string>;

  constructor(name: string, args: WorkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("work:index:Work", name, args, opts);
    const dead = new aws.sqs.Queue(`${name}-dead`, {}, { parent: this });
    const queue = new aws.sqs.Queue(
      `${name}-queue`,
      {
        messageRetentionSeconds: args.retentionSeconds,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
      },
      { parent: this },
    );
    this.url = queue.url;
    this.registerOutputs({ url: this.url });
  }
}
