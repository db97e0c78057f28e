import { PreviewError } from "./errors";
import { isOfType, typeName, type ConfigDeclaration, type Project } from "./project";
import type { StackChoice } from "./stack";
import { isMapping, readYaml } from "./yamlFile";

/** Configuration as programs and policy packs receive it: values are text, objects and lists are JSON. */
export interface Settings {
  /** By full key, `namespace:name`. */
  values: Map<string, string>;
  /** Keys whose value is, or holds, an encrypted one. */
  secretKeys: Set<string>;
}

/** Settings, and what the reader should know about how they came to be. */
export interface ResolvedSettings extends Settings {
  notes: string[];
}

/** Stands in for an encrypted text whose value nobody gave. */
const placeholderText = "preview-placeholder";

/** One value of the stack file. */
interface Entry {
  value: unknown;
  /** As programs get it. */
  text: string;
  secure: boolean;
}

/**
 * The stack's configuration by the engine's rules: the stack file's values, then what Pulumi.yaml declares for keys
 * that are not set, then a check of declared types. Encrypted values are never decrypted: `standIns` give theirs.
 */
export function resolveSettings(project: Project, stack: StackChoice, standIns: ReadonlyMap<string, unknown>) {
  const entries = readStackFile(project, stack);
  const settings: ResolvedSettings = { values: new Map(), secretKeys: new Set(), notes: [] };
  for (const [key, entry] of entries) {
    const declaration = declarationOf(project, key);
    if (entry.secure) {
      settings.secretKeys.add(key);
      settings.values.set(key, secureText(key, entry, declaration, standIns, settings.notes));
    } else settings.values.set(key, entry.text);
  }
  addDeclared(project, stack, entries, settings);
  return settings;
}

function declarationOf(project: Project, key: string): ConfigDeclaration | undefined {
  const short = key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
  return project.config.get(short) ?? project.config.get(key);
}

/** Full key, whatever the form: a bare name belongs to the project; `ns:config:name` is an old form of `ns:name`. */
export function fullKey(project: string, key: string): string {
  const parts = key.split(":");
  if (parts.length === 1) return `${project}:${key}`;
  if (parts.length === 2) return key;
  if (parts.length === 3 && parts[1] === "config") return `${parts[0]}:${parts[2]}`;
  throw new PreviewError(
    `could not parse ${key} as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
  );
}

function readStackFile(project: Project, stack: StackChoice): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  if (stack.file === undefined) return entries;
  const content = readYaml(stack.file) ?? {};
  if (!isMapping(content)) throw new PreviewError(`${stack.file}: a stack file is a map, usually with \`config\`.`);
  if (content["environment"] !== undefined) {
    throw new PreviewError(
      `${stack.file}: \`environment\` takes values from Pulumi ESC, which needs a Pulumi account: not available here. ` +
        "Set the values under `config` in a stack of their own to preview it.",
    );
  }
  const config = content["config"] ?? {};
  if (!isMapping(config)) throw new PreviewError(`${stack.file}: \`config\` is a map of keys and values.`);
  for (const [key, value] of Object.entries(config)) {
    entries.set(fullKey(project.name, key), { value, text: textOf(value), secure: holdsSecure(value) });
  }
  return entries;
}

/** A value as configuration text: objects and lists as JSON, in the engine's spelling. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? sortedJson(value) : String(value);
}

/** Whether a value is encrypted, or holds something encrypted. */
function holdsSecure(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecure);
  return isMapping(value) && (isEncrypted(value) || Object.values(value).some(holdsSecure));
}

/** What stands in for an encrypted value: the given one, or something of the declared type. */
function secureText(
  key: string,
  entry: Entry,
  declaration: ConfigDeclaration | undefined,
  standIns: ReadonlyMap<string, unknown>,
  notes: string[],
): string {
  const given = standIns.get(key);
  if (given !== undefined) return typeof given === "string" ? given : sortedJson(given);
  const whole = isEncrypted(entry.value);
  if (!whole) return sortedJson(withPlaceholders(entry.value));
  const type = declaration?.type ?? "string";
  const standIn = { integer: "0", boolean: "false" }[type] ?? placeholderText;
  if (type !== "string") {
    notes.push(
      `Configuration ${key} is encrypted; ${standIn} stands in for its ${type}. ` +
        `For the real shape add to cloister.answers.yaml:  config: { "${key}": ... }`,
    );
  }
  return standIn;
}

function isEncrypted(value: unknown): boolean {
  return isMapping(value) && Object.keys(value).join() === "secure";
}

function withPlaceholders(value: unknown): unknown {
  if (isEncrypted(value)) return placeholderText;
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withPlaceholders(child)]));
}

/** JSON as the engine writes it: keys in order, and what means something in HTML escaped. */
function sortedJson(value: unknown): string {
  const json = JSON.stringify(value, (_, child: unknown) =>
    isMapping(child) ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child,
  );
  return json.replaceAll("&", "\\u0026").replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
}

/** Values that Pulumi.yaml holds for keys the stack leaves out; missing ones and wrong types are errors. */
function addDeclared(project: Project, stack: StackChoice, entries: Map<string, Entry>, settings: Settings): void {
  const missing: string[] = [];
  for (const [name, declaration] of [...project.config].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = fullKey(project.name, name);
    const entry = entries.get(key);
    const byDefault = declaration.default ?? declaration.value;
    if (entry === undefined && byDefault === undefined) {
      if (key.startsWith(`${project.name}:`)) missing.push(name);
    } else if (entry === undefined) {
      settings.values.set(key, textOf(byDefault));
    } else checkType(stack.name, name, declaration, entry);
  }
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`);
    const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    throw new PreviewError(
      `Stack '${stack.name}' is missing configuration ${missing.length === 1 ? "value" : "values"} ${list}`,
    );
  }
}

function checkType(stack: string, name: string, declaration: ConfigDeclaration, entry: Entry): void {
  const { type, items, secret } = declaration;
  if (type === undefined) return;
  if (secret && !entry.secure) {
    throw new PreviewError(`Stack '${stack}' with configuration key '${name}' must be encrypted as it's secret`);
  }
  // What is encrypted as a whole is text once it is decrypted: no list and no map. One may hold encrypted values.
  const structured = type === "array" || type === "object";
  const fits = entry.secure ? !(structured && isEncrypted(entry.value)) : isOfType(type, items, entry.value);
  if (fits) return;
  throw new PreviewError(
    `Stack '${stack}' with configuration key '${name}' must be of type '${typeName(type, items)}'`,
  );
}
