import * as fs from "node:fs";
import * as path from "node:path";

/** A program that both run. */
export interface Case {
  name: string;
  /** Folder of the program, or a single file that a default project file is written for. */
  source: string;
  /** Names of packs in `packs/`. */
  packs: string[];
  /** Configuration that is stored encrypted. */
  secrets: Record<string, string>;
}

const ownPrograms = path.join(__dirname, "programs");
const previewPrograms = path.join(__dirname, "../preview/programs");

/** What is not the default: the witness pack and no secrets. */
const special: Record<string, Partial<Case>> = {
  config: { secrets: { "config:password": "swordfish", "config:credentials": '{"user":"a","word":"swordfish"}' } },
  "judged by strict rules": { source: path.join(ownPrograms, "judged.js"), packs: ["strict"] },
  "judged by remedies": { source: path.join(ownPrograms, "judged.js"), packs: ["remedies"] },
  "judged by configured rules": { source: path.join(ownPrograms, "judged.js"), packs: ["configured"] },
  "judged by three packs": { source: path.join(ownPrograms, "judged.js"), packs: ["remedies", "witness", "strict"] },
  "judged by a broken rule": { source: path.join(ownPrograms, "judged.js"), packs: ["thrower"] },
};

/** Every program of this folder and of the preview's own tests, and some again with other packs. */
export function allCases(): Case[] {
  const sources = [ownPrograms, previewPrograms].flatMap((folder) =>
    fs.existsSync(folder) ? fs.readdirSync(folder).map((entry) => path.join(folder, entry)) : [],
  );
  const found = sources.filter(isProgram).map((source) => ({ name: path.basename(source, ".js"), source }));
  const again = Object.entries(special).filter(([name]) => !found.some((one) => one.name === name));
  return [...found, ...again.map(([name]) => ({ name, source: "" }))].map((one) => ({
    packs: ["witness"],
    secrets: {},
    ...one,
    ...special[one.name],
  }));
}

function isProgram(source: string): boolean {
  return source.endsWith(".js") || fs.existsSync(path.join(source, "Pulumi.yaml"));
}
