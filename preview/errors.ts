/** Something the user can mend. Printed as its message alone; the exit code is 1. */
export class PreviewError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PreviewError";
  }
}

/** The program itself failed: an exception, or an error it logged. */
export class ProgramError extends PreviewError {
  constructor(message: string) {
    super(message);
    this.name = "ProgramError";
  }

  /** Whether a stack trace belongs to it: not to the plain word of a RunError, which is meant for the user as it is. */
  get wantsTrace(): boolean {
    return /failed with an unhandled exception|^\w*Error: /m.test(this.message);
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
