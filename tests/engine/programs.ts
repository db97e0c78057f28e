import * as fs from "node:fs";
import * as path from "node:path";

/** A program that both run. */
export interface Case {
  name: string;
  /** Folder of the program, or a single file that a default project file is written for. */
  source: string;
  stack: string;
  /** Names of packs in `packs/`, or the product's own. */
  packs: string[];
  /** Configuration that is stored encrypted: by key, or by key, a dot and the key within a map. */
  secrets: Record<string, string>;
}

const ownPrograms = path.join(__dirname, "programs");
const examples = path.join(__dirname, "../../examples");
const previewPrograms = path.join(__dirname, "../preview/programs");

/** Programs of the preview's tests that a CLI on a machine of its own cannot run, and why. */
export const outOfComparison: Record<string, string> = {
  "preview's own data": "refers to a stack of an organization, which the CLI knows only with an account",
  "preview's own others": "uses awsx, whose components only the real plugin builds",
};

/** Stands for the product's own pack. */
export const productPack = "policy-pack";

/** Whether both must fail. Everything else must not, so that no agreement comes of two failures. */
export function mustFail({ name }: Case): boolean {
  return name.startsWith("fails") || name === "preview's own failing";
}

/** What is not the default: stack dev, the witness pack, no secrets. */
const special: Record<string, Partial<Case>> = {
  "preview's own failing": { stack: "throws" },
  "preview's own mainFolder": { stack: "live" },
  "preview's own values": {
    secrets: {
      "values:password": "swordfish",
      "values:map.nested": "inner word",
    },
  },
  config: { secrets: { "config:password": "swordfish", "config:credentials": '{"user":"a","word":"swordfish"}' } },
  "fails-encrypted-object": { secrets: { "fails-encrypted-object:map": '{"a":1}' } },
  "the example without our components": { source: path.join(examples, "plain-vpc-app"), packs: [productPack] },
  exposed: { packs: [productPack, "witness"] },
  "judged by strict rules": { source: path.join(ownPrograms, "judged.js"), packs: ["strict"] },
  "judged by remedies": { source: path.join(ownPrograms, "judged.js"), packs: ["remedies"] },
  "judged by configured rules": { source: path.join(ownPrograms, "judged.js"), packs: ["configured"] },
  "judged by three packs": { source: path.join(ownPrograms, "judged.js"), packs: ["remedies", "witness", "strict"] },
  "fails by a broken rule": { source: path.join(ownPrograms, "judged.js"), packs: ["thrower"] },
};

/** Every program of this folder and of the preview's own tests, and some again with other packs. */
export function allCases(): Case[] {
  const found = [...programsOf(ownPrograms, ""), ...programsOf(previewPrograms, "preview's own ")].filter(
    ({ name }) => outOfComparison[name] === undefined,
  );
  const again = Object.keys(special).filter((name) => !found.some((one) => one.name === name));
  return [...found, ...again.map((name) => ({ name, source: "" }))].map((one) => ({
    stack: "dev",
    packs: ["witness"],
    secrets: {},
    ...one,
    ...special[one.name],
  }));
}

function programsOf(folder: string, prefix: string): { name: string; source: string }[] {
  const sources = fs.readdirSync(folder).map((entry) => path.join(folder, entry));
  return sources.filter(isProgram).map((source) => ({ name: prefix + path.basename(source, ".js"), source }));
}

function isProgram(source: string): boolean {
  return source.endsWith(".js") || fs.existsSync(path.join(source, "Pulumi.yaml"));
}
