import { isDeepStrictEqual } from "node:util";
import { isMap } from "./normalForm";
import type { Json, Observation, ObservedFinding, Outcome } from "./observation";

/** One thing on which the engine and the preview differ. */
export interface Difference {
  /** Steps from the top, such as `resources`, a URN, `inputs`, `tags`, `Name`. */
  path: string[];
  /** Undefined where the engine has nothing. */
  engine: Json | undefined;
  /** Undefined where the preview has nothing. */
  preview: Json | undefined;
}

/** Everything on which two runs of one program differ, each thing at the deepest place where it can be told. */
export function differences(engine: Outcome, preview: Outcome): Difference[] {
  if ("failure" in engine || "failure" in preview) {
    const [a, b] = [failureOf(engine), failureOf(preview)];
    return a === b ? [] : [{ path: ["failure"], engine: a, preview: b }];
  }
  return [
    ...differencesOf(["resources"], asJson(engine.observation.resources), asJson(preview.observation.resources)),
    ...differencesOf(["outputs"], engine.observation.outputs, preview.observation.outputs),
    ...findingDifferences(engine.observation, preview.observation),
  ];
}

function failureOf(outcome: Outcome): string | undefined {
  return "failure" in outcome ? outcome.failure : undefined;
}

function asJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function differencesOf(path: string[], engine: Json | undefined, preview: Json | undefined): Difference[] {
  if (isDeepStrictEqual(engine, preview)) return [];
  if (!isMap(engine) || !isMap(preview)) return [{ path, engine, preview }];
  const keys = new Set([...Object.keys(engine), ...Object.keys(preview)]);
  return [...keys].sort().flatMap((key) => differencesOf([...path, key], engine[key], preview[key]));
}

/**
 * Findings have no key of their own: what each side has and the other lacks. Two that are about the same but for their
 * level or message are one difference.
 */
function findingDifferences(engine: Observation, preview: Observation): Difference[] {
  const lacking = without(preview.findings, engine.findings);
  const pairs = without(engine.findings, preview.findings).map((finding): Difference => {
    const path = findingPath(finding);
    const at = lacking.findIndex((other) => isDeepStrictEqual(findingPath(other), path));
    const [partner] = at < 0 ? [] : lacking.splice(at, 1);
    return { path, engine: judgement(finding), preview: partner && judgement(partner) };
  });
  const rest = lacking.map((finding) => ({
    path: findingPath(finding),
    engine: undefined,
    preview: judgement(finding),
  }));
  return [...pairs, ...rest];
}

function judgement({ verdict, level, message }: ObservedFinding): Json {
  return { verdict, level, message };
}

function findingPath({ pack, rule, urn }: ObservedFinding): string[] {
  return ["findings", pack, rule, urn];
}

/** The findings of a list that another list lacks; one that is there twice must be there twice in the other. */
function without(list: ObservedFinding[], other: ObservedFinding[]): ObservedFinding[] {
  const rest = [...other];
  return list.filter((finding) => {
    const at = rest.findIndex((one) => isDeepStrictEqual(one, finding));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** Characters shown before the place where two long texts part, and after it. */
const shownAround = 300;

/** A difference as lines for a reader; of long texts only the part that differs. */
export function describeDifference({ path, engine, preview }: Difference): string {
  const [a, b] = [shown(engine), shown(preview)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const start = Math.max(0, same - shownAround);
  const part = (text: string) => (start > 0 ? "..." : "") + text.slice(start, same + shownAround);
  return [path.join(" > "), `  engine:  ${part(a)}`, `  preview: ${part(b)}`].join("\n");
}

function shown(value: Json | undefined): string {
  return value === undefined ? "(absent)" : typeof value === "string" ? value : JSON.stringify(value);
}
