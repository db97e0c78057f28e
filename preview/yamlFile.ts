import * as fs from "node:fs";
import { parseDocument, type Document } from "yaml";
import { PreviewError } from "./errors";

export type Mapping = Record<string, unknown>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a YAML (or JSON) file; a fault names the file and line. */
export function readYamlDocument(file: string): Document {
  const document = parseDocument(fs.readFileSync(file, "utf8"));
  const [fault] = document.errors;
  if (fault !== undefined) throw new PreviewError(`${file} is not valid YAML: ${fault.message.trim()}`);
  return document;
}

/** The content of a YAML file as plain values. */
export function readYaml(file: string): unknown {
  return readYamlDocument(file).toJS();
}
