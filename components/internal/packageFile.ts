import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Reads a text file that is shipped as it is, such as a first-boot script, by its path below the package's root.
 * The root is searched upwards from here, because the compiler copies no such file beside the code that it compiles.
 */
export function readPackageFile(path: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, path);
    if (existsSync(candidate)) return readFileSync(candidate, "utf8");
    if (folder === dirname(folder)) throw new Error(`${path} is missing from the package: install it again`);
  }
}

/** Version of this package, such as `0.1.0`. */
export function packageVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    // Folders below the root carry manifests of their own, for tools that want one there, without a version.
    const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version?: string }) : {};
    if (manifest.version !== undefined) return manifest.version;
    if (folder === dirname(folder)) throw new Error("package.json is missing from the package: install it again");
  }
}
