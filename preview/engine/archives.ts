import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { contentOf } from "./assets";
import { isObject, signatureKey, signatures, type Properties } from "./values";

/** One file of an archive. */
interface Entry {
  name: string;
  content: Buffer;
}

const packed = [".tar", ".tgz", ".tar.gz", ".zip", ".jar"];

/** Pulumi's own folder, never part of an archive. */
const bookkeeping = ".pulumi";

/**
 * The engine's hash of an archive: of the file where it is packed already, else of a tar made of its files. Undefined
 * where the content is not at hand (an address) or its names do not fit the plain tar format.
 */
export function archiveHash(archive: Properties, directory: string): string | undefined {
  const { path: file } = archive;
  if (typeof file === "string" && isPacked(file)) return sha256([fs.readFileSync(path.resolve(directory, file))]);
  const entries = entriesOf(archive, directory);
  if (entries === undefined) return undefined;
  const seen = new Set<string>();
  const blocks: Buffer[] = [];
  for (const { name, content } of entries) {
    if (seen.has(name)) continue;
    seen.add(name);
    const header = tarHeader(name, content.length);
    if (header === undefined) return undefined;
    blocks.push(header, content, Buffer.alloc(padding(content.length)));
  }
  return sha256([...blocks, Buffer.alloc(2 * blockSize)]);
}

function isPacked(file: string): boolean {
  return packed.some((extension) => file.endsWith(extension));
}

/** Files of an archive in the engine's order; undefined when some cannot be listed without unpacking or fetching. */
function entriesOf(archive: Properties, directory: string): Entry[] | undefined {
  const { path: file, assets } = archive;
  if (typeof file === "string" && file !== "") {
    if (isPacked(file)) return undefined;
    const root = path.resolve(directory, file);
    return filesBelow(root).map((one) => ({
      name: path.relative(root, one).split(path.sep).join("/"),
      content: fs.readFileSync(one),
    }));
  }
  if (!isObject(assets)) return undefined;
  const entries: Entry[] = [];
  for (const name of Object.keys(assets).sort()) {
    const member = assets[name];
    if (!isObject(member)) return undefined;
    if (member[signatureKey] === signatures.archive) {
      const inner = entriesOf(member, directory);
      if (inner === undefined) return undefined;
      entries.push(...inner.map((entry) => ({ ...entry, name: path.posix.join(name, entry.name) })));
    } else {
      const content = contentOf(member, directory);
      if (content === undefined) return undefined;
      entries.push({ name, content });
    }
  }
  return entries;
}

/** Files below a folder, names in order, links to folders left out. */
function filesBelow(folder: string): string[] {
  if (!fs.statSync(folder).isDirectory()) {
    throw new Error(`'${folder}' is neither a recognized archive type nor a directory`);
  }
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.name === bookkeeping) return [];
      if (entry.isDirectory()) return filesBelow(file);
      return entry.isSymbolicLink() && fs.statSync(file).isDirectory() ? [] : [file];
    });
}

const blockSize = 512;

function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

/** Longest name that a plain tar header holds. Longer or non-ASCII names take an extended header. */
const longestName = 100;

/** A ustar header as Go writes it: mode 600, no owner, no time. */
function tarHeader(name: string, size: number): Buffer | undefined {
  if (name.length > longestName || /[^\x20-\x7e]/.test(name)) return undefined;
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(" ".repeat(8), 148); // the checksum counts its own field as blanks
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  header.write(octal(0, 8), 329);
  header.write(octal(0, 8), 337);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

function sha256(parts: Buffer[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
