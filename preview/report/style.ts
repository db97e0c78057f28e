import { createColors } from "picocolors";

/** Colours of a report, or none. */
export type Style = ReturnType<typeof createColors>;

export function createStyle(color: boolean): Style {
  return createColors(color);
}

/** Whether to colour: as asked, else on a terminal whose user has not opted out (https://no-color.org). */
export function useColor(choice: "auto" | "always" | "never" | undefined): boolean {
  if (choice === "always") return true;
  if (choice === "never") return false;
  return process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb";
}
