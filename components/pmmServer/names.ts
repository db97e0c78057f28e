import { arnOf, type DeploymentIdentity } from "../internal/identity";

/*
 * The fixed names by which the parts of one server know one another: instance, policies and alarms say them before
 * anything exists.
 */

/** Tag by which the instance finds its data volume, and by which it alone may attach it. */
export const volumeTagKey = "cloister:pmm-data";
/** Tag of the instance that may attach the volume. */
export const instanceTagKey = "cloister:pmm-server";

/** Where the instance's own metrics go: the only namespace that it may write to. */
export const metricsNamespace = "cloister/pmm-server";

/** The user that PMM makes by itself and whose password the server sets at every start. */
export const adminUser = "admin";

/** Whose names they are. */
export interface Named {
  identity: DeploymentIdentity;
  serviceName: string;
  /** `ENVIRONMENT-SERVICENAME`. */
  prefix: string;
}

/** The instance's log groups: what the host says, and what the container says. */
export function logGroupNames({ identity, serviceName }: Named) {
  const below = `/pmm/${identity.environment}/${serviceName}`;
  return { system: `${below}/system`, container: `${below}/container` };
}

/** The secret's name: it does not end in a hyphen and six characters, which Secrets Manager would take for its own suffix. */
export function adminSecretName({ prefix }: Named): string {
  return `${prefix}-admin-password`;
}

/** ARN of the secret without AWS's random suffix, known before the secret is. */
export function adminSecretArn(named: Named): string {
  return arnOf(named.identity, "secretsmanager", `secret:${adminSecretName(named)}`);
}
