import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** A value as it travels between program, engine and policies: JSON, with Pulumi's marked objects inside. */
export type Value = null | boolean | number | string | Value[] | Properties;
export interface Properties {
  [key: string]: Value;
}

/** Pulumi's markers, as in its SDKs (`runtime/rpc`). */
export const unknownMarker = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
} as const;

/** What a secret looks like in reports. */
export const secretMask = "[secret]";

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Which of Pulumi's marked objects a value is, if any. */
export function signatureOf(value: Value | undefined): Value | undefined {
  return isObject(value) ? value[signatureKey] : undefined;
}

export function makeSecret(value: Value): Properties {
  return { [signatureKey]: signatures.secret, value };
}

export function fromStruct(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Rebuilds a value, children first; an object `replace` returns something for is not entered. */
function rebuild(value: Value, replace: (marked: Properties, signature: Value) => Value | undefined): Value {
  if (Array.isArray(value)) return value.map((element) => rebuild(element, replace));
  if (!isObject(value)) return value;
  const signature = value[signatureKey];
  if (signature !== undefined) {
    const replaced = replace(value, signature);
    if (replaced !== undefined) return replaced;
  }
  const rebuilt: Properties = {};
  for (const key of Object.keys(value)) rebuilt[key] = rebuild(value[key] ?? null, replace);
  return rebuilt;
}

/** Output values become unknowns, secrets or plain values, as the engine does before it forwards inputs. */
export function withoutOutputValues(properties: Properties): Properties {
  const downgrade = (value: Value): Value =>
    rebuild(value, (marked, signature) => {
      if (signature !== signatures.output) return undefined;
      const known = marked["value"] === undefined ? unknownMarker : downgrade(marked["value"]);
      return marked["secret"] === true ? makeSecret(known) : known;
    });
  return downgrade(properties) as Properties;
}

/** Properties as output values that carry their dependencies, which transforms see and may pass on. */
export function withDependencies(properties: Properties, dependencies: ReadonlyMap<string, string[]>): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const urns = dependencies.get(key) ?? [];
      const known = outputDependencies(value);
      return [key, urns.every((urn) => known.has(urn)) ? value : outputValue(value, [...new Set([...known, ...urns])])];
    }),
  );
}

function outputValue(value: Value, dependencies: string[]): Properties {
  const output: Properties = { [signatureKey]: signatures.output, dependencies };
  if (isObject(value) && value[signatureKey] === signatures.output) return { ...value, dependencies };
  const secret = isObject(value) && value[signatureKey] === signatures.secret;
  const content = secret ? (value["value"] ?? null) : value;
  if (content !== unknownMarker) output["value"] = content;
  if (secret) output["secret"] = true;
  return output;
}

/** Every URN that the output values inside a value depend on. */
export function outputDependencies(value: Value | undefined, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const element of value) outputDependencies(element, found);
  else if (isObject(value)) {
    if (value[signatureKey] === signatures.output && Array.isArray(value["dependencies"])) {
      for (const urn of value["dependencies"]) if (typeof urn === "string") found.add(urn);
    }
    for (const key of Object.keys(value)) outputDependencies(value[key], found);
  }
  return found;
}

/** References to resources become ids (unknown ones at preview), or URNs where a resource has no id. */
export function withoutResourceReferences(properties: Properties): Properties {
  return rebuild(properties, (marked, signature) => {
    if (signature !== signatures.resource) return undefined;
    const id = marked["id"];
    if (id === undefined) return marked["urn"] ?? null;
    return id === null || id === "" ? unknownMarker : id;
  }) as Properties;
}

/** Keys the engine keeps to itself (`__internal`, `__provider`, `__defaults`) are dropped at every level. */
export function withoutInternalKeys(value: Properties): Properties {
  const strip = (one: Value): Value => {
    if (Array.isArray(one)) return one.map(strip);
    if (!isObject(one)) return one;
    return Object.fromEntries(
      Object.entries(one)
        .filter(([key]) => !key.startsWith("__"))
        .map(([key, child]) => [key, strip(child)]),
    );
  };
  return strip(value) as Properties;
}

/** How values are shown: secrets masked, whatever they hold. */
export function masked(value: Value): Value {
  return rebuild(value, (_, signature) => (signature === signatures.secret ? secretMask : undefined));
}

export function containsUnknown(value: Value | undefined): boolean {
  if (value === unknownMarker) return true;
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

/** Secrets replaced by what they hold, and whether there were any. */
export function revealed(properties: Properties): { value: Properties; secret: boolean } {
  let secret = false;
  const reveal = (value: Value): Value =>
    rebuild(value, (marked, signature) => {
      if (signature !== signatures.secret) return undefined;
      secret = true;
      return reveal(marked["value"] ?? null);
    });
  return { value: reveal(properties) as Properties, secret };
}

/** Where a list holds a secret, the whole list becomes one: what is marked again after secrets were taken away. */
export function withCoarseSecrets(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      if (isObject(value) && value[signatureKey] === undefined) return [key, withCoarseSecrets(value)];
      if (!Array.isArray(value)) return [key, value];
      const { value: plain, secret } = revealed({ value });
      return [key, secret ? makeSecret(plain["value"] ?? null) : value];
    }),
  );
}
