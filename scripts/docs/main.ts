import fs from "node:fs";
import path from "node:path";
import { costPage } from "./assumptions";
import { comparisonPage } from "./bills/page";
import { componentPages } from "./components";
import { formatted, repositoryRoot, type GeneratedFile } from "./generatedFile";
import { policiesPage, policySettingsSchema } from "./policies";
import { taggableTypes } from "./taggableTypes";

/** Everything that is generated, in the order of writing. */
export const generatedFiles: readonly GeneratedFile[] = [
  taggableTypes,
  policySettingsSchema,
  policiesPage,
  ...componentPages,
  comparisonPage,
  costPage,
];

/** Writes the generated files; with `--check` only names those that are stale, and exits 1. */
async function main(): Promise<void> {
  const checkOnly = process.argv.includes("--check");
  const stale: string[] = [];
  for (const generated of generatedFiles) {
    const target = path.join(repositoryRoot(), generated.file);
    const text = await formatted(generated);
    if (fs.existsSync(target) && fs.readFileSync(target, "utf8") === text) continue;
    stale.push(generated.file);
    if (!checkOnly) fs.writeFileSync(target, text);
  }
  if (stale.length === 0) console.log(`${generatedFiles.length} generated files are up to date`);
  else if (!checkOnly) console.log(`Wrote ${stale.join(", ")}`);
  else {
    console.error(`Stale: ${stale.join(", ")}. Run: npm run docs`);
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
