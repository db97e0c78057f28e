import * as pulumi from "@pulumi/pulumi";
import type * as resource_pb from "@pulumi/pulumi/proto/resource_pb";

/** One registration as the engine would see it. Secrets are unwrapped; unknown values are `undefined` in `inputs`. */
export interface Recorded {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  /** Inputs after resolution; what is unknown at preview is listed in `unknowns`, as a path. */
  inputs: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  unknowns: string[];
  secrets: string[];
  parent: string;
  /** Logical name of the provider resource; empty for a default provider. */
  provider: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  protect: boolean;
  ignoreChanges: string[];
  deleteBeforeReplace: boolean;
  aliases: string[];
  retainOnDelete: boolean;
  forceReplaceOn: string[];
}

export interface RecordOptions {
  /** Preview (ids and computed values unknown) or update. Default: true. */
  preview?: boolean;
  project?: string;
  stack?: string;
  /** Stack configuration, `namespace:key` to value; objects are given as objects. */
  config?: Record<string, unknown>;
}

const secretSignature = "4dabf18193072939515e22adb298388d";
const secretValue = "1b47061264138c4ac30d75fd1eb44270";

/** Takes a value apart: plain data, with the paths that were unknown or secret. */
function plain(value: unknown, path: string, unknowns: string[], secrets: string[]): unknown {
  if (value === undefined || value === null) return value;
  if (value === pulumi.unknown) {
    unknowns.push(path);
    return undefined;
  }
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}[${index}]`, unknowns, secrets));
  if (typeof value === "object") {
    const record = value as Record<string, unknown>;
    if (record[secretSignature] === secretValue) {
      secrets.push(path);
      return plain(record.value, path, unknowns, secrets);
    }
    if (record[secretSignature] !== undefined) return value; // an asset, an archive or a resource reference
    return Object.fromEntries(
      Object.entries(record).map(([key, item]) => [key, plain(item, path ? `${path}.${key}` : key, unknowns, secrets)]),
    );
  }
  return value;
}

/** State that AWS would add on creation, where tests need a value to look at in update mode. */
function created(args: pulumi.runtime.MockResourceArgs): { id: string; state: Record<string, unknown> } {
  const id = `${args.name}-id`;
  return {
    id,
    state: {
      arn: `arn:aws:mock:eu-west-1:123456789012:${args.name}`,
      name: args.name,
      arnSuffix: `mock/${args.name}/0123456789abcdef`,
      endpoint: `${args.name}.example.test`,
      address: `${args.name}.example.test`,
      readerEndpoint: `${args.name}.ro.example.test`,
      dnsName: `${args.name}.elb.example.test`,
      prefixListId: `pl-${args.name}`,
      publicIp: "203.0.113.10",
      domainValidationOptions: [
        {
          domainName: "app.example.test",
          resourceRecordName: "_x.app.example.test",
          resourceRecordType: "CNAME",
          resourceRecordValue: "_y.acm.example.test",
        },
      ],
      result: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      ...args.inputs,
    },
  };
}

/**
 * Runs `build` under fresh mocks and returns everything it registered, and its result. The only caller of `setMocks`.
 * Any data source or function call throws: no component may ask AWS anything at preview.
 * Duplicate URNs throw, as in the engine.
 */
export async function record<T>(build: () => T | Promise<T>, options: RecordOptions = {}) {
  const preview = options.preview ?? true;
  const byKey = new Map<string, Recorded>();
  const resources: Recorded[] = [];
  const config = Object.fromEntries(
    Object.entries(options.config ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        const entry = byKey.get(`${args.type}::${args.name}`);
        if (entry) entry.inputs = plain(args.inputs, "", entry.unknowns, entry.secrets) as Recorded["inputs"];
        return preview ? { id: undefined, state: args.inputs } : created(args);
      },
      call(args) {
        throw new Error(`the program asked AWS at preview: ${args.token}`);
      },
    },
    options.project ?? "cloister",
    options.stack ?? "test",
    preview,
  );
  pulumi.runtime.setAllConfig(config);

  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: resource_pb.RegisterResourceRequest, callback: unknown): unknown;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const key = `${request.getType()}::${request.getName()}`;
    if (byKey.has(key)) throw new Error(`duplicate resource ${key}`);
    const entry: Recorded = {
      urn: `urn:pulumi:${options.stack ?? "test"}::${options.project ?? "cloister"}::${key}`,
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      inputs: {},
      unknowns: [],
      secrets: [],
      parent: request.getParent().split("::").pop() ?? "",
      provider: request.getProvider().split("::").at(-2) ?? "",
      dependencies: request.getDependenciesList().map((urn) => urn.split("::").pop() ?? ""),
      propertyDependencies: Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(
          ([property, dependencies]: [string, resource_pb.RegisterResourceRequest.PropertyDependencies]) => [
            property,
            dependencies.getUrnsList().map((urn) => urn.split("::").pop() ?? ""),
          ],
        ),
      ),
      protect: request.getProtect() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      aliases: request.getAliasurnsList(),
      retainOnDelete: request.getRetainondelete() ?? false,
      forceReplaceOn: request.getReplaceonchangesList(),
    };
    byKey.set(key, entry);
    resources.push(entry);
    return register(request, callback);
  };

  // Every output captures stack traces, which takes most of the time; nobody reads them here.
  const traces = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    const result = await build();
    await pulumi.runtime.disconnect();
    return { resources, result };
  } finally {
    Error.stackTraceLimit = traces;
  }
}

/** Only what was registered. */
export async function recordResources(build: () => unknown, options?: RecordOptions): Promise<Recorded[]> {
  return (await record(build, options)).resources;
}

/** The one resource of a type (and name); fails when there is none or more than one. */
export function only(resources: readonly Recorded[], type: string, name?: string): Recorded {
  const found = resources.filter((r) => r.type === type && (name === undefined || r.name === name));
  if (found.length !== 1 || !found[0])
    throw new Error(`expected one ${type} ${name ?? ""}, found ${found.map((r) => r.name).join(", ") || "none"}`);
  return found[0];
}

/** All resources of a type. */
export function all(resources: readonly Recorded[], type: string): Recorded[] {
  return resources.filter((r) => r.type === type);
}

/** `type name` of everything, sorted: for complete resource lists. */
export function listing(resources: readonly Recorded[]): string[] {
  return resources.map((r) => `${r.type} ${r.name}`).sort();
}

/** The value an output resolves to (in update mode), or undefined while unknown. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return (output as unknown as { promise(): Promise<T> }).promise();
}

/** Runs `build` expecting refusal, and returns the error's message. Nothing may have been registered. */
export async function refusalOf(build: () => unknown, options?: RecordOptions): Promise<string> {
  let message: string | undefined;
  const resources = await recordResources(() => {
    try {
      build();
    } catch (error) {
      message = (error as Error).message;
    }
  }, options);
  if (message === undefined) throw new Error("expected a refusal, but the arguments were accepted");
  if (resources.length > 0) throw new Error(`refused only after registering ${listing(resources).join(", ")}`);
  return message;
}
