/** Exit codes of every command: 0 done, 1 an error, 2 a mandatory rule fails, 3 a limit or budget is passed. */
export const exitCodes = { clean: 0, error: 1, violation: 2, limit: 3, interrupted: 130 } as const;

/** Something the user can mend: one line of what is wrong, and one of what to do. Printed without a stack trace. */
export class CommandError extends Error {
  constructor(
    message: string,
    /** What to do about it, as a sentence or a command. */
    readonly fix?: string,
    options?: ErrorOptions & { exitCode?: number },
  ) {
    super(message, options);
    this.name = "CommandError";
    this.exitCode = options?.exitCode ?? exitCodes.error;
  }

  readonly exitCode: number;
}

/** The user ended the command, or declined what it asked. */
export class Interrupted extends CommandError {
  constructor(message = "Interrupted.") {
    super(message, undefined, { exitCode: exitCodes.interrupted });
    this.name = "Interrupted";
  }
}
