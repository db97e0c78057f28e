import * as fs from "node:fs";
import * as path from "node:path";
import { PreviewError } from "./errors";
import type { Project } from "./project";

/** Which stack to preview. */
export interface StackChoice {
  organization: string;
  name: string;
  /** The stack's file; absent for a stack without configuration. */
  file: string | undefined;
}

const extensions = ["yaml", "yml", "json"];

/** The organization of stacks that are kept without Pulumi's service. */
const selfManagedOrganization = "organization";

/** The stack asked for (`stack`, `org/stack` or `org/project/stack`); without one, dev or the only one there is. */
export function chooseStack(project: Project, requested: string | undefined): StackChoice {
  const known = stacksOf(project);
  if (requested !== undefined) {
    const parts = requested.split("/");
    const name = parts.at(-1) ?? "";
    if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
      throw new PreviewError(
        `A stack name may only contain alphanumeric, hyphens, underscores, or periods: got ${JSON.stringify(requested)}.`,
      );
    }
    if (known.length > 0 && !known.includes(name)) throw unknownStack(project, name, known);
    const organization = parts.length > 1 ? (parts[0] ?? selfManagedOrganization) : selfManagedOrganization;
    return { organization, name, file: stackFile(project, name) };
  }
  const [only] = known;
  const name = known.length === 1 && only !== undefined ? only : "dev";
  if (known.length > 0 && !known.includes(name)) {
    throw new PreviewError(`Several stacks (${known.join(", ")}): name one with --stack.`);
  }
  return { organization: selfManagedOrganization, name, file: stackFile(project, name) };
}

function unknownStack(project: Project, name: string, known: string[]): PreviewError {
  const expected = path.join(project.stackFolder, `Pulumi.${name}.yaml`);
  return new PreviewError(`No stack ${JSON.stringify(name)}: ${expected} does not exist. Stacks: ${known.join(", ")}.`);
}

function stackFile(project: Project, name: string): string | undefined {
  return extensions
    .map((extension) => path.join(project.stackFolder, `Pulumi.${name}.${extension}`))
    .find((file) => fs.existsSync(file));
}

/** Names of the stacks that have a file. */
function stacksOf(project: Project): string[] {
  if (!fs.existsSync(project.stackFolder)) return [];
  return fs
    .readdirSync(project.stackFolder)
    .flatMap((file) => /^Pulumi\.(.+)\.(?:yaml|yml|json)$/.exec(file)?.[1] ?? [])
    .sort();
}
