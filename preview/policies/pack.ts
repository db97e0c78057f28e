import * as fs from "node:fs";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { AnalyzerStackConfigureRequest, type AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { eachLine, resolveCommand, startNode, type Child } from "../children";
import { Empty, anySize, direct, ask } from "../engine/grpc";
import type { RunContext } from "../engine/host";
import { PreviewError, messageOf } from "../errors";
import { option, words } from "../program";
import { isMapping, readYaml, type Mapping } from "../yamlFile";
import { configureRequest, reconcile, type PolicySetting } from "./configuration";

/** A policy pack that runs and is configured. */
export interface Pack {
  name: string;
  version: string;
  info: AnalyzerInfo;
  settings: Map<string, PolicySetting>;
  client: AnalyzerClient;
}

/** A pack on its way: the process, and the pack once it answers. */
export interface StartedPack {
  child: Child;
  ready: Promise<Pack>;
}

/** Starts a policy pack as the engine does, and configures it. */
export function startPack(
  folder: string,
  run: Omit<RunContext, "directory" | "root">,
  address: string,
  onOutput: (line: string) => void,
): StartedPack {
  const directory = path.resolve(folder);
  const { options, version } = readPackFile(directory);
  const command = resolveCommand("run-policy-pack", directory);
  const settingsFile = option(options, "tsconfig", "string");
  const child = startNode(
    [command, ...words(option(options, "nodeargs", "string") ?? ""), address, directory],
    directory,
    {
      ...process.env,
      ...((option(options, "typescript", "boolean") ?? true) ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
      ...(settingsFile === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: settingsFile }),
      PULUMI_NODEJS_ORGANIZATION: run.organization,
      PULUMI_NODEJS_PROJECT: run.project,
      PULUMI_NODEJS_STACK: run.stack,
      PULUMI_NODEJS_DRY_RUN: "true",
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(run.settings.values)),
    },
  );
  const said: string[] = [];
  eachLine(child.process.stderr, (line) => {
    said.push(line);
    onOutput(line);
  });
  const ready = connect(child, directory, said, onOutput).then((client) => configured(client, run, directory, version));
  return { child, ready };
}

function readPackFile(directory: string): { options: Mapping; version: string } {
  const file = path.join(directory, "PulumiPolicy.yaml");
  if (!fs.existsSync(file)) throw new PreviewError(`${directory} is no policy pack: it has no PulumiPolicy.yaml.`);
  const content = readYaml(file);
  const runtime = isMapping(content) ? content["runtime"] : undefined;
  const name = isMapping(runtime) ? runtime["name"] : runtime;
  if (!isMapping(content) || name !== "nodejs") {
    throw new PreviewError(
      `${file}: the runtime is ${JSON.stringify(name)}; this preview runs Node.js policy packs (runtime: nodejs) only.`,
    );
  }
  const options = isMapping(runtime) ? runtime["options"] : undefined;
  const version = content["version"];
  return { options: isMapping(options) ? options : {}, version: typeof version === "string" ? version : "" };
}

/** The pack's first line on standard output is its port. */
function connect(child: Child, directory: string, said: string[], onOutput: (line: string) => void) {
  return new Promise<AnalyzerClient>((resolve, reject) => {
    const failed = (reason: string) => {
      const text = said.join("\n").trim();
      reject(new PreviewError(`policy pack ${directory} failed to start: ${reason}${text === "" ? "" : `\n${text}`}`));
    };
    let port: number | undefined;
    eachLine(child.process.stdout, (line) => {
      if (port !== undefined) onOutput(line);
      else if (/^\d+$/.test(line.trim())) {
        port = Number(line);
        resolve(new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), { ...anySize, ...direct }));
      } else {
        failed(`it printed ${JSON.stringify(line)} where Pulumi expects the port: print nothing while loading`);
        child.stop();
      }
    });
    child.ended.then(
      ({ code, signal }) => {
        failed(`it ended with ${signal ?? `code ${code}`}`);
      },
      (error: unknown) => {
        failed(messageOf(error));
      },
    );
  });
}

async function configured(
  client: AnalyzerClient,
  run: Omit<RunContext, "directory" | "root">,
  directory: string,
  version: string,
): Promise<Pack> {
  const stack = new AnalyzerStackConfigureRequest()
    .setStack(run.stack)
    .setProject(run.project)
    .setOrganization(run.organization)
    .setDryRun(true)
    .setConfigSecretKeysList([...run.settings.secretKeys]);
  for (const [key, value] of run.settings.values) stack.getConfigMap().set(key, value);
  try {
    await ask((done) => client.configureStack(stack, done)).catch(ignoreUnimplemented);
    const info = await ask<AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    const settings = reconcile(info);
    if (info.getSupportsconfig() && settings.size > 0) {
      await ask((done) => client.configure(configureRequest(settings), done));
    }
    return { name: info.getName(), version: version === "" ? info.getVersion() : version, info, settings, client };
  } catch (error) {
    if (error instanceof PreviewError) throw error;
    throw new PreviewError(`policy pack ${directory} could not be configured: ${messageOf(error)}`, { cause: error });
  }
}

/** Packs of older SDKs lack newer methods; the engine does without. */
function ignoreUnimplemented(error: unknown): void {
  const { code } = error as Partial<grpc.ServiceError>;
  if (code !== grpc.status.UNIMPLEMENTED) throw error;
}
