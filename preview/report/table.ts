import Table from "cli-table3";
import type { Style } from "./style";

/** A column's heading; numbers stand on the right. */
export interface Column {
  heading: string;
  align?: "left" | "right";
}

const noFrame = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid"])
    .map((part) => [part, ""]),
);

/** Rows under headings, without frames, so that it reads the same in a log and can be cut with common tools. */
export function table(columns: Column[], rows: string[][], style: Style): string {
  const made = new Table({
    head: columns.map(({ heading }) => style.dim(heading)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: { ...noFrame, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  made.push(...rows);
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
