import * as proxies from "@pulumi/policy/proxy";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { createPolicies } from "../../../policy-pack/frame/policies";
import type { Rule } from "../../../policy-pack/frame/rule";
import { defaultSettings, type Settings } from "../../../policy-pack/frame/settings";
import { parseFinding, type Finding } from "../../../policy-pack/findings";

const { unknownCheckingProxy } = proxies as unknown as { unknownCheckingProxy: <T extends object>(target: T) => T };

/** What stands for a value that is not known before deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource of a made-up plan. */
export interface Planned {
  type: string;
  name: string;
  properties: Record<string, unknown>;
  /** Names of the resources that each property was computed from. */
  refersTo?: Record<string, readonly Planned[]>;
  /** Settings of its provider; undefined when the engine does not tell. Default: the usual default tags. */
  provider?: Record<string, unknown> | null;
  /** The option of that name. */
  ignoreChanges?: string[];
  /** What the provider adds to the properties, seen only when the plan is judged as a whole. */
  outputs?: Record<string, unknown>;
}

/** Default tags as the engine hands them on: JSON inside a text. */
export const usualProvider = {
  region: "eu-west-1",
  defaultTags: JSON.stringify({ tags: { environment: "test", project: "shop", "managed-by": "pulumi" } }),
};

export function planned(
  type: string,
  name: string,
  properties: Record<string, unknown> = {},
  refersTo: Planned["refersTo"] = {},
): Planned {
  return { type, name, properties, refersTo };
}

export function urnOf(resource: Pick<Planned, "type" | "name">): string {
  return `urn:pulumi:test::shop::${resource.type}::${resource.name}`;
}

/** A finding as it left a policy. */
export interface Said extends Finding {
  policy: string;
  urn: string;
}

export interface JudgeOptions {
  settings?: Partial<Settings>;
  today?: string;
  /** Only the first or the second phase. Default: both, as the engine runs them. */
  phase?: "resources" | "stack";
  /** Faults of the stack's configuration. */
  faults?: string[];
  /** What the engine configures, by policy. */
  config?: Record<string, object>;
}

/** Runs rules over a plan as the SDK does, through its real proxy, and returns what they said. */
export async function judge(
  rules: readonly Rule[],
  plan: readonly Planned[],
  options: JudgeOptions = {},
): Promise<Said[]> {
  const policies = createPolicies(
    rules,
    { settings: { ...defaultSettings, ...options.settings }, given: [], faults: options.faults ?? [] },
    () => options.today ?? "2026-06-15",
  );
  const said: Said[] = [];
  const hear = (policy: string, about: string) => (message: string, urn?: string) => {
    said.push({ ...parseFinding(policy, message), policy, urn: urn ?? about });
  };
  const common = (policy: string) => ({
    stackTags: new Map<string, string>(),
    getConfig: () => options.config?.[policy] ?? {},
    notApplicable: () => {
      throw new NotApplicable();
    },
  });
  const inputs = policyResources(plan.map((one) => ({ ...one, outputs: {} })));
  const resources = policyResources(plan);
  for (const resource of options.phase === "stack" ? [] : inputs)
    for (const policy of policies) {
      if (policy.enforcementLevel === "disabled") continue;
      const validations = [policy.validateResource ?? []].flat();
      for (const validate of validations) {
        const { propertyDependencies: _, dependencies: __, ...rest } = resource;
        const args = { ...rest, ...common(policy.name) } as unknown as ResourceValidationArgs;
        try {
          await validate(args, hear(policy.name, resource.urn));
        } catch (error) {
          if (!(error instanceof NotApplicable)) throw error;
        }
      }
    }
  for (const policy of options.phase === "resources" ? [] : policies) {
    if (policy.enforcementLevel === "disabled") continue;
    const args = { resources, ...common(policy.name) } as unknown as StackValidationArgs;
    await policy.validateStack?.(args, hear(policy.name, ""));
  }
  return said;
}

class NotApplicable extends Error {}

function policyResources(plan: readonly Planned[]): PolicyResource[] {
  const made = new Map(
    plan.map((resource): [string, PolicyResource] => [
      urnOf(resource),
      {
        type: resource.type,
        name: resource.name,
        urn: urnOf(resource),
        props: unknownCheckingProxy(structuredClone({ ...resource.properties, ...resource.outputs })),
        ...(resource.provider !== null && {
          provider: { props: unknownCheckingProxy(structuredClone(resource.provider ?? usualProvider)) },
        }),
        opts: { ignoreChanges: resource.ignoreChanges ?? [] },
        dependencies: [],
        propertyDependencies: {},
      } as unknown as PolicyResource,
    ]),
  );
  for (const resource of plan) {
    const target = made.get(urnOf(resource));
    for (const [property, others] of Object.entries(resource.refersTo ?? {}))
      if (target)
        target.propertyDependencies[property] = others
          .map((other) => made.get(urnOf(other)))
          .filter((other) => other !== undefined);
  }
  return [...made.values()];
}

/** A copy of a resource with properties set, by path such as `ebs.encrypted` or `ingress.0.toPort`; undefined removes. */
export function changed(resource: Planned, changes: Record<string, unknown>): Planned {
  const properties = structuredClone(resource.properties);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? path;
    let owner = properties;
    for (const key of keys) owner = owner[key] as Record<string, unknown>;
    if (value === undefined)
      delete owner[last]; // eslint-disable-line @typescript-eslint/no-dynamic-delete
    else owner[last] = value;
  }
  return { ...resource, properties };
}
