import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, posix } from "node:path";
import picomatch from "picomatch";

/** What a container image is built from. */
export interface BuildContext {
  /** Directory that the build sees. */
  directory: string;
  /** Path of the Dockerfile. */
  dockerfile: string;
  /** Whatever else the result depends on, such as the target and the platform. */
  settings: readonly string[];
}

/**
 * A hash of everything an image is built from: names, contents and execute bits of the files that the build sees, the
 * Dockerfile, and the settings. The same on every machine: no times, owners or absolute paths go in. What a Dockerfile
 * fetches from elsewhere, such as a base image, is not seen.
 */
export function contentHash({ directory, dockerfile, settings }: BuildContext): string {
  const hash = createHash("sha256");
  const part = (text: string | Buffer) => {
    const bytes = Buffer.from(text);
    hash.update(`${bytes.length}:`).update(bytes); // lengths keep neighbours apart
  };
  for (const setting of settings) part(setting);
  part(readFileSync(dockerfile));
  const ignored = ignoredBy(readIgnoreFile(directory, dockerfile));
  for (const path of filesBelow(directory)) {
    if (ignored(path)) continue;
    const full = join(directory, path);
    const stats = lstatSync(full);
    part(path);
    if (stats.isSymbolicLink()) {
      part("link");
      part(readlinkSync(full));
    } else {
      part(stats.mode & 0o111 ? "executable" : "plain");
      part(readFileSync(full));
    }
  }
  return hash.digest("hex");
}

/** Paths of files and links below a directory, with slashes, in one order everywhere. Links are not followed. */
function filesBelow(directory: string): string[] {
  const walk = (below: string): string[] =>
    readdirSync(join(directory, below), { withFileTypes: true }).flatMap((entry) => {
      const path = posix.join(below, entry.name);
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() || entry.isSymbolicLink() ? [path] : [];
    });
  return walk("").toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

/** The Dockerfile's own ignore file wins over the directory's. https://docs.docker.com/build/concepts/context/#dockerignore-files */
function readIgnoreFile(directory: string, dockerfile: string): string {
  const file = [`${dockerfile}.dockerignore`, join(directory, ".dockerignore")].find((path) => existsSync(path));
  return file === undefined ? "" : readFileSync(file, "utf8");
}

/**
 * Which paths an ignore file leaves out: the last pattern that matches the path or a directory above it decides, `!`
 * takes back. Patterns are Go's, with `**` for any number of directories.
 */
export function ignoredBy(ignoreFile: string): (path: string) => boolean {
  const patterns = ignoreFile
    .split(/\r?\n/)
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "!")
    .map((line) => {
      const kept = line.startsWith("!");
      const pattern = posix.normalize((kept ? line.slice(1) : line).trim()).replace(/^\/+|\/+$/g, "");
      const options = { dot: true, nobrace: true, noextglob: true, nonegate: true };
      return { kept, matches: picomatch(pattern === "" ? "." : pattern, options) };
    });
  return (path) => {
    const parts = path.split("/");
    const heads = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    return patterns.reduce(
      (ignored, { kept, matches }) => (heads.some((head) => matches(head)) ? !kept : ignored),
      false,
    );
  };
}
