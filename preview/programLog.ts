import type { LogLine } from "./engine/engineService";

/** What the program logged through Pulumi: passed on, and errors kept, because they say why a run failed. */
export class ProgramLog {
  readonly errors: string[] = [];

  constructor(private readonly onOutput: (line: string) => void) {}

  add({ severity, message, urn }: LogLine): void {
    if (severity === "debug") return;
    if (severity === "error") this.errors.push(message.trimEnd());
    else {
      const about = urn === "" ? "" : ` (${urn})`;
      this.onOutput(severity === "warning" ? `warning: ${message}${about}` : `${message}${about}`);
    }
  }

  /** Passes the errors on after all: of a run that did not fail, they are the program's remarks. */
  tellErrors(): void {
    for (const message of this.errors) this.onOutput(`error: ${message}`);
  }
}
