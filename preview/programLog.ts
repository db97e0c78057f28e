import type { LogLine } from "./engine/engineService";

/** What the program logged through Pulumi: passed on, and errors kept, because each of them fails the run. */
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
}
