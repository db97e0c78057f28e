import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** What the double was started with. */
export interface PluginCall {
  args: string[];
  /** The session, as the environment holds it. */
  session: Record<string, string>;
}

/** A session-manager-plugin that writes down what it was given, and ends; with `holds` at a signal. */
export class PluginDouble {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-plugin-"));
  private readonly record = path.join(this.folder, "call.json");

  constructor({ version = "1.2.707.0", holds = false, exitCode = 0 } = {}) {
    const script = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
if (args[0] === "--version") { console.log(${JSON.stringify(version)}); process.exit(0); }
const session = JSON.parse(process.env[args[0]] ?? "{}");
console.log("Starting session");
fs.writeFileSync(${JSON.stringify(this.record)}, JSON.stringify({ args, session }));
if (${holds}) { process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); }
else process.exitCode = ${exitCode};
`;
    fs.writeFileSync(path.join(this.folder, "session-manager-plugin"), script, { mode: 0o755 });
  }

  /** Environment whose PATH has the double alone. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: this.folder };
  }

  get call(): PluginCall | undefined {
    if (!fs.existsSync(this.record)) return undefined;
    return JSON.parse(fs.readFileSync(this.record, "utf8")) as PluginCall;
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
