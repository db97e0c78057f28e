import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { adminSecretArn, adminSecretName, adminUser } from "./names";
import type { PmmServerSettings } from "./settings";

/** A random admin password in Secrets Manager, for the server and the readers named. */
export function createCredentials(name: string, settings: PmmServerSettings, opts: pulumi.CustomResourceOptions) {
  // Letters and digits: PMM's own command for setting it takes no other characters for sure.
  const password = new random.RandomPassword(`${name}-admin-password`, { length: 32, special: false }, opts);
  const secret = new aws.secretsmanager.Secret(
    `${name}-admin-password-secret`,
    {
      name: adminSecretName(settings),
      description: `Password of the user ${adminUser} of ${settings.prefix}`,
      kmsKeyId: settings.secretKmsKeyArn,
      recoveryWindowInDays: settings.secretRecoveryDays,
      tags: settings.tags,
    },
    { ...opts, deleteBeforeReplace: true },
  );
  const version = new aws.secretsmanager.SecretVersion(
    `${name}-admin-password-secret-version`,
    {
      secretId: secret.id,
      secretString: pulumi.secret(pulumi.jsonStringify({ username: adminUser, password: password.result })),
    },
    opts,
  );
  const policy = settings.secretReaders.length > 0 ? createReaderPolicy(name, settings, secret.arn, opts) : undefined;
  const arn = version.urn.apply(() => adminSecretArn(settings)); // known at preview, and there once it is written
  return { arn, ready: policy ? [version, policy] : [version] };
}

function createReaderPolicy(
  name: string,
  settings: PmmServerSettings,
  secretArn: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
) {
  return new aws.secretsmanager.SecretPolicy(
    `${name}-admin-password-secret-policy`,
    {
      secretArn,
      blockPublicPolicy: true,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReadersRead",
            Effect: "Allow",
            Principal: { AWS: settings.secretReaders },
            Action: "secretsmanager:GetSecretValue",
            Resource: "*", // in a secret's policy, `*` is the secret that the policy is attached to
          },
        ],
      }),
    },
    opts,
  );
}
