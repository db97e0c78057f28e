import { defineRule, type Judgement } from "../../frame/rule";
import { decoded, secretsIn } from "../../models/secrets/scripts";
import { originOf } from "../../models/secrets/sources";

/** Where each type holds user data. A value of the wrong property is read all the same: base64 is found by looking. */
const properties = ["userData", "userDataBase64"];

/**
 * User data is read by everybody who may describe the instance, and by every process on it. A machine fetches its
 * secrets by its role when it starts. Scripts are read also when they are in base64 or packed.
 */
export const secretNotInUserData = defineRule({
  name: "secret-not-in-user-data",
  family: "least-privilege",
  severity: "critical",
  title: "No secrets in user data",
  description: "User data of instances and launch templates holds no password, key or token, in plain text or base64.",
  remediation: "Let the script fetch the secret: aws secretsmanager get-secret-value, by the role of the instance.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
  checks: ["CKV_AWS_46", "AWS-0029", "AWS-0129"],
  requirement: "Every source: secrets come from Secrets Manager or Parameter Store at run time.",
  guardsExposure: true,
  types: [
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  ],
  needsStack: true,
  judge(the) {
    for (const property of properties) {
      const data = the.resource.properties.text(property);
      if (data.state === "known") judgeText(the, property, data.value);
      if (data.state === "unknown") judgeUnknown(the, data);
    }
  },
});

function judgeText(the: Judgement, property: string, data: string): void {
  for (const { line, what } of secretsIn(decoded(data)))
    the.fail(`Line ${line} of ${property} holds ${what}. Let the script fetch it from Secrets Manager.`, {
      finding: `${property} line ${line}`,
    });
}

function judgeUnknown(the: Judgement, { path, why }: { path: string; why: string }): void {
  const origin = originOf(the.stack, the.resource, path);
  if (origin.kind === "secret")
    the.fail(`${path} is computed from ${origin.name}, a secret. Let the script fetch it from Secrets Manager.`, {
      finding: origin.name,
    });
  else the.undetermined(path, why);
}
