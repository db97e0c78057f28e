import * as fs from "node:fs";
import * as path from "node:path";
import { run, type Ending } from "./cli";
import { isMap, plainFailure, plainFinding, plainValue, providerUrn, sortedDependencies } from "./normalForm";
import { sortedFindings, type Json, type Observation, type ObservedFinding, type Outcome } from "./observation";
import type { Workspace } from "./workspace";

/** A resource in the CLI's JSON document. */
interface StepState {
  urn: string;
  type: string;
  custom?: boolean;
  external?: boolean;
  inputs?: Json;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

interface StepEvent {
  metadata: { urn: string; type: string; new: { parent?: string; inputs?: Json; outputs?: Json } | null };
}

/** One line of the CLI's event log; the kinds that are read here. */
interface EngineEvent {
  resourcePreEvent?: StepEvent;
  resOutputsEvent?: StepEvent;
  diagnosticEvent?: { severity: string; message: string };
  policyEvent?: {
    resourceUrn?: string;
    message: string;
    policyName: string;
    policyPackName: string;
    enforcementLevel: string;
  };
}

/** One run of the real CLI. */
export interface EngineRun {
  outcome: Outcome;
  exitCode: number | null;
  milliseconds: number;
  /** Everything the CLI said, for the reader of a failed test. */
  transcript: string;
}

/** What is run: a program's folder within the workspace, its stack, and policy packs. */
export interface Subject {
  folder: string;
  stack: string;
  packs: string[];
}

/** Makes the stack, without which the CLI previews nothing. Adds its salt to the stack file. */
export async function initStack(pulumi: string, folder: string, stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  await succeed(run(pulumi, ["-C", folder, "--non-interactive", "stack", "init", stack], env));
}

export async function succeed(command: Promise<Ending>): Promise<Ending> {
  const ending = await command;
  if (ending.code !== 0) throw new Error(`the pulumi CLI ended with ${ending.code}:\n${ending.stderr}${ending.stdout}`);
  return ending;
}

/** Previews with the real CLI. */
export async function previewWithEngine(pulumi: string, workspace: Workspace, subject: Subject): Promise<EngineRun> {
  const logs = fs.mkdtempSync(path.join(workspace.root, "logs-"));
  const [events, calls] = [path.join(logs, "events"), path.join(logs, "calls")];
  const started = performance.now();
  const ending = await run(
    pulumi,
    [
      ...["-C", subject.folder, "--non-interactive", "--color", "never"],
      ...["preview", "--stack", subject.stack, "--json", "--skip-plugin-pre-install", "--event-log", events],
      ...subject.packs.flatMap((pack) => ["--policy-pack", pack]),
    ],
    { ...workspace.environment(subject.folder), PULUMI_DEBUG_GRPC: calls },
  );
  const milliseconds = Math.round(performance.now() - started);
  const heard = linesOf(events) as EngineEvent[];
  const failure = failureOf(ending, heard, subject.folder);
  return {
    outcome: failure === undefined ? { observation: observe(ending, heard, descriptionsOf(calls)) } : { failure },
    exitCode: ending.code,
    milliseconds,
    transcript: `${ending.stderr}\n${ending.stdout}`,
  };
}

function linesOf(file: string): unknown[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line));
}

/** What the CLI says last of every preview that did not succeed, whatever the reason. */
const lastWord = "preview failed";

/** Why the run failed. A run that only policies object to is no failure: it has shown everything. */
function failureOf(ending: Ending, events: EngineEvent[], folder: string): string | undefined {
  if (ending.code === 0) return undefined;
  const errors = events
    .flatMap(({ diagnosticEvent: event }) => (event?.severity === "error" ? [event.message.trimEnd()] : []))
    .filter((message) => message !== lastWord);
  if (errors.length > 0) return plainFailure(errors.join("\n"), folder);
  if (events.some(({ policyEvent }) => policyEvent !== undefined && isStrict(policyEvent))) return undefined;
  return (ending.stderr.trim() || ending.stdout.trim()).replace(/^error: /, "");
}

/** A remedy that left a violation is as strict as a mandatory rule. */
function isStrict({ enforcementLevel }: { enforcementLevel: string }): boolean {
  return ["mandatory", "remediate"].includes(enforcementLevel);
}

/** Descriptions of all policies, from the recorded protocol. */
function descriptionsOf(calls: string): string[] {
  const answers = linesOf(calls) as { method: string; response?: { policies?: { description?: string }[] } }[];
  return answers
    .filter(({ method }) => method === "/pulumirpc.Analyzer/GetAnalyzerInfo")
    .flatMap(({ response }) => response?.policies ?? [])
    .flatMap(({ description }) => description ?? []);
}

function observe(ending: Ending, events: EngineEvent[], descriptions: string[]): Observation {
  const document = JSON.parse(ending.stdout) as { steps?: { newState: StepState }[] };
  const resources: Observation["resources"] = {};
  // The JSON document leaves default providers out; the events have them, but no dependencies.
  for (const { resourcePreEvent: event } of events) {
    if (event?.metadata.type.startsWith("pulumi:providers:") !== true) continue;
    const { urn, type, new: state } = event.metadata;
    resources[urn] = {
      type,
      custom: true,
      external: false,
      parent: emptyAsNull(state?.parent),
      provider: null,
      inputs: plainValue(state?.inputs ?? {}),
      dependencies: [],
      propertyDependencies: {},
    };
  }
  for (const { newState: state } of document.steps ?? []) {
    resources[state.urn] = {
      type: state.type,
      custom: state.custom ?? false,
      external: state.external ?? false,
      parent: emptyAsNull(state.parent),
      provider: providerUrn(state.provider),
      inputs: plainValue(state.inputs ?? {}),
      dependencies: (state.dependencies ?? []).toSorted(),
      propertyDependencies: sortedDependencies(state.propertyDependencies ?? {}),
    };
  }
  return {
    resources,
    outputs: stackOutputs(events),
    findings: sortedFindings(events.flatMap((event) => findingOf(event, descriptions))),
  };
}

function emptyAsNull(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

/** The stack's outputs come with the last event about it. */
function stackOutputs(events: EngineEvent[]): Json {
  const ofStack = events
    .map(({ resOutputsEvent }) => resOutputsEvent?.metadata)
    .filter((metadata) => metadata?.type === "pulumi:pulumi:Stack");
  const outputs = plainValue(ofStack.at(-1)?.new?.outputs ?? {});
  return isMap(outputs) ? outputs : {};
}

function findingOf({ policyEvent: event }: EngineEvent, descriptions: string[]): ObservedFinding[] {
  if (event === undefined) return [];
  return [
    {
      pack: event.policyPackName,
      ...plainFinding(event.policyName, event.message, descriptions),
      level: isStrict(event) ? "mandatory" : "advisory",
      urn: event.resourceUrn ?? "",
    },
  ];
}
