/**
 * A property as a rule may see it. Before deployment many values are not known yet, and an unknown value is neither
 * a good one nor a missing one: rules say "undetermined" of it.
 */
export type Read<T> =
  | { readonly state: "known"; readonly path: string; readonly value: T }
  | { readonly state: "unknown"; readonly path: string; readonly why: string }
  | { readonly state: "absent"; readonly path: string };

/** The strings that stand for unknown booleans, numbers, strings, lists, assets, archives and objects in Pulumi's protocol. */
const sentinels = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
] as const;
const anySentinel = new RegExp(sentinels.join("|"));

/** Whether a string is, or has inside it, a value that is not known before deployment. */
export function holdsUnknown(text: string): boolean {
  return text.length >= 36 && anySentinel.test(text);
}

/** Why a value that comes to be only with the deployment cannot be read. */
export const notYetKnown = "is not known before deployment";

/**
 * Reads the properties of a resource. It never goes through the SDK's proxy, which throws at an unknown value and so
 * turns a mandatory policy into an advisory one: own property descriptors hand out the raw values underneath.
 *
 * A value of an unexpected type is unknown, with the reason: a rule must not pass what it cannot understand.
 */
export class Reader {
  constructor(
    private readonly raw: unknown,
    public readonly path = "",
  ) {}

  /** The reader of a property; `a.b` reads `b` of `a`. */
  at(key: string): Reader {
    const [head = key, ...rest] = key.split(".");
    const child = new Reader(this.isUnknown() ? this.raw : rawProperty(this.raw, head), this.pathOf(head));
    return rest.length > 0 ? child.at(rest.join(".")) : child;
  }

  /** Whether the whole value is unknown. */
  isUnknown(): boolean {
    return typeof this.raw === "string" && holdsUnknown(this.raw);
  }

  isAbsent(): boolean {
    return this.raw === undefined || this.raw === null;
  }

  /** A string; a number counts as its digits. */
  text(key?: string): Read<string> {
    return this.read(key, "a text", (raw) =>
      typeof raw === "string" ? raw : typeof raw === "number" ? String(raw) : undefined,
    );
  }

  /** A boolean, also written as "true" or "false". */
  flag(key?: string): Read<boolean> {
    return this.read(key, "true or false", (raw) =>
      raw === true || raw === "true" ? true : raw === false || raw === "false" ? false : undefined,
    );
  }

  /** A number, also written as its digits. */
  number(key?: string): Read<number> {
    return this.read(key, "a number", (raw) => {
      const value = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    });
  }

  /** A list as readers of its items; a single object counts as a list of one, as providers flatten such lists. */
  list(key?: string): Read<Reader[]> {
    const here = this.target(key);
    return here.read(undefined, "a list", (raw) => {
      if (Array.isArray(raw)) return Array.from(raw, (item, index) => new Reader(item, `${here.path}[${index}]`));
      return typeof raw === "object" ? [here] : undefined;
    });
  }

  /** A list of strings, as reads of its items. */
  texts(key?: string): Read<Read<string>[]> {
    const here = this.target(key);
    if (typeof here.raw === "string" && !here.isUnknown())
      return { state: "known", path: here.path, value: [here.text()] };
    const list = here.list();
    return list.state === "known" ? { ...list, value: list.value.map((item) => item.text()) } : list;
  }

  /** A map as pairs of key and reader. */
  entries(key?: string): Read<[string, Reader][]> {
    const here = this.target(key);
    return here.read(undefined, "a map", (raw) =>
      typeof raw === "object" && raw !== null && !Array.isArray(raw)
        ? Object.keys(raw).map((name): [string, Reader] => [name, here.at1(name)])
        : undefined,
    );
  }

  /** A JSON text, or the object itself, as a reader of what it says. Parts of it may be unknown. */
  json(key?: string): Read<Reader> {
    const here = this.target(key);
    const { raw, path } = here;
    if (here.isAbsent()) return { state: "absent", path };
    if (typeof raw === "object") return { state: "known", path, value: here };
    if (typeof raw !== "string") return { state: "unknown", path, why: "is not JSON" };
    try {
      const parsed: unknown = JSON.parse(raw);
      return typeof parsed === "object" && parsed !== null
        ? { state: "known", path, value: new Reader(parsed, path) }
        : { state: "unknown", path, why: "is not a JSON object or list" };
    } catch {
      return { state: "unknown", path, why: holdsUnknown(raw) ? notYetKnown : "is not valid JSON" };
    }
  }

  /** Whether the property is set at all: an unknown key still means that somebody gave one. */
  has(key: string): boolean {
    return !this.at(key).isAbsent();
  }

  private at1(name: string): Reader {
    return new Reader(rawProperty(this.raw, name), this.pathOf(name));
  }

  private pathOf(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }

  private target(key: string | undefined): Reader {
    return key === undefined ? this : this.at(key);
  }

  private read<T>(key: string | undefined, shape: string, convert: (raw: unknown) => T | undefined): Read<T> {
    const { raw, path } = this.target(key);
    if (raw === undefined || raw === null) return { state: "absent", path };
    if (typeof raw === "string" && holdsUnknown(raw)) return { state: "unknown", path, why: notYetKnown };
    const value = convert(raw);
    return value === undefined ? { state: "unknown", path, why: `is not ${shape}` } : { state: "known", path, value };
  }
}

/** An own property without running a getter or the SDK's proxy trap. */
function rawProperty(owner: unknown, key: string): unknown {
  if (typeof owner !== "object" || owner === null) return undefined;
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  return descriptor && "value" in descriptor ? (descriptor.value as unknown) : undefined;
}

/** Whether one of the texts fits; unknown when none does and one cannot be read. */
export function anyOf(texts: Read<Read<string>[]>, fits: (text: string) => boolean): Read<boolean> {
  if (texts.state === "unknown") return texts;
  const list = texts.state === "known" ? texts.value : [];
  const unknown = list.find((text) => text.state === "unknown");
  if (list.some((text) => text.state === "known" && fits(text.value)))
    return { state: "known", path: texts.path, value: true };
  return unknown?.state === "unknown" ? unknown : { state: "known", path: texts.path, value: false };
}

/** How a value is shown in a message: strings quoted, one line, never longer than a glance. */
export function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
