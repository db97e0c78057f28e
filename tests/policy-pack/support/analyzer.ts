import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/analyzer_pb";

const packFolder = path.join(__dirname, "..", "..", "..", "policy-pack");

/** A resource as the engine would send it. */
export interface SentResource {
  type: string;
  name: string;
  properties?: Record<string, unknown>;
  propertyDependencies?: Record<string, string[]>;
  provider?: Record<string, unknown>;
}

export interface Diagnostic {
  policy: string;
  message: string;
  description: string;
  level: "advisory" | "mandatory" | "disabled" | "remediate";
  urn: string;
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

export function urnOf(resource: Pick<SentResource, "type" | "name">): string {
  return `urn:pulumi:test::shop::${resource.type}::${resource.name}`;
}

/** The compiled pack in a process of its own, spoken to as the engine speaks to it. */
export class RunningPack {
  private constructor(
    private readonly client: AnalyzerClient,
    private readonly kill: () => void,
    /** From the start of the process to its port, in milliseconds. */
    public readonly bootMs: number,
  ) {}

  static async start(config: Record<string, unknown> = {}): Promise<RunningPack> {
    const started = performance.now();
    const texts = Object.entries(config).map(([k, v]) => [k, typeof v === "string" ? v : JSON.stringify(v)]);
    const child = spawn(
      process.execPath,
      [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:1", packFolder],
      {
        cwd: packFolder,
        env: { ...process.env, PULUMI_CONFIG: JSON.stringify(Object.fromEntries(texts)) },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    const port = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => {
        reject(new Error(`the pack ended with ${code}: ${errors}`));
      });
    });
    const bootMs = performance.now() - started;
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return new RunningPack(
      client,
      () => {
        client.close();
        child.removeAllListeners("exit");
        child.kill();
      },
      bootMs,
    );
  }

  info(): Promise<pb.AnalyzerInfo> {
    return call((done) => this.client.getAnalyzerInfo(new Empty(), done));
  }

  /** Settings of policies, as `--policy-pack-config` gives them. */
  async configure(settings: Record<string, { level: Diagnostic["level"]; properties?: Record<string, unknown> }>) {
    const request = new pb.ConfigureAnalyzerRequest();
    for (const [policy, { level, properties }] of Object.entries(settings)) {
      const config = new pb.PolicyConfig();
      config.setEnforcementlevel(levels.indexOf(level) as never);
      config.setProperties(struct(properties ?? {}));
      request.getPolicyconfigMap().set(policy, config);
    }
    await call<Empty>((done) => this.client.configure(request, done));
  }

  /** What the pack says of a resource about to be made. */
  async analyze(resource: SentResource): Promise<Diagnostic[]> {
    const request = new pb.AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(urnOf(resource));
    request.setProperties(struct(resource.properties ?? {}));
    request.setOptions(new pb.AnalyzerResourceOptions());
    if (resource.provider) request.setProvider(provider(resource.provider));
    return diagnostics(await call<pb.AnalyzeResponse>((done) => this.client.analyze(request, done)));
  }

  /** What the pack says of the finished plan. */
  async analyzeStack(resources: readonly SentResource[]): Promise<Diagnostic[]> {
    const request = new pb.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => {
        const sent = new pb.AnalyzerResource();
        sent.setType(resource.type);
        sent.setName(resource.name);
        sent.setUrn(urnOf(resource));
        sent.setProperties(struct(resource.properties ?? {}));
        sent.setOptions(new pb.AnalyzerResourceOptions());
        if (resource.provider) sent.setProvider(provider(resource.provider));
        for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
          const dependencies = new pb.AnalyzerPropertyDependencies();
          dependencies.setUrnsList(urns);
          sent.getPropertydependenciesMap().set(property, dependencies);
        }
        return sent;
      }),
    );
    return diagnostics(await call<pb.AnalyzeResponse>((done) => this.client.analyzeStack(request, done)));
  }

  /** The whole of what the engine does: each resource, then the stack. */
  async judge(resources: readonly SentResource[]): Promise<Diagnostic[]> {
    const said: Diagnostic[] = [];
    for (const resource of resources) said.push(...(await this.analyze(resource)));
    return [...said, ...(await this.analyzeStack(resources))];
  }

  stop(): void {
    this.kill();
  }
}

function provider(properties: Record<string, unknown>): pb.AnalyzerProviderResource {
  const sent = new pb.AnalyzerProviderResource();
  sent.setType("pulumi:providers:aws");
  sent.setName("aws");
  sent.setUrn("urn:pulumi:test::shop::pulumi:providers:aws::aws");
  sent.setProperties(struct(properties));
  return sent;
}

function struct(properties: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function call<T>(send: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    send((error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

function diagnostics(response: pb.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((said) => ({
    policy: said.getPolicyname(),
    message: said.getMessage(),
    description: said.getDescription(),
    level: levels[said.getEnforcementlevel()] ?? "advisory",
    urn: said.getUrn(),
  }));
}
