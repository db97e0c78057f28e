import * as fs from "node:fs";
import { isAlias, isMap, isScalar, isSeq, parseDocument, Scalar, type Document } from "yaml";
import { PreviewError } from "./errors";

export type Mapping = Record<string, unknown>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a YAML (or JSON) file as the engine reads it. A fault names the file and line. */
export function readYaml(file: string): unknown {
  const document = parseDocument(fs.readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  const [fault] = document.errors;
  if (fault !== undefined) throw new PreviewError(`${file} is not valid YAML: ${fault.message.trim()}`);
  return valueOf(document.contents, document);
}

/** A node's value by the rules of the engine's YAML library, which differ from YAML 1.2 in scalars. */
function valueOf(node: unknown, document: Document): unknown {
  if (isAlias(node)) return valueOf(node.resolve(document), document);
  if (isSeq(node)) return node.items.map((item) => valueOf(item, document));
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : String(key), valueOf(value, document)]),
    );
  }
  if (!isScalar(node)) return null;
  return node.type === Scalar.PLAIN && node.source !== undefined ? plainScalar(node.source) : node.value;
}

const numeral = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)$/;
const decimal = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const timestamp = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ ]+)(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(?:Z)?)?$/;

/** An unquoted scalar: 010 is eight, 1_000 a thousand, and a date turns into a text of its own. */
function plainScalar(source: string): unknown {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return true;
  if (/^(?:false|False|FALSE)$/.test(source)) return false;
  if (numeral.test(source)) return integer(source);
  if (decimal.test(source)) return Number(source);
  const date = timestamp.exec(source);
  return date === null ? source : dateText(date);
}

function integer(source: string): number {
  const negative = source.startsWith("-");
  const digits = source.replace(/^[-+]/, "").replaceAll("_", "");
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return negative && number !== 0 ? -number : number;
}

function dateText([, year = "", ...rest]: RegExpExecArray): string {
  const [month, day, hour, minute, second] = rest.map((part: string | undefined) => (part ?? "0").padStart(2, "0"));
  return `${year}-${month}-${day} ${hour}:${minute}:${second} +0000 UTC`;
}
