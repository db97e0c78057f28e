import type { EngineEvent, OutputMap } from "@pulumi/pulumi/automation";
import { masked, type Properties } from "../preview/engine/values";
import type { PackRules } from "../preview/policies/rules";
import { findingsOf } from "./policies";
import type { StackOptions } from "./options";
import type { PlannedResource, PreviewResult } from "./result";

/** Type of the resources that a deployment moves last. */
export const serviceType = "aws:ecs/service:Service";
const stackType = "pulumi:pulumi:Stack";
/** What the engine says last of every run that did not succeed, whatever the reason. */
const lastWords = /^(?:preview|update|destroy) failed$/;

/** Hears a run of the engine: resources, policies, errors, outputs. */
export class EngineRun {
  private readonly events: EngineEvent[] = [];

  constructor(private readonly options: StackOptions) {}

  readonly hear = (event: EngineEvent): void => {
    this.events.push(event);
    this.options.onEvent?.({ kind: "engine", event });
  };

  /** Whether the engine began to work: what fails before has changed nothing. */
  get began(): boolean {
    return this.events.some(({ preludeEvent }) => preludeEvent !== undefined);
  }

  /** What the engine, the program and providers called errors. */
  errors(): string[] {
    const said = this.events.flatMap(({ diagnosticEvent: event }) =>
      event?.severity === "error" ? [event.message.trim()] : [],
    );
    return [...new Set(said)].filter((message) => message !== "" && !lastWords.test(message));
  }

  /** How many resources each operation has. */
  changes(): Record<string, number> {
    const summary = this.events.findLast(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
    return { ...summary?.resourceChanges };
  }

  /** Resources that have really been worked on, each with what was done. */
  completed(): PlannedResource[] {
    return this.resources("resOutputsEvent").filter(
      ({ type, operation }) => type !== stackType && operation !== "same",
    );
  }

  /** What the services that were worked on are to run, by their names. */
  taskDefinitions(): Record<string, string> {
    const states = this.events.flatMap(({ resOutputsEvent: event }) =>
      event?.metadata.type === serviceType ? [{ ...event.metadata.new?.outputs }] : [],
    );
    const named = states.map(({ name, taskDefinition }) => [name, taskDefinition] as [unknown, unknown]);
    return Object.fromEntries(
      named.filter((pair): pair is [string, string] => pair.every((text) => typeof text === "string" && text !== "")),
    );
  }

  result(project: string, stack: string, known: readonly PackRules[]): PreviewResult {
    return {
      project,
      stack,
      resources: this.resources("resourcePreEvent"),
      outputs: this.outputs(),
      policies: findingsOf(this.events, known),
    };
  }

  private resources(kind: "resourcePreEvent" | "resOutputsEvent"): PlannedResource[] {
    const found = new Map<string, PlannedResource>();
    for (const event of this.events) {
      const metadata = event[kind]?.metadata;
      if (metadata === undefined) continue;
      const { urn, type, op } = metadata;
      const before = found.get(urn)?.operation;
      // A replacement is told in up to three steps.
      const operation = before === undefined || !String(before).includes("replace") ? plainOperation(op) : before;
      found.set(urn, { urn, type, name: urn.slice(urn.lastIndexOf("::") + 2), operation });
    }
    return [...found.values()];
  }

  /** They come with the last event about the stack. */
  private outputs(): Record<string, unknown> {
    const ofStack = this.events.flatMap(({ resOutputsEvent: event }) =>
      event?.metadata.type === stackType ? [event.metadata.new?.outputs ?? {}] : [],
    );
    return masked({ ...ofStack.at(-1) } as Properties) as Properties;
  }
}

function plainOperation(operation: string): string {
  return /replace/.test(operation) ? "replace" : operation;
}

/** Outputs by name, secrets as the string `[secret]`. */
export function plainOutputs(outputs: OutputMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]) => [name, secret ? "[secret]" : (value as unknown)]),
  );
}
