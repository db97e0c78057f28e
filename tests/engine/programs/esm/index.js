import * as aws from "@pulumi/aws";
import { label } from "./label.js";

const { accountId } = await aws.getCallerIdentity();
const topic = new aws.sns.Topic("topic", { displayName: label, tags: { accountId } });
export const name = topic.displayName;
export const arn = topic.arn;
