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
    name: "what does not block keeps the level of its rule",
    reason:
      "For the engine a rule that reads an unknown value becomes advisory, and so is all that the product's pack " +
      "collects as undetermined or exempted. The preview says beside each such finding how strict its rule is.",
    covers: judged(
      (engine, preview) =>
        engine["verdict"] !== "violation" &&
        engine["level"] === "advisory" &&
        engine["verdict"] === preview["verdict"] &&
        engine["message"] === preview["message"],
    ),
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
