import * as fs from "node:fs";
import * as path from "node:path";
import { PreviewError } from "./errors";
import { isMapping, readYaml, type Mapping } from "./yamlFile";

/** A configuration key that Pulumi.yaml declares. */
export interface ConfigDeclaration {
  type: string | undefined;
  items: ItemType | undefined;
  default: unknown;
  value: unknown;
  secret: boolean;
}

/** Element type of an array. */
export interface ItemType {
  type: string;
  items: ItemType | undefined;
}

/** Pulumi.yaml. */
export interface Project {
  /** Folder that holds the file. */
  root: string;
  file: string;
  name: string;
  main: string;
  runtimeOptions: Mapping;
  config: Map<string, ConfigDeclaration>;
  /** Folder of the stack files. */
  stackFolder: string;
}

const fileNames = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Finds and reads the project that `folder` lies in, as the CLI does: upwards. */
export function loadProject(folder: string): Project {
  const file = findProjectFile(path.resolve(folder));
  const content = readYaml(file);
  if (!isMapping(content)) throw new PreviewError(`${file}: a project file is a map with \`name\` and \`runtime\`.`);
  const root = path.dirname(file);
  const { name } = content;
  if (typeof name !== "string" || name === "") {
    throw new PreviewError(`${file}: project is missing a 'name' attribute`);
  }
  const runtime = readRuntime(content["runtime"], file);
  if (runtime.name !== "nodejs") {
    throw new PreviewError(
      `${file}: the runtime is ${JSON.stringify(runtime.name)}; this preview runs Node.js programs (runtime: nodejs) only.`,
    );
  }
  const config = content["config"];
  const folderOfStacks = typeof config === "string" ? config : content["stackConfigDir"];
  if (typeof config === "string" && typeof content["stackConfigDir"] === "string") {
    throw new PreviewError(
      `${file}: Should not use both config and stackConfigDir to define the stack directory. Use only stackConfigDir instead.`,
    );
  }
  return {
    root,
    file,
    name,
    main: typeof content["main"] === "string" ? content["main"] : "",
    runtimeOptions: runtime.options,
    config: readDeclarations(file, name, config),
    stackFolder: typeof folderOfStacks === "string" ? path.resolve(root, folderOfStacks) : root,
  };
}

function findProjectFile(folder: string): string {
  for (let current = folder; ; current = path.dirname(current)) {
    const found = fileNames.map((name) => path.join(current, name)).find((file) => fs.existsSync(file));
    if (found !== undefined) return found;
    if (path.dirname(current) === current) {
      throw new PreviewError(`No Pulumi.yaml in ${folder} or above. Run in a Pulumi project, or name one with --cwd.`);
    }
  }
}

function readRuntime(value: unknown, file: string): { name: string; options: Mapping } {
  if (typeof value === "string") return { name: value, options: {} };
  if (isMapping(value) && typeof value["name"] === "string") {
    const options = value["options"];
    return { name: value["name"], options: isMapping(options) ? options : {} };
  }
  throw new PreviewError(`${file}: runtime section must be a string or an object with name and options attributes`);
}

/** Where the program runs and what is started there: a folder named by `main` becomes the working directory. */
export function programLocation(project: Project): { directory: string; entry: string } {
  if (project.main === "") return { directory: project.root, entry: "." };
  const main = path.resolve(project.root, project.main);
  const stat = fs.statSync(main, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new PreviewError(
      `${project.file}: project 'main' could not be read: stat ${main}: no such file or directory`,
    );
  }
  return stat.isDirectory()
    ? { directory: main, entry: "." }
    : { directory: path.dirname(main), entry: path.basename(main) };
}

function readDeclarations(file: string, project: string, config: unknown): Map<string, ConfigDeclaration> {
  const declarations = new Map<string, ConfigDeclaration>();
  if (!isMapping(config)) return declarations;
  for (const [key, entry] of Object.entries(config)) {
    const own = !key.includes(":") || key.startsWith(`${project}:`);
    const declaration = readDeclaration(entry, own);
    checkDeclaration(file, key, own, declaration);
    declarations.set(key, declaration);
  }
  return declarations;
}

function readDeclaration(entry: unknown, own: boolean): ConfigDeclaration {
  const empty = { type: undefined, items: undefined, default: undefined, value: undefined, secret: false };
  // A bare value is a default of the project's own key, and the value of a foreign one (`aws:region: eu-west-1`).
  if (!isMapping(entry))
    return own ? { ...empty, default: entry ?? undefined } : { ...empty, value: entry ?? undefined };
  return {
    type: typeof entry["type"] === "string" ? entry["type"] : undefined,
    items: readItems(entry["items"]),
    default: entry["default"] ?? undefined,
    value: entry["value"] ?? undefined,
    secret: entry["secret"] === true,
  };
}

function readItems(items: unknown): ItemType | undefined {
  return isMapping(items) ? { type: String(items["type"]), items: readItems(items["items"]) } : undefined;
}

function checkDeclaration(file: string, key: string, own: boolean, declaration: ConfigDeclaration): void {
  const { type, items, default: byDefault, value } = declaration;
  const fail = (reason: string) => new PreviewError(`${file}: ${reason}`);
  if (byDefault !== undefined && value !== undefined) {
    throw fail(`project config '${key}' cannot have both a 'default' and 'value' attribute`);
  }
  if (own) {
    if (type === "array" && items === undefined) {
      throw fail(
        `The configuration key '${key}' declares an array but does not specify the underlying type via the 'items' attribute`,
      );
    }
    if (type !== undefined && byDefault !== undefined && !isOfType(type, items, byDefault)) {
      throw fail(
        `The default value specified for configuration key '${key}' is not of the expected type '${typeName(type, items)}'`,
      );
    }
    return;
  }
  if (type !== undefined) {
    throw fail(`Configuration key '${key}' is not namespaced by the project and should not define a type`);
  }
  if (byDefault !== undefined) {
    throw fail(
      `Configuration key '${key}' is not namespaced by the project and should not define a default value. Did you mean to use the 'value' attribute instead of 'default'?`,
    );
  }
  if (value === undefined) {
    throw fail(`Configuration key '${key}' is namespaced and must provide an attribute 'value'`);
  }
}

export function typeName(type: string, items: ItemType | undefined): string {
  return items === undefined ? type : `array<${typeName(items.type, items.items)}>`;
}

/** Whether a value is of a declared type, by the engine's rules: text that reads as a whole number is an integer. */
export function isOfType(type: string, items: ItemType | undefined, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[+-]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isMapping(value);
    default:
      return (
        Array.isArray(value) && items !== undefined && value.every((one) => isOfType(items.type, items.items, one))
      );
  }
}
