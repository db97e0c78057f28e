import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { run } from "./cli";
import { initStack, succeed, type Subject } from "./engineRun";
import { isMap, secretSignature, signatureKey } from "./normalForm";
import type { Json } from "./observation";
import type { Workspace } from "./workspace";

const answersFile = "cloister.answers.yaml";

interface Answers {
  stackReferences?: Record<string, { outputs: Record<string, Json>; secretOutputs?: string[] }>;
  config?: Record<string, Json>;
}

function readAnswers(folder: string): Answers {
  const file = path.join(folder, answersFile);
  return fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) as Answers) : {};
}

/** Encrypts configuration in the stack file, and tells the preview the values, which it never decrypts. */
export async function addSecrets(
  pulumi: string,
  workspace: Workspace,
  { folder, stack }: Subject,
  secrets: Record<string, string>,
): Promise<void> {
  if (Object.keys(secrets).length === 0) return;
  const told: Record<string, Json> = {};
  for (const [key, value] of Object.entries(secrets)) {
    const args = [
      "-C",
      folder,
      "--non-interactive",
      "config",
      "set",
      "--stack",
      stack,
      "--secret",
      "--path",
      key,
      value,
    ];
    await succeed(run(pulumi, args, workspace.environment(folder)));
    const [whole = key, part] = key.split(".");
    const given = stackConfig(folder, stack)[whole];
    told[whole] = part !== undefined && isMap(given) ? { ...given, [part]: value } : value;
  }
  fs.writeFileSync(path.join(folder, answersFile), stringify({ ...readAnswers(folder), config: told }));
}

function stackConfig(folder: string, stack: string): Record<string, Json> {
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  return (parse(fs.readFileSync(file, "utf8")) as { config: Record<string, Json> }).config;
}

/** Makes the stacks that the program's answers file speaks of, with the outputs it gives them. */
export async function addReferredStacks(pulumi: string, workspace: Workspace, program: string): Promise<void> {
  const env = workspace.environment(program);
  for (const [name, { outputs, secretOutputs }] of Object.entries(readAnswers(program).stackReferences ?? {})) {
    const [, project = "", stack = ""] = name.split("/");
    const folder = path.join(path.dirname(program), "stacks", project);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), stringify({ name: project, runtime: "nodejs" }));
    await initStack(pulumi, folder, stack, env);
    const { encryptionsalt: salt } = parse(fs.readFileSync(path.join(folder, `Pulumi.${stack}.yaml`), "utf8")) as {
      encryptionsalt: string;
    };
    const state = path.join(folder, `${stack}.json`);
    fs.writeFileSync(state, JSON.stringify(stateWith(project, stack, outputs, secretOutputs ?? [], salt)));
    const args = ["-C", folder, "--non-interactive", "stack", "import", "--stack", stack, "--file", state];
    await succeed(run(pulumi, args, env));
  }
}

/** A deployment of nothing but outputs. The salt is what the CLI encrypts the secret ones with. */
function stateWith(project: string, stack: string, outputs: Record<string, Json>, secret: string[], salt: string) {
  const type = "pulumi:pulumi:Stack";
  const marked = Object.entries(outputs).map(([key, value]): [string, Json] => [
    key,
    secret.includes(key) ? { [signatureKey]: secretSignature, plaintext: JSON.stringify(value) } : value,
  ]);
  const urn = `urn:pulumi:${stack}::${project}::${type}::${project}-${stack}`;
  return {
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      secrets_providers: { type: "passphrase", state: { salt } },
      resources: [{ urn, custom: false, type, outputs: Object.fromEntries(marked) }],
    },
  };
}
