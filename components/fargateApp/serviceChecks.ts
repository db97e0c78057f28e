import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../internal/iam";
import { namePattern, type DeploymentIdentity } from "../internal/identity";
import { shown, type Problems } from "../internal/problems";
import { checkSecretReference } from "../internal/secretReferences";
import { fargateAppDefaults as defaults, type FargateAppArgs, type FargateService } from "./args";

/** Keys that would give a service the names of something else in the application. */
const reservedKeys = ["cluster", "db-migrate", "exec", "file-system", "insights", "load-balancer"];

/** Records a key that cannot be part of names. */
export function checkKey(problems: Problems, path: string, key: string): void {
  problems.check(path, key, (text) => {
    if (!namePattern.test(text)) {
      return `must be keyed by lower-case letters, digits and single hyphens, first a letter, got ${shown(text)}`;
    }
    return reservedKeys.includes(text)
      ? `must have another key, got ${shown(text)}, which names another part`
      : undefined;
  });
}

/** Records secrets in unknown forms; returns the checked ones. */
export function checkSecrets(
  problems: Problems,
  identity: DeploymentIdentity,
  path: string,
  secrets: Record<string, pulumi.Input<string>> = {},
): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    Object.entries(secrets).map(([variable, reference]) => [
      variable,
      checkSecretReference(problems, identity, `${path}.${variable}`, reference),
    ]),
  );
}

/** A service's checks with every value filled in; `command` is absent where the container has no check. */
export interface HealthCheckSettings {
  path: string;
  command?: string[];
  startPeriodSeconds: number;
}

/** Fills the defaults of the checks and records what is wrong with them. */
export function resolveHealthCheck(problems: Problems, at: string, service: FargateService): HealthCheckSettings {
  const { path = defaults.healthCheckPath, command, containerCheck = true, ...given } = service.healthCheck ?? {};
  const grace = service.healthCheckGracePeriodSeconds ?? defaults.healthCheckGracePeriodSeconds;
  const startPeriodSeconds = given.startPeriodSeconds ?? defaults.startPeriodSeconds;
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
  problems.matches(
    `${at}.healthCheck.path`,
    path,
    /^\/[!-~]{0,1023}$/,
    "a path that begins with a slash, without spaces",
  );
  problems.wholeNumber(`${at}.healthCheckGracePeriodSeconds`, grace, 0, 2_147_483_647);
  problems.wholeNumber(`${at}.healthCheck.startPeriodSeconds`, startPeriodSeconds, 0, 300);
  if (!containerCheck) {
    problems.require(
      command === undefined && given.startPeriodSeconds === undefined,
      `${at}.healthCheck`,
      "must have neither command nor startPeriodSeconds when containerCheck is false: there would be nothing to use them",
    );
    return { path, startPeriodSeconds: 0 };
  }
  problems.require(
    !(startPeriodSeconds > grace),
    `${at}.healthCheckGracePeriodSeconds`,
    `must be at least the start period of ${startPeriodSeconds} s, got ${grace}: ECS would end the task before it is up`,
  );
  if (command) {
    problems.require(
      (command[0] === "CMD" || command[0] === "CMD-SHELL") && command.length > 1,
      `${at}.healthCheck.command`,
      `must be CMD or CMD-SHELL and what it runs, got ${shown(command)}`,
    );
  }
  const curl = `curl -f ${quoted(`http://localhost:${service.port}${path}`)} || exit 1`;
  return { path, command: command ?? ["CMD-SHELL", curl], startPeriodSeconds };
}

/** An address as one word of a shell command; in quotes only where it holds more than plain characters. */
function quoted(url: string): string {
  return /^[\w:./~-]+$/.test(url) ? url : `'${url.replaceAll("'", "%27")}'`;
}

/** One name cannot be set twice: ECS refuses a secret that shares its name with a variable. */
export function checkVariableNames(
  problems: Problems,
  at: string,
  container: { environment?: object; secrets?: object; urlEnvironmentName?: string },
): void {
  const { environment = {}, secrets = {}, urlEnvironmentName } = container;
  const name = (path: string, text: string) =>
    problems.matches(path, text, /^[^\s=]+$/, "named without spaces and without the sign =");
  for (const variable of Object.keys(environment)) name(`${at}.environment.${variable}`, variable);
  for (const variable of Object.keys(secrets)) {
    name(`${at}.secrets.${variable}`, variable);
    problems.require(!(variable in environment), `${at}.secrets.${variable}`, "must not be set in environment as well");
  }
  if (urlEnvironmentName === undefined) return;
  name(`${at}.urlEnvironmentName`, urlEnvironmentName);
  problems.require(
    !(urlEnvironmentName in environment) && !(urlEnvironmentName in secrets),
    `${at}.urlEnvironmentName`,
    `must not be set in environment or secrets as well, got ${shown(urlEnvironmentName)}`,
  );
}

/** Directories of the container: absolute, each once, and of access points that exist. */
export function checkDirectories(problems: Problems, at: string, app: FargateAppArgs, service: FargateService): void {
  const seen = new Set<string>();
  const directory = (path: string, text: string) => {
    problems.matches(path, text, /^(\/[\w.-]+)+$/, "an absolute path such as /var/cache, without a slash at its end");
    problems.require(!seen.has(text), path, `must be the only one at its path, got ${shown(text)} twice`);
    seen.add(text);
  };
  (service.fileSystemMounts ?? []).forEach((mount, index) => {
    const path = `${at}.fileSystemMounts[${index}]`;
    directory(`${path}.containerPath`, mount.containerPath);
    const known = Object.keys(app.efs?.accessPoints ?? {});
    problems.require(
      known.includes(mount.accessPoint),
      `${path}.accessPoint`,
      `must be a key of efs.accessPoints (${known.join(", ") || "there are none"}), got ${shown(mount.accessPoint)}`,
    );
  });
  (service.writablePaths ?? []).forEach((path, index) => {
    directory(`${at}.writablePaths[${index}]`, path);
  });
}

/** Statements that IAM would refuse. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function checkStatements(problems: Problems, at: string, statements: readonly PolicyStatement[]): void {
  statements.forEach(({ sid = "", actions, resources }, index) => {
    const path = `${at}[${index}]`;
    problems.matches(`${path}.sid`, sid, /^[A-Za-z0-9]*$/, "letters and digits only");
    problems.require(actions.length > 0, `${path}.actions`, "must hold at least one action, got none");
    problems.require(resources.length > 0, `${path}.resources`, "must hold at least one ARN, got none");
    actions.forEach((action, position) => {
      const shape = "an action such as s3:GetObject";
      problems.matches(`${path}.actions[${position}]`, action, /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, shape);
    });
  });
}
