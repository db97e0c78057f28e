import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../../../..");

/** A file that the instance is given, by its name. */
export function instanceFile(name: string): string {
  return join(root, "components/pmmServer/instance/files", name);
}

/** Where a command of this machine is, beside the folders of an ordinary user; undefined: it is not installed. */
export function pathOf(command: string): string | undefined {
  return ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path));
}

/** A folder whose `bin` is the whole PATH of what runs in it: real tools by name, and stand-ins that note their calls. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "pmm-"));
  readonly bin = join(this.folder, "bin");
  private readonly noted = join(this.folder, "calls");

  constructor(tools: readonly string[]) {
    mkdirSync(this.bin);
    writeFileSync(this.noted, "");
    for (const tool of tools) {
      const real = pathOf(tool);
      if (real !== undefined) symlinkSync(real, join(this.bin, tool));
    }
  }

  /** A stand-in: Bash that decides each call, which it finds counted in `$n`. */
  stub(name: string, body: string): void {
    const file = join(this.bin, name);
    rmSync(file, { force: true });
    const note = `echo "${name} $*" >>"${this.noted}"; n=$(grep -c "^${name} " "${this.noted}")`;
    writeFileSync(file, `#!/bin/bash\n${note}\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** Calls of stand-ins, in their order, whole or of one name. */
  calls(beginning = ""): string[] {
    return readFileSync(this.noted, "utf8")
      .split("\n")
      .filter((call) => call !== "" && call.startsWith(beginning));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, text: string): string {
    const file = this.path(name);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(name: string): string {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), "utf8") : "";
  }

  /** Runs one of the instance's scripts; a script that runs longer than ten seconds has no status. */
  run(script: string, env: Record<string, string>, args: string[] = []) {
    return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
      const child = spawn("/bin/bash", [instanceFile(script), ...args], {
        env: { PATH: this.bin, PMM_PAUSE_SECONDS: "0.05", PMM_DEADLINE_SECONDS: "5", ...env },
        timeout: 10_000,
      });
      const chunks: string[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => chunks.push(String(data)));
      child.on("error", reject);
      child.on("close", (status) => {
        resolve({ status, output: chunks.join("") });
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
