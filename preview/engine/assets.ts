import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { isObject, signatureKey, signatures, type Properties, type Value } from "./values";

/**
 * Gives every asset its content hash, as the engine does when a resource is registered. A file that is missing is an
 * error there and here. Addresses are not fetched: a preview makes no network request.
 */
export function withAssetHashes(properties: Properties, directory: string): Properties {
  const result: Properties = {};
  for (const [key, value] of Object.entries(properties)) result[key] = hashed(key, value, directory);
  return result;
}

function hashed(key: string, value: Value, directory: string): Value {
  if (Array.isArray(value)) return value.map((element) => hashed(key, element, directory));
  if (!isObject(value)) return value;
  switch (value[signatureKey]) {
    case signatures.asset:
      return hashedAsset(key, value, directory);
    case signatures.archive:
      checkArchive(key, value, directory);
      return value;
    default:
      return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, hashed(name, child, directory)]));
  }
}

function hashedAsset(key: string, asset: Properties, directory: string): Properties {
  const { text, path: file, hash } = asset;
  if (typeof hash === "string" && hash !== "") return asset;
  if (typeof text === "string" && file === undefined) return { ...asset, hash: sha256(text) };
  if (typeof file === "string") return { ...asset, hash: sha256(contentsOf("asset", key, file, directory)) };
  return asset;
}

/** The engine hashes an archive's entries; a preview only needs them to be there. */
function checkArchive(key: string, archive: Properties, directory: string): void {
  const { path: file, assets } = archive;
  if (typeof file === "string" && !fs.existsSync(path.resolve(directory, file))) {
    throw missing("archive", key, file, directory);
  }
  if (isObject(assets)) for (const [name, entry] of Object.entries(assets)) hashed(name, entry, directory);
}

function contentsOf(kind: string, key: string, file: string, directory: string): Buffer {
  try {
    return fs.readFileSync(path.resolve(directory, file));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw missing(kind, key, file, directory);
    throw error;
  }
}

function missing(kind: string, key: string, file: string, directory: string): Error {
  return new Error(
    `failed to compute ${kind} hash for "${key}": open ${path.resolve(directory, file)}: no such file or directory`,
  );
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
