import type { AutomationError } from "./errors";
import type { StackOptions } from "./options";
import type { Operation, PlannedResource, PreviewResult } from "./result";

/** The steps of a deployment, in their order. */
export const stepNames = ["images", "preview", "update", "migration", "services", "health", "rollback"] as const;
export type StepName = (typeof stepNames)[number];

/** One step of a deployment and what became of it. */
export interface Step {
  name: StepName;
  state: "done" | "failed" | "skipped" | "not reached";
  /** What was done, why it failed, or why it was skipped. */
  detail: string;
}

/** What a deployment did and what it did not. */
export interface DeployResult {
  project: string;
  stack: string;
  /** Every step, in order. */
  steps: readonly Step[];
  /** What the preview before it showed; absent when it failed. */
  preview?: PreviewResult;
  /** How many resources each operation has had, over all updates of this deployment. */
  changes: Readonly<Record<Operation, number>>;
  /** Resources that were created, updated, replaced or deleted. */
  resources: readonly PlannedResource[];
  /** The stack's outputs afterwards, secrets as `[secret]`; empty where the update did not end well. */
  outputs: Readonly<Record<string, unknown>>;
}

/** Keeps account of a deployment. */
export class Account {
  private readonly steps = new Map<StepName, Step>();
  private resources: PlannedResource[] = [];
  preview?: PreviewResult;
  outputs: Record<string, unknown> = {};

  constructor(
    private readonly identity: { project: string; stack: string },
    private readonly onEvent: StackOptions["onEvent"],
  ) {
    for (const name of stepNames) this.steps.set(name, { name, state: "not reached", detail: "" });
  }

  /** Runs a step; what it gives is its detail. */
  async step(name: StepName, run: () => Promise<string>): Promise<void> {
    this.onEvent?.({ kind: "step", step: name, state: "started" });
    try {
      this.settle(name, "done", await run());
    } catch (error) {
      this.settle(name, "failed", error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  skip(name: StepName, why: string): void {
    this.steps.set(name, { name, state: "skipped", detail: why });
  }

  log(step: StepName, line: string): void {
    this.onEvent?.({ kind: "log", step, line });
  }

  /** Adds what an update has done. */
  add(resources: readonly PlannedResource[]): void {
    this.resources.push(...resources);
  }

  state(name: StepName): Step["state"] {
    return this.steps.get(name)?.state ?? "not reached";
  }

  get result(): DeployResult {
    const changes: Record<Operation, number> = {};
    for (const { operation = "create" } of this.resources) changes[operation] = (changes[operation] ?? 0) + 1;
    return {
      ...this.identity,
      steps: [...this.steps.values()],
      ...(this.preview && { preview: this.preview }),
      changes,
      resources: [...this.resources],
      outputs: { ...this.outputs },
    };
  }

  /** An error that says what had been done. */
  on<Failure extends AutomationError>(error: Failure): Failure {
    error.deployment = this.result;
    return error;
  }

  private settle(name: StepName, state: "done" | "failed", detail: string): void {
    this.steps.set(name, { name, state, detail });
    this.onEvent?.({ kind: "step", step: name, state, detail });
  }
}
