import { gunzipSync } from "node:zlib";
import { secretIn } from "./names";
import { secretKind } from "./values";

/** A secret in a text, by the line that it is in. */
export interface Found {
  readonly line: number;
  /** What it is, without its value. */
  readonly what: string;
}

/** The most that is unpacked: EC2 takes 16 KiB, and compressed text seldom grows more than tenfold. */
const maxUnpackedBytes = 1024 * 1024;

/** User data as text: as it is, out of base64, and unpacked. */
export function decoded(data: string): string {
  const bytes = fromBase64(data.replace(/\s+/g, ""));
  if (!bytes) return data;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return isText(bytes) ? bytes.toString("utf8") : data;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes }).toString("utf8");
  } catch {
    return data; // what looks packed and is not is judged as it is
  }
}

/** The secrets in a script, a cloud-init document or a unit file, those in base64 inside included. */
export function secretsIn(text: string): Found[] {
  return text.split("\n").flatMap((content, index) => {
    const what = secretInLine(content) ?? secretEncodedIn(content);
    return what === undefined ? [] : [{ line: index + 1, what }];
  });
}

function secretInLine(line: string): string | undefined {
  const known = secretKindOfWords(line);
  if (known !== undefined) return known;
  for (const [, name = "", quoted, bare] of line.matchAll(assignment)) {
    const value = quoted?.slice(1, -1) ?? bare ?? "";
    if (isFilledIn(value)) continue;
    const kind = secretIn(name, value);
    if (kind !== undefined) return `${name}: ${kind}`;
  }
  if (piped.test(line)) return "a password given to chpasswd";
  return undefined;
}

/** `NAME=value`, `name: value`, `"name": "value"`, `--name value`; a value in quotes or up to the next space. */
const assignment =
  /(?:^|[\s"'{,;(-])([A-Za-z][A-Za-z0-9_.-]{2,})["']?(?:\s*[=:]\s*|(?<=--[A-Za-z0-9_.-]+)\s+)("[^"]*"|'[^']*')?([^\s"';,)}&|]+)?/g;
const piped = /\becho\s+["']?[\w.-]+:(?![$])[^\s"'$]+["']?\s*\|\s*(?:sudo\s+)?chpasswd\b/;

/** A value that the machine fills in when it runs: a variable or a command. */
function isFilledIn(value: string): boolean {
  return value === "" || /^[$`%<(]|\$\(|\$\{?[A-Za-z_]/.test(value);
}

/** Keys that are known by their shape stand anywhere in a line; random ones only as the value of something. */
function secretKindOfWords(line: string): string | undefined {
  const kind = secretKind(line);
  return kind === "a random key" ? undefined : kind;
}

/** Files are often written from base64; what is inside is judged as a text of its own. */
function secretEncodedIn(line: string): string | undefined {
  for (const [word] of line.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)) {
    const bytes = fromBase64(word);
    if (!bytes || !isText(bytes)) continue;
    for (const inner of bytes.toString("utf8").split("\n")) {
      const what = secretInLine(inner);
      if (what !== undefined) return `${what}, in base64`;
    }
  }
  return undefined;
}

function fromBase64(text: string): Buffer | undefined {
  if (text.length < 8 || text.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  return Buffer.from(text, "base64");
}

function isText(bytes: Buffer): boolean {
  const text = bytes.toString("utf8");
  return !text.includes("\uFFFD") && !/[\u0000-\u0008\u000E-\u001F]/.test(text);
}
