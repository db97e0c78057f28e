import { readPackageFile } from "../../internal/packageFile";

const folder = "components/temporalServices/config";

/** A file of this folder as it is. */
export function configFile(name: string): string {
  return readPackageFile(`${folder}/${name}`);
}

/**
 * A YAML file or shell script of this folder without lines of comments alone: they are for readers of the repository,
 * and a task definition holds 64 KB in all.
 */
export function bareFile(name: string): string {
  const lines = configFile(name).split("\n");
  return lines.filter((line) => !/^\s*#/.test(line) && line.trim() !== "").join("\n") + "\n";
}

/** What a container is given so that it starts with its files: a script for `/bin/sh -c`, and the variables it reads. */
export interface StartFiles {
  script: string;
  environment: Record<string, string>;
}
