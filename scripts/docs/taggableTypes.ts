import fs from "node:fs";
import path from "node:path";
import type { GeneratedFile } from "./generatedFile";

const sdk = path.dirname(require.resolve("@pulumi/aws/package.json"));
const tagMap = /^ {4}tags\?: pulumi\.Input<\{/m;
const typeToken = /__pulumiType = '([^']*)'/;

/** Types of the AWS provider that take a map of tags, read from the arguments that the SDK declares. */
export const taggableTypes: GeneratedFile = {
  file: "policy-pack/data/taggableTypes.json",
  render() {
    const { version } = JSON.parse(fs.readFileSync(path.join(sdk, "package.json"), "utf8")) as { version: string };
    const types = moduleFiles()
      .filter((file) => tagMap.test(fs.readFileSync(file, "utf8")))
      .map((file) => typeToken.exec(fs.readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8"))?.[1])
      .filter((type) => type !== undefined)
      .sort((a, b) => a.localeCompare(b, "en"));
    return JSON.stringify(
      { source: `@pulumi/aws ${version}, arguments of each class`, asOf: version, types },
      undefined,
      2,
    );
  },
};

/** Declarations of resource classes, one a file, without functions that only read. */
function moduleFiles(): string[] {
  return fs
    .readdirSync(sdk, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "types" && entry.name !== "node_modules")
    .flatMap(({ name }) => fs.readdirSync(path.join(sdk, name)).map((file) => path.join(sdk, name, file)))
    .filter((file) => file.endsWith(".d.ts") && !path.basename(file).startsWith("get"));
}
