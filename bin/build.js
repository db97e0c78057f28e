#!/usr/bin/env node
// Makes dist/ of the TypeScript sources: one JavaScript file for each, lines kept, and only where the source is newer.
// `--declarations` adds the typings that the published package needs.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const project = path.join(root, "tsconfig.build.json");

/** Files below a folder, as paths from the root. */
function filesBelow(folder) {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(file);
    return [file];
  });
}

/** Where a source's result belongs; undefined for what is not built. */
function targetOf(file) {
  if (file.endsWith(".ts") && !file.endsWith(".d.ts")) return path.join("dist", file.replace(/\.ts$/, ".js"));
  return file.endsWith(".json") && path.basename(file) !== "package.json" ? path.join("dist", file) : undefined;
}

function modified(file) {
  return fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** In one step, so that a process that starts meanwhile never sees half a file. */
function write(file, text) {
  const target = path.join(root, file);
  const fresh = `${target}.${process.pid}.new`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(fresh, text);
  fs.renameSync(fresh, target);
}

function build(source, target) {
  const text = fs.readFileSync(path.join(root, source), "utf8");
  if (!source.endsWith(".ts")) return write(target, text);
  const { transform } = require("sucrase"); // loaded only when there is work
  const { code } = transform(text, {
    transforms: ["typescript", "imports"],
    preserveDynamicImport: true,
    filePath: source,
  });
  write(target, code + exportHint(code));
}

/**
 * Names what a file exports of other files, where ES modules that import it look for names. It is never evaluated: they
 * read the text. https://github.com/nodejs/cjs-module-lexer#exports-object-assignment
 */
function exportHint(code) {
  const named = [...code.matchAll(/_createNamedExportFrom\(_\w+, '([\w$]+)', '[\w$]+'\)/g)].map(([, name]) => name);
  const whole = [...code.matchAll(/var (_\w+) = require\('([^']+)'\); _createStarExport\(\1\)/g)];
  const parts = [...named, ...whole.map(([, , file]) => `...require(${JSON.stringify(file)})`)];
  return parts.length === 0 ? "" : `\n0 && (module.exports = { ${parts.join(", ")} });\n`;
}

function main() {
  if (!fs.existsSync(project)) return; // the published package carries dist/ and no build settings
  const builder = modified(path.join("bin", "build.js"));
  const folders = JSON.parse(fs.readFileSync(project, "utf8")).include;
  const targets = new Set();
  for (const source of folders.flatMap(filesBelow)) {
    const target = targetOf(source);
    if (target === undefined) continue;
    targets.add(target);
    if (modified(target) <= Math.max(modified(source), builder)) build(source, target);
  }
  for (const file of filesBelow("dist")) {
    if (/\.(js|json)$/.test(file) && !targets.has(file)) fs.rmSync(path.join(root, file), { force: true });
  }
  if (process.argv.includes("--declarations")) {
    execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", project], { stdio: ["ignore", 2, 2] });
  }
}

main();
