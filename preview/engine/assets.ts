import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { archiveHash } from "./archives";
import { isObject, signatureKey, signatures, type Properties, type Value } from "./values";

/**
 * Gives every asset and archive its content hash, as the engine does when a resource is registered. A file that is
 * missing is an error there and here. Addresses are not fetched: a preview makes no network request.
 */
export function withAssetHashes(properties: Properties, directory: string): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, hashed(key, value, directory)]));
}

function hashed(key: string, value: Value, directory: string): Value {
  if (Array.isArray(value)) return value.map((element) => hashed(key, element, directory));
  if (!isObject(value)) return value;
  const signature = value[signatureKey];
  if (signature !== signatures.asset && signature !== signatures.archive) return withAssetHashes(value, directory);
  const kind = signature === signatures.asset ? "asset" : "archive";
  try {
    return kind === "asset" ? hashedAsset(value, directory) : hashedArchive(value, directory);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Error(`failed to compute ${kind} hash for "${key}": ${systemMessage(error, kind)}`, { cause: error });
  }
}

function hashedAsset(asset: Properties, directory: string): Properties {
  const content = contentOf(asset, directory);
  return hasHash(asset) || content === undefined ? asset : { ...asset, hash: sha256(content) };
}

/** An asset's content; undefined for an address. */
export function contentOf({ text, path: file }: Properties, directory: string): Buffer | undefined {
  if (typeof file === "string" && file !== "") return fs.readFileSync(path.resolve(directory, file));
  return typeof text === "string" ? Buffer.from(text) : undefined;
}

function hashedArchive(archive: Properties, directory: string): Properties {
  const result: Properties = { ...archive };
  if (isObject(archive["assets"])) result["assets"] = withAssetHashes(archive["assets"], directory);
  const hash = hasHash(archive) ? undefined : archiveHash(archive, directory);
  if (hash !== undefined) result["hash"] = hash;
  return result;
}

function hasHash({ hash }: Properties): boolean {
  return typeof hash === "string" && hash !== "";
}

/** A missing file in the engine's words. */
function systemMessage(error: Error, kind: "asset" | "archive"): string {
  const { code, path: file, syscall } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT" || file === undefined) return error.message;
  const missing = `${syscall} ${file}: no such file or directory`;
  if (kind === "asset") return `failed to open asset file '${file}': ${missing}`;
  return syscall === "stat" ? `couldn't read archive path '${file}': ${missing}` : missing;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
