import { parseFinding } from "../../../policy-pack/findings";
import type { Json } from "./observation";

export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isMap(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The engine's JSON as the preview's report writes values: secrets as `[secret]`, a reference to a resource as its id
 * (unknown before it exists; a component has a URN only), and without the keys that are the engine's own (`__internal`).
 */
export function plainValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isMap(value)) return value;
  if (value[signatureKey] === secretSignature) return "[secret]";
  if (value[signatureKey] === resourceSignature) {
    const { id, urn } = value;
    return id === undefined ? (urn ?? null) : id === "" ? unknown : id;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, child]) => [key, plainValue(child)]),
  );
}

/** URN of a provider from its reference, `URN::ID`. */
export function providerUrn(reference: string | undefined): string | null {
  return reference === undefined || reference === "" ? null : reference.slice(0, reference.lastIndexOf("::"));
}

/** URNs by property, sorted, without properties that depend on nothing. */
export function sortedDependencies(lists: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(lists)
      .filter(([, urns]) => urns.length > 0)
      .map(([key, urns]) => [key, urns.toSorted()]),
  );
}

/**
 * What a policy reported: without the description that the SDK puts before the message and the line break that the
 * engine adds, and read back into a finding of its rule where the product's pack collects undetermined and exempted ones.
 */
export function plainFinding(policy: string, message: string, descriptions: readonly string[]) {
  const text = message.trimEnd();
  if (cannotRun.test(text)) return { rule: policy, verdict: "undetermined", message: text } as const;
  const description = descriptions.find((one) => text.startsWith(`${one}\n`));
  const finding = parseFinding(policy, text, description);
  return { rule: finding.rule, verdict: finding.verdict, message: messageOf(finding) };
}

/** How the SDK begins when a policy read a value that is unknown until the deployment. */
const cannotRun = /^can't run (?:policy|remediation) /;

/** The message, with what an exemption says. */
export function messageOf({ message, expires, owner, reason }: ToldFinding): string {
  return expires === undefined ? message : `${message} (until ${expires}, ${owner}: ${reason})`;
}

interface ToldFinding {
  message: string;
  expires?: string;
  owner?: string;
  reason?: string;
}

/** What precedes an error that nobody caught; the SDK says it or not, depending on when it notices. */
const preamble = /^Running program '.*' failed with an unhandled exception:$/;

/** How Node.js shows the promise that an error came from: as a mark before it and lines after its stack trace. */
const promiseMark = /^<ref \*\d+> /;
const promiseLine = /^(?: {2}promise: Promise \{.*\}|\})$/;

/**
 * Why a run failed: the messages, and of stack traces the program's own lines. What lies between them in Node.js and
 * in installed packages depends on how the program was started.
 */
export function plainFailure(text: string, program: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.replace(promiseMark, ""))
    .filter((line) => !preamble.test(line) && !promiseLine.test(line))
    .filter((line) => !/^\s+at /.test(line) || line.includes(program));
  return [...new Set(lines)].join("\n").trim();
}
