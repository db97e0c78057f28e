import * as path from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition, StackTrace } from "@pulumi/pulumi/proto/source_pb";

/**
 * Where a resource was registered, as `file:line`: relative to the project's folder when the file lies within.
 * A position inside an installed package says little, so the first caller outside `node_modules` is taken instead.
 */
export function locationOf(
  projectRoot: string,
  position: SourcePosition | undefined,
  trace: StackTrace | undefined,
): string | undefined {
  if (position === undefined) return undefined;
  const own = [position, ...(trace?.getFramesList() ?? []).map((frame) => frame.getPc())].find(
    (frame) => frame !== undefined && frame.getUri() !== "" && !frame.getUri().includes("/node_modules/"),
  );
  if (own?.getUri().startsWith("file://") !== true) return undefined;
  const file = fileURLToPath(own.getUri());
  const relative = path.relative(projectRoot, file);
  const shown = relative.startsWith("..") ? file : relative;
  return `${shown}:${own.getLine()}`;
}
