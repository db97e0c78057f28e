import { defineRule } from "../../frame/rule";

/** What each type gives out. */
const credentialTypes: Readonly<Record<string, string>> = {
  "aws:iam/accessKey:AccessKey": "an access key, valid until somebody deletes it, whose secret is kept in the state",
  "aws:iam/user:User": "a user, who needs a password or a key that does not expire",
  "aws:iam/userLoginProfile:UserLoginProfile": "a password of a user",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": "a password for one service that does not expire",
};
const providerType = "pulumi:providers:aws";

/** Work is done by roles, whose credentials end by themselves: nothing gets a key or a password that lasts. */
export const noStaticCredentials = defineRule({
  name: "no-static-credentials",
  family: "least-privilege",
  severity: "high",
  title: "No lasting credentials",
  description:
    "Programs and people work with roles: there are no users, no access keys, and no keys in a provider's settings.",
  remediation:
    "Use a role: of the task, the function or the instance; by an OIDC provider for CI; by IAM Identity Center for people.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
  checks: ["CKV_AWS_41", "CKV_AWS_273", "AWS-0143"],
  requirement: "Every source: no credentials in code; roles have the least privilege their task needs.",
  guardsExposure: true,
  types: [...Object.keys(credentialTypes), providerType],
  judge(the) {
    const { type, properties } = the.resource;
    const what = credentialTypes[type];
    if (what !== undefined) {
      the.fail(`Makes ${what}. Let a role do the work.`);
      return;
    }
    const accessKey = properties.text("accessKey");
    // Emulators of AWS are spoken to with made-up keys; those of AWS begin with AKIA or ASIA.
    if (accessKey.state === "known" && accessKey.value !== "" && !/^A[KS]IA/.test(accessKey.value)) return;
    for (const key of ["accessKey", "secretKey"]) {
      const value = properties.text(key);
      if (value.state === "absent" || (value.state === "known" && value.value === "")) continue;
      the.fail(`The provider's ${key} is set in the program. Take credentials from the environment, by a role.`, {
        finding: key,
      });
    }
  },
});
