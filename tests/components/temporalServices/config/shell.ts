import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script did: which programs it called, in order, and how it ended. */
export interface Run {
  calls: string[];
  status: number | null;
  stderr: string;
}

/**
 * Runs a script as ECS does, with `sh -c`, where the programs named are replaced by shell snippets. Each call is
 * recorded with its arguments; `$n` is how often the program was called, this call included.
 */
export function runScript(script: string, environment: Record<string, string>, programs: Record<string, string>): Run {
  const directory = mkdtempSync(join(tmpdir(), "temporal-script-"));
  const record = join(directory, "calls");
  writeFileSync(record, "");
  try {
    for (const [name, body] of Object.entries(programs)) {
      const file = join(directory, name);
      writeFileSync(
        file,
        `#!/bin/sh\necho "${name} $*" >>"${record}"\nn=$(grep -c "^${name} " "${record}")\nexport n\n${body}\n`,
      );
      chmodSync(file, 0o755);
    }
    const env = { ...environment, PATH: `${directory}:/usr/bin:/bin`, SCRATCH: directory };
    const { status, stderr } = spawnSync("/bin/sh", ["-c", script], { env, encoding: "utf8", cwd: directory });
    return { calls: readFileSync(record, "utf8").split("\n").filter(Boolean), status, stderr };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
