import type { Difference } from "./support/compare";

/** A way in which the preview is allowed to differ from the engine. */
export interface AllowedDifference {
  name: string;
  reason: string;
  covers: (difference: Difference) => boolean;
}

export const allowedDifferences: AllowedDifference[] = [];
