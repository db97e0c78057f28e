import * as fs from "node:fs";
import * as path from "node:path";

/** This package's folder, whether its code runs compiled (from `dist/`) or as TypeScript. */
function packageFolder(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "policy-pack")) && fs.existsSync(path.join(folder, "package.json"))) {
      return folder;
    }
    if (path.dirname(folder) === folder) throw new Error(`the package's own folder is not above ${__dirname}`);
  }
}

/** The pack that is used when none is named. */
export function defaultPolicyPack(): string {
  return path.join(packageFolder(), "policy-pack");
}

/** What is loaded before a program or a pack so that the SDK starts without what hardly anybody uses of it. */
export function lightStart(): string {
  return path.join(packageFolder(), "bin", "lightStart.js");
}

/** What is loaded before a program so that its errors are told in plain text, and soon. */
export function plainErrors(): string {
  return path.join(packageFolder(), "bin", "plainErrors.js");
}
