import { isMap } from "./support/normalForm";
import type { Difference } from "./support/compare";
import type { Json } from "./support/observation";

/** A way in which the preview is meant to differ from the engine. */
export interface AllowedDifference {
  name: string;
  reason: string;
  covers: (difference: Difference) => boolean;
}

/** Everything in which the preview may differ. An entry that no program needs fails the suite. */
export const allowedDifferences: AllowedDifference[] = [
  {
    name: "no announcement before a fault of the configuration",
    reason: "The CLI says which of its steps failed; a preview has one step.",
    covers: said((engine, preview) => engine === `validating stack config: ${preview}`),
  },
  {
    name: "no announcement before the program's exit code",
    reason: "The CLI calls every end of a program without a message an unhandled error; the exit code says it.",
    covers: said((engine, preview) => engine === `an unhandled error occurred: ${preview}`),
  },
  {
    name: "how to answer for a stack",
    reason: "After the engine's words the preview says what to add to the answers file.",
    covers: said((engine, preview) =>
      preview.startsWith(`${engine.replace("Preview failed: ", "")}\nAdd to cloister.answers`),
    ),
  },
  {
    name: "which policy pack failed",
    reason: "The CLI does not name the pack whose rule broke.",
    covers: said((engine, preview) => engine.replace("failed to run policy", "policy pack thrower failed") === preview),
  },
  {
    name: "rules that could not decide keep their level",
    reason:
      "The SDK makes every rule that reads an unknown value advisory, so that a mandatory rule passes unnoticed. " +
      "The preview lists it as undetermined, with the level of the rule.",
    covers: judged((engine, preview) => engine["level"] === "advisory" && isUndecided(engine) && isUndecided(preview)),
  },
];

/** A difference between the reasons for which both failed. */
function said(matches: (engine: string, preview: string) => boolean): AllowedDifference["covers"] {
  return ({ path, engine, preview }) =>
    path[0] === "failure" && typeof engine === "string" && typeof preview === "string" && matches(engine, preview);
}

/** A difference between two findings of one rule about one resource. */
function judged(matches: (engine: Record<string, Json>, preview: Record<string, Json>) => boolean) {
  return ({ path, engine, preview }: Difference) =>
    path[0] === "findings" && isMap(engine) && isMap(preview) && matches(engine, preview);
}

function isUndecided({ message }: Record<string, Json>): boolean {
  return typeof message === "string" && message.startsWith("can't run policy");
}
