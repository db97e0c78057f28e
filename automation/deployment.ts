import { createRequire } from "node:module";
import type { RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { migrationOf, servicesOf, type DeployOptions, type Outputs } from "./deployOptions";
import { EngineRun, plainOutputs, serviceType } from "./engine";
import { AwsClientMissingError } from "./errors";
import type * as Gates from "./gates";
import type { PreparedPacks } from "./policies";
import { failureOf, identityOf, runPreview } from "./preview";
import { operationCounts } from "./result";
import type { Account } from "./steps";
import { asAutomationError, throwIfCancelled, type OpenStack } from "./workspace";

/** One deployment on its way: what its steps share. */
export class Deployment {
  /** The stack's outputs after the latest update, secrets as they are. */
  outputs: Outputs = {};
  /** Whether an update has begun, and so may have changed something. */
  began = false;
  /** URNs of services that the first update leaves for later. */
  private left: readonly string[] = [];
  /** What services were to run before. */
  private before: { cluster: string; taskDefinitions: Gates.TaskDefinitions } | undefined;
  /** What services are to run since the update. */
  private expected: Gates.TaskDefinitions = {};
  private loaded: Gates.AwsGates | undefined;

  constructor(
    private readonly opened: OpenStack,
    private readonly packs: PreparedPacks,
    readonly options: DeployOptions,
    readonly account: Account,
  ) {}

  /** Gates that call AWS. @throws AwsClientMissingError */
  get gates(): Gates.AwsGates {
    const { env, region } = this.options;
    return (this.loaded ??= new (loadGates().AwsGates)({ env, region }, () => regionIn(this.outputs)));
  }

  close(): void {
    this.loaded?.close();
  }

  async preview(): Promise<string> {
    const result = await runPreview(this.opened, this.packs, this.options);
    this.account.preview = result;
    const { migration } = this.options;
    const migrates = migration !== false && (migration?.input !== undefined || "runMigrationInput" in result.outputs);
    const moving = result.resources.filter(
      ({ type, operation }) => type === serviceType && operation !== "same" && operation !== "delete",
    );
    this.left = migrates ? moving.map(({ urn }) => urn) : [];
    await this.rememberServices(moving.length > 0);
    return describeCounts(operationCounts(result));
  }

  /** Everything, or everything but the services where a migration is to run before they are moved. */
  async update(): Promise<string> {
    return this.run(this.left);
  }

  get servicesAreLeft(): boolean {
    return this.left.length > 0;
  }

  migrationInput(): RunTaskCommandInput | undefined {
    const { migration } = this.options;
    return migration === false ? undefined : (migration?.input ?? migrationOf)(this.outputs);
  }

  async migrate(input: RunTaskCommandInput): Promise<string> {
    throwIfCancelled(this.options);
    const { timeoutSeconds, pollSeconds } = this.options.migration || {};
    return this.gates.migrate(input, this.waiting({ timeoutSeconds, pollSeconds }), (line) => {
      this.account.log("migration", line);
    });
  }

  serviceGroup(): Gates.ServiceGroup | undefined {
    const { services } = this.options;
    return ((services || {}).of ?? servicesOf)(this.outputs);
  }

  /** Updates the services that were left, and waits until all are stable. */
  async services(): Promise<string> {
    if (this.servicesAreLeft) await this.run([]);
    const group = this.options.services === false ? undefined : this.serviceGroup();
    if (group === undefined) return "updated";
    throwIfCancelled(this.options);
    return this.gates.stable(group, this.expected, this.serviceWaiting(), (line) => {
      this.account.log("services", line);
    });
  }

  /** Puts services back and tells the stack's state of it. */
  async rollBack(): Promise<string> {
    const { cluster, taskDefinitions } = this.before ?? { cluster: "", taskDefinitions: {} };
    const fresh = Object.keys(this.expected).filter((name) => taskDefinitions[name] === undefined);
    const notes = fresh.length === 0 ? [] : [`new, and so without anything to go back to: ${fresh.join(", ")}`];
    if (Object.keys(taskDefinitions).length === 0) return ["no service was there before", ...notes].join("; ");
    const moved = await this.gates.rollBack(cluster, taskDefinitions, this.serviceWaiting(), (line) => {
      this.account.log("rollback", line);
    });
    const names = Object.entries(moved).map(
      ([name, old]) => `${name} runs ${old.slice(old.lastIndexOf("/") + 1)} again`,
    );
    if (names.length === 0) return ["no service had been moved", ...notes].join("; ");
    return [...names, ...notes, await this.refreshServices()].join("; ");
  }

  private async run(exclude: readonly string[]): Promise<string> {
    throwIfCancelled(this.options);
    const { options, packs, opened, account } = this;
    const run = new EngineRun(options);
    const { project, stack } = await identityOf(opened);
    try {
      const { outputs } = await opened.stack.up({
        color: "never",
        policyPacks: packs.policyPacks,
        policyPackConfigs: packs.policyPackConfigs,
        onEvent: run.hear,
        ...(exclude.length > 0 && { exclude: [...exclude], excludeDependents: true }),
        ...(options.refresh === true && { refresh: true }),
        ...(options.signal && { signal: options.signal }),
      });
      this.outputs = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
      account.outputs = plainOutputs(outputs);
      return describeCounts(run.changes());
    } catch (error) {
      throw failureOf(error, run, run.result(project, stack, packs.known), options);
    } finally {
      this.began ||= run.began;
      this.expected = { ...this.expected, ...run.taskDefinitions() };
      account.add(run.completed());
    }
  }

  /** What the services run now, so that they can go back to it. */
  private async rememberServices(moving: boolean): Promise<void> {
    if (!moving || this.options.services === false || this.options.rollback === false) return;
    try {
      const outputs = await this.opened.stack.outputs();
      this.outputs = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
    } catch (error) {
      throw asAutomationError(error, this.options);
    }
    const group = this.serviceGroup();
    if (group === undefined) return;
    this.before = { cluster: group.cluster, taskDefinitions: await this.gates.taskDefinitions(group) };
  }

  /** The state learns what the services really run, so that the next deployment moves them again. */
  private async refreshServices(): Promise<string> {
    const target = (this.account.preview?.resources ?? [])
      .filter(({ type }) => type === serviceType)
      .map(({ urn }) => urn);
    try {
      await this.opened.stack.refresh({ color: "never", target });
      return "the stack's state knows";
    } catch {
      return "the stack's state does not know: deploy next with `refresh: true`";
    }
  }

  private serviceWaiting() {
    const { timeoutSeconds, pollSeconds } = this.options.services || {};
    return this.waiting({ timeoutSeconds, pollSeconds });
  }

  /** Only what is given: the rest has defaults. */
  private waiting(limits: { timeoutSeconds?: number | undefined; pollSeconds?: number | undefined }) {
    const given = Object.entries({ ...limits, signal: this.options.signal });
    return Object.fromEntries(given.filter(([, value]) => value !== undefined));
  }
}

/** The region in the first ARN among some outputs. */
function regionIn(outputs: Outputs): string | undefined {
  return /arn:aws[a-z-]*:[a-z0-9-]+:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:/.exec(JSON.stringify(outputs))?.[1];
}

function describeCounts(counts: Readonly<Record<string, number>>): string {
  const changed = Object.entries(counts).filter(([operation]) => operation !== "same");
  return changed.map(([operation, number]) => `${number} to ${operation}`).join(", ") || "no changes";
}

function loadGates(): typeof Gates {
  try {
    return createRequire(__filename)("./gates") as typeof Gates;
  } catch (error) {
    const missing = error instanceof Error && /Cannot find module '(@aws-sdk\/[\w-]+)/.exec(error.message)?.[1];
    if (typeof missing === "string") throw new AwsClientMissingError(missing, { cause: error });
    throw error;
  }
}
