#!/usr/bin/env node
// Compiles the TypeScript sources to dist/. `--if-stale` does nothing when dist/ is newer than every source.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const stamp = path.join(root, "dist", ".built");
const project = path.join(root, "tsconfig.build.json");

/** Newest change below the compiled folders, in milliseconds since the epoch; removals change their folder's time. */
function newestSource() {
  const folders = JSON.parse(fs.readFileSync(project, "utf8")).include;
  let newest = fs.statSync(project).mtimeMs;
  const visit = (file) => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      if (path.basename(file) === "node_modules") return;
      for (const entry of fs.readdirSync(file)) visit(path.join(file, entry));
    } else if (!/\.(ts|json)$/.test(file)) return;
    newest = Math.max(newest, stat.mtimeMs);
  };
  for (const folder of folders) visit(path.join(root, folder));
  return newest;
}

function main() {
  const installed = !fs.existsSync(project); // the published package carries dist/ and no build settings
  if (installed) return;
  const built = fs.statSync(stamp, { throwIfNoEntry: false });
  if (process.argv.includes("--if-stale") && built && built.mtimeMs >= newestSource()) return;
  const started = new Date();
  fs.rmSync(path.join(root, "dist"), { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", project], { stdio: ["ignore", 2, 2] });
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, "");
  fs.utimesSync(stamp, started, started);
}

main();
