import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { PreviewError } from "../errors";
import { readYaml } from "../yamlFile";
import type * as Schema from "./schema";

const fileNames = ["cloister.answers.yaml", "cloister.answers.yml", "cloister.answers.json"];

/** The answers file named, or the one beside Pulumi.yaml, or no answers. All faults are told together. */
export function loadAnswers(projectRoot: string, named: string | undefined): Schema.Answers {
  const file = named === undefined ? fileBeside(projectRoot) : path.resolve(named);
  if (file === undefined) return { stackReferences: {}, unknownStacks: "error", invokes: [], config: {} };
  if (!fs.existsSync(file)) throw new PreviewError(`The answers file ${file} does not exist.`);
  const content = readYaml(file) ?? {};
  // Loaded here because it takes long and most projects have no such file.
  const { answersFile } = createRequire(__filename)("./schema") as typeof Schema;
  const parsed = answersFile.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `  ${issue.path.length === 0 ? "the file" : issue.path.join(".")}: ${issue.message}`,
  );
  throw new PreviewError([`${file} is not a valid answers file:`, ...faults].join("\n"));
}

function fileBeside(projectRoot: string): string | undefined {
  return fileNames.map((name) => path.join(projectRoot, name)).find((file) => fs.existsSync(file));
}
