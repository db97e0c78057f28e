import { z } from "zod";
import { costSchema } from "./costSchema";

/** Address of a document's schema. */
const finding = z
  .object({
    policyPack: z.string().describe("Name of the pack that reported it."),
    rule: z.string().describe("Name of the rule."),
    family: z.string().nullable().describe("Family of the rule, from its tag `family:NAME`; null where it has none."),
    level: z.enum(["advisory", "mandatory"]).describe("How strictly the rule is enforced."),
    severity: z.enum(["low", "medium", "high", "critical"]).nullable().describe("Null where the pack says nothing."),
    urn: z.string().describe("Resource it is about; the stack's own URN for findings about no single resource."),
    message: z.string().describe("What is wrong, the value and the fix; or what could not be known."),
    location: z.string().nullable().describe("`file:line` where the resource is declared, if the program says."),
  })
  .strict();

const exemption = finding
  .extend({
    reason: z.string(),
    owner: z.string(),
    expires: z.string().describe("Last day of the exemption, YYYY-MM-DD, inclusive."),
  })
  .strict();

const resource = z
  .object({
    urn: z.string(),
    type: z.string(),
    name: z.string(),
    parent: z.string().nullable().describe("URN of the parent; null for the stack and default providers."),
    custom: z.boolean().describe("Managed by a provider; false for components and the stack."),
    remote: z.boolean().describe("A component that its provider builds: its children are not known without it."),
    external: z.boolean().describe("Exists already: read, not created."),
    provider: z.string().nullable().describe("URN of the provider resource; null for components and providers."),
    inputs: z
      .record(z.string(), z.unknown())
      .describe("Unknown values are 04da6b54-80e4-46f7-96ec-b56ff0331ba9, secrets the string [secret]."),
    dependencies: z.array(z.string()).describe("URNs, sorted."),
    propertyDependencies: z.record(z.string(), z.array(z.string())).describe("URNs by input, sorted."),
    location: z.string().nullable().describe("`file:line` where it is declared, if the program says."),
  })
  .strict();

const policies = z
  .object({
    violations: z.array(finding),
    undetermined: z.array(finding).describe("Rules that could not decide because a value is unknown until deployment."),
    exempted: z.array(exemption),
    passed: z.int().min(0).describe("Number of rules that judged and found nothing."),
  })
  .strict();

const reachable = z.enum(["reachable", "undetermined"]);
const ports = z.array(z.string()).describe("Such as `tcp 443`, `udp 1024-65535`, `every port and protocol`.");

const way = z
  .object({
    target: z.string().describe("Logical name of what is reached."),
    urn: z.string(),
    verdict: reachable,
    sources: z.array(z.string()).describe("CIDR blocks; `0.0.0.0/0` and `::/0` are the whole internet."),
    ports,
    path: z.string().describe("By which gateway, route table, subnet, load balancer and groups."),
    doubts: z.array(z.string()).describe("Why it is undetermined."),
  })
  .strict();

const exposure = z
  .object({
    internet: z.array(way).describe("What the internet reaches, or may reach, by itself or by a load balancer."),
    indirect: z
      .array(way)
      .describe("What it reaches only by way of something that runs code: what an intruder there could talk to."),
    tiers: z
      .array(
        z
          .object({
            from: z.string().describe("Security group, or CIDR blocks."),
            to: z.string().describe("Security group that lets in."),
            verdict: reachable,
            ports,
            members: z.array(z.string()).describe("What has the group that lets in."),
          })
          .strict(),
      )
      .describe("Which tier lets which other one in."),
  })
  .strict();

const verdict = z.enum(["yes", "no", "undetermined"]);
const role = z
  .object({
    urn: z.string(),
    assumedBy: z.array(z.string()).describe("Services, accounts and identity providers that may assume it."),
    services: z.array(z.string()).describe("Prefixes of the services that it may call; `*` for all."),
    administrator: verdict.describe("Whether it may do everything."),
    escalation: verdict.describe("Whether it can get to more than it was given."),
    chain: z.string().describe("How, in words; empty when there is no way."),
  })
  .strict();

/** The JSON document of a preview. */
export const previewDocument = z
  .object({
    version: z.literal(1),
    project: z.string(),
    stack: z.string(),
    resources: z.array(resource).describe("In order of registration."),
    outputs: z.record(z.string(), z.unknown()).describe("The stack's outputs, written like inputs."),
    policies,
    exposure,
    roles: z.array(role).describe("What each role may really do."),
    cost: costSchema.describe("What the stack costs in an average month of 730 hours, as far as prices are known."),
    notes: z.array(z.string()).describe("What the reader should know about this preview's limits, a sentence each."),
    timings: z
      .object({
        programMs: z.number().describe("From the start until the program had registered everything."),
        policyMs: z.number().describe("From then until the last verdict."),
        totalMs: z.number(),
      })
      .strict(),
  })
  .strict()
  .meta({
    title: "cloister preview",
    description: "What a Pulumi program would create in an empty account, and what policies say of it.",
  });

export type PreviewDocument = z.infer<typeof previewDocument>;
export type PreviewResource = z.infer<typeof resource>;
export type Policies = z.infer<typeof policies>;
export type Finding = z.infer<typeof finding>;
export type Exemption = z.infer<typeof exemption>;
export type Exposure = z.infer<typeof exposure>;
export type RoleReach = z.infer<typeof role>;
