import type * as pulumi from "@pulumi/pulumi";
import { checkTopicArn } from "../internal/alarmTopic";
import { checkKeyArn } from "../internal/keys";
import { shown, type Problems } from "../internal/problems";
import type { PmmServerArgs } from "./args";

const emailPattern = /^[^\s@,;<>"]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;
const rolePattern = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** Who is told what goes wrong, and who may read the admin password. */
export function resolveAudience(problems: Problems, args: PmmServerArgs) {
  const { alarmTopicArn, secretKmsKeyArn } = args;
  const alarmEmails = args.alarmEmails ?? [];
  problems.require(
    alarmTopicArn !== undefined || alarmEmails.length > 0,
    "alarmEmails",
    "must hold at least one address, or alarmTopicArn must be given, got neither: nobody would be told",
  );
  alarmEmails.forEach((email, index) => {
    const path = `alarmEmails[${index}]`;
    problems.matches(path, email, emailPattern, "an email address such as oncall@example.com");
    problems.require(alarmEmails.indexOf(email) === index, path, `must be there once, got ${shown(email)} twice`);
  });
  return {
    alarmTopicArn:
      alarmTopicArn === undefined ? undefined : checkTopicArn(problems, "alarmTopicArn", alarmTopicArn, args.region),
    alarmEmails,
    secretKmsKeyArn:
      secretKmsKeyArn === undefined ? undefined : checkKeyArn(problems, "secretKmsKeyArn", secretKmsKeyArn),
    secretReaders: (args.secretReaders ?? []).map((reader, index) => checkReader(problems, args, reader, index)),
  };
}

/** The AWS-managed key serves its own account only. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html */
function checkReader(problems: Problems, args: PmmServerArgs, reader: pulumi.Input<string>, index: number) {
  return problems.check(`secretReaders[${index}]`, reader, (arn) => {
    const account = rolePattern.exec(arn)?.[1];
    if (account === undefined) return `must be the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, got ${shown(arn)}`;
    return account === args.accountId || args.secretKmsKeyArn !== undefined
      ? undefined
      : `must be a role of account ${args.accountId} unless secretKmsKeyArn is given, because another account cannot use the AWS-managed key, got ${shown(arn)}`;
  });
}
