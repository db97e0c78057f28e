import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { Invokes } from "./answers/invokes";
import { loadAnswers } from "./answers/load";
import { AwsModel } from "./aws/model";
import type { Child } from "./children";
import { fullKey, resolveSettings } from "./config";
import { createEngine } from "./engine/create";
import { engineService } from "./engine/engineService";
import { anySize, listen } from "./engine/grpc";
import { monitorService } from "./engine/monitor";
import { ProgramError } from "./errors";
import { defaultPolicyPack } from "./packageFolder";
import { startPack } from "./policies/pack";
import { startProgram } from "./program";
import { ProgramLog } from "./programLog";
import { loadProject, programLocation } from "./project";
import { buildDocument } from "./report/build";
import type { PreviewDocument } from "./report/document";
import { chooseStack } from "./stack";
import { supervise } from "./supervision";

export type { PreviewDocument } from "./report/document";
export { PreviewError } from "./errors";

/** What to preview and how. */
export interface PreviewOptions {
  /** Folder of the project, or one below it. Default: the working directory. */
  cwd?: string;
  /** `stack`, `org/stack` or `org/project/stack`. Default: `dev`, or the only stack there is. */
  stack?: string;
  /** Folders of policy packs. Default: the pack of this package. An empty list runs none. */
  policyPacks?: string[];
  /** Answers file. Default: `cloister.answers.yaml` beside Pulumi.yaml, where there is one. */
  answersFile?: string;
  /** Hours a month in which what can sleep is awake, for the cost. Default: what schedules say. */
  awakeHours?: number;
  /** Time limit in seconds. Default: 300. */
  timeoutSeconds?: number;
  /** Receives what the program and packs print and log, a line at a time. Default: dropped. */
  onOutput?: (line: string) => void;
  /** Hears how many resources have been registered so far. */
  onProgress?: (resources: number) => void;
  /** Ends the preview early. */
  signal?: AbortSignal;
}

const defaultTimeoutSeconds = 300;

/**
 * Runs a Pulumi program against a stand-in for the engine and returns what it would create from nothing, with the
 * verdicts of policy packs. Needs no account, no Pulumi CLI and no network, and never deploys.
 *
 * Rejects with a PreviewError, whose message is for the user, when the project, its configuration or the program fails.
 */
export async function previewOffline(options: PreviewOptions = {}): Promise<PreviewDocument> {
  try {
    return await run(options, false);
  } catch (error) {
    if (!(error instanceof ProgramError) || !error.wantsTrace) throw error;
    // Programs run without stack traces, which is far quicker; one that fails runs again to show where.
    return run({ ...options, onOutput: undefined }, true);
  }
}

/** One run of the program. */
async function run(options: PreviewOptions, traces: boolean): Promise<PreviewDocument> {
  const startedAt = performance.now();
  const onOutput = options.onOutput ?? (() => undefined);
  const project = loadProject(options.cwd ?? process.cwd());
  const stack = chooseStack(project, options.stack);
  const answers = loadAnswers(project.root, options.answersFile);
  const standIns = new Map(Object.entries(answers.config).map(([key, value]) => [fullKey(project.name, key), value]));
  const settings = resolveSettings(project, stack, standIns);
  const context = {
    project: project.name,
    stack: stack.name,
    organization: stack.organization,
    root: project.root,
    settings,
    ...programLocation(project),
  };

  const log = new ProgramLog(onOutput);
  const aws = new AwsModel(settings);
  const invokes = new Invokes(answers, aws);
  const server = new grpc.Server({ ...anySize });
  const children: Child[] = [];
  try {
    const address = await listen(server);
    const program = startProgram({ ...context, traces, runtimeOptions: project.runtimeOptions, address, onOutput });
    children.push(program);
    const started = (options.policyPacks ?? [defaultPolicyPack()]).map((folder) => {
      const pack = startPack(folder, context, address, onOutput);
      children.push(pack.child);
      return pack.ready;
    });
    const packs = Promise.all(started);
    const { engine, policies, registered, aborted } = createEngine(context, invokes, packs, options.onProgress);
    server.addService(ResourceMonitorService, monitorService(engine));
    server.addService(
      EngineService,
      engineService((line) => {
        log.add(line);
      }),
    );

    const timeoutSeconds = options.timeoutSeconds ?? defaultTimeoutSeconds;
    const { signal } = options;
    const milestones = supervise({ program, registered, aborted, packs, log, invokes, timeoutSeconds, signal });
    await milestones.registered;
    const registeredAt = performance.now();
    const reports = await Promise.race([policies.finish(), milestones.failed]);
    const judgedAt = performance.now();
    await milestones.ended;
    return buildDocument({
      run: context,
      awakeHours: options.awakeHours,
      registry: engine.registry,
      packs: await packs,
      reports,
      inapplicable: policies.inapplicable,
      notes: [...settings.notes, ...policies.changes, ...aws.notes()],
      timings: {
        programMs: registeredAt - startedAt,
        policyMs: judgedAt - registeredAt,
        totalMs: performance.now() - startedAt,
      },
    });
  } finally {
    for (const child of children) child.stop();
    server.forceShutdown();
  }
}
