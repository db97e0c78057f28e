// Data sources, stack references and resources that exist already.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const network = new pulumi.StackReference("acme/network/prod");
const zones = aws.getAvailabilityZonesOutput({ state: "available" });
const bucket = new aws.s3.Bucket("bucket");
const document = aws.iam.getPolicyDocumentOutput({
  statements: [
    {
      sid: "Read",
      actions: ["s3:GetObject", "s3:ListBucket"],
      resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::a"],
      principals: [{ type: "AWS", identifiers: ["arn:aws:iam::1:root"] }],
      conditions: [{ test: "StringEquals", variable: "aws:PrincipalTag/team", values: ["a"] }],
    },
    { effect: "Deny", notActions: ["s3:*"], resources: ["*"] },
  ],
});
const late = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["s3:*"], resources: [bucket.arn] }] });
const vpc = aws.ec2.Vpc.get("existing", "vpc-7");
const lateRead = aws.s3.Bucket.get("late-read", bucket.id);
new aws.ec2.Subnet("subnet", {
  vpcId: network.requireOutput("vpcId"),
  availabilityZone: zones.names[0],
  cidrBlock: "10.0.0.0/24",
});
new aws.ec2.SecurityGroup("group", { vpcId: vpc.id, description: vpc.cidrBlock });

export const identity = aws.getCallerIdentityOutput();
export const region = aws.getRegionOutput();
export const partition = aws.getPartitionOutput();
export const zoneNames = zones.names;
export const json = document.json;
export const lateJson = late.json;
export const password = network.getOutput("password");
export const defaultVpc = aws.ec2.getVpcOutput({ default: true }).id;
export const taggedVpc = aws.ec2.getVpcOutput({ tags: { tier: "one", more: "ignored" } }).cidrBlock;
export const image = aws.ec2.getAmiOutput({ mostRecent: true, owners: ["amazon"] }).id;
export const parameter = aws.ssm.getParameterOutput({
  name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
}).value;
export const lateBucket = lateRead.bucket;
