import fs from "node:fs";
import path from "node:path";
import { assumptions } from "../../cost/usage";
import { repositoryRoot, type GeneratedFile } from "./generatedFile";

const file = "docs/cost.md";
const marker = "<!-- assumptions -->";
const heading = "| Name | Counts | dev | small | medium |";

/** The page on cost, whose table of assumptions is made of those that the estimator uses; the rest stays as written. */
export const costPage: GeneratedFile = {
  file,
  render() {
    const page = fs.readFileSync(path.join(repositoryRoot(), file), "utf8");
    const [before = "", rest = ""] = page.split(marker);
    const after = rest.slice(rest.indexOf("\n## "));
    const rows = Object.entries(assumptions).map(
      ([name, { unit, values }]) => `| \`${name}\` | ${unit} | ${values.dev} | ${values.small} | ${values.medium} |`,
    );
    return `${before}${marker}\n\n${[heading, "| --- | --- | ---: | ---: | ---: |", ...rows].join("\n")}\n${after}`;
  },
};
