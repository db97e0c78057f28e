import { setTimeout as delay } from "node:timers/promises";
import { AwsStateError, CancelledError } from "../errors";

/** How long to wait, and who may end it. */
export interface Waiting {
  /** Time limit in seconds. */
  timeoutSeconds: number;
  /** Seconds between two looks. AWS throttles who looks more often than about once a second. */
  pollSeconds: number;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/**
 * Looks until something is there.
 *
 * @param look gives undefined as long as it is not
 * @param what what is waited for, for messages: `task abc to stop`
 * @throws AwsStateError after the time limit; CancelledError when the signal ends it
 */
export async function waitUntil<Found>(
  what: string,
  { timeoutSeconds, pollSeconds, signal }: Waiting,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  const end = performance.now() + timeoutSeconds * 1_000;
  for (;;) {
    if (signal?.aborted === true) throw new CancelledError(`Waiting for ${what} was cancelled.`);
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() >= end)
      throw new AwsStateError(
        `Waited ${timeoutSeconds} s for ${what}, in vain.`,
        "Raise the time limit, or see why it takes so long.",
      );
    await delay(pollSeconds * 1_000, undefined, { signal }).catch(() => undefined);
  }
}

/** Lists in parts that a request takes. */
export function inParts<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
