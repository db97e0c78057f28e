import type { Invokes } from "./answers/invokes";
import type { Child, Ending } from "./children";
import { PreviewError, ProgramError, messageOf } from "./errors";
import type { ProgramLog } from "./programLog";

/** The runner's own exit code for "the user has been told what is wrong". */
const alreadyReported = 32;

/** What may end a run before its end. */
export interface Supervised {
  program: Child;
  /** Resolves when the program says that it has registered everything. */
  registered: Promise<void>;
  /** Rejects when the engine would cancel the run. */
  aborted: Promise<never>;
  /** Rejects when a policy pack cannot be used. */
  packs: Promise<unknown>;
  log: ProgramLog;
  invokes: Invokes;
  timeoutSeconds: number;
  signal: AbortSignal | undefined;
}

/** Two moments of a run, each of which rejects as soon as the run fails. */
export interface Milestones {
  /** Everything is registered. */
  registered: Promise<void>;
  /** The program has ended well. */
  ended: Promise<void>;
  /** Never resolves; rejects when the run fails. */
  failed: Promise<never>;
}

/** Watches a run: its program's end, aborts, packs, the time limit and Ctrl-C. */
export function supervise(run: Supervised): Milestones {
  const ended = run.program.ended.then((ending) => {
    const fault = faultOf(ending, run);
    if (fault !== undefined) throw fault;
  });
  const failed = new Promise<never>((_, reject) => {
    const fail = (error: unknown) => {
      reject(error instanceof Error ? error : new PreviewError(messageOf(error)));
    };
    ended.catch(fail);
    run.aborted.catch(fail);
    run.packs.catch(fail);
    void run.invokes.whenMissing().then((missing) => {
      fail(new PreviewError(missing.join("\n\n")));
    });
    const timer = setTimeout(() => {
      fail(new PreviewError(`The program did not end within ${run.timeoutSeconds} s. Raise the limit with --timeout.`));
    }, run.timeoutSeconds * 1_000);
    timer.unref();
    const interrupted = () => {
      fail(new PreviewError("The preview was interrupted."));
    };
    if (run.signal?.aborted === true) interrupted();
    run.signal?.addEventListener("abort", interrupted, { once: true });
  });
  // An old SDK says nothing when it is done: its end is the sign.
  const milestones = {
    registered: Promise.race([run.registered, ended, failed]),
    ended: Promise.race([ended, failed]),
    failed,
  };
  for (const milestone of Object.values(milestones)) milestone.catch(() => undefined); // whoever waits reports it
  return milestones;
}

/** Why a program's end is a failure, if it is one. */
function faultOf({ code, signal }: Ending, { log, invokes }: Supervised): PreviewError | undefined {
  const missing = invokes.allMissing();
  if (missing.length > 0) return new PreviewError(missing.join("\n\n"));
  if (code === 0) {
    log.tellErrors(); // an error that is only logged fails no run
    return undefined;
  }
  if (log.errors.length > 0) return new ProgramError(log.errors.join("\n"));
  if (code === alreadyReported) return new ProgramError("The program failed; its own output says why.");
  return new ProgramError(
    signal === null ? `Program exited with non-zero exit code: ${code}` : `The program was ended by ${signal}.`,
  );
}
