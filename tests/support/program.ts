import type { Output } from "@pulumi/pulumi";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parse } from "yaml";
import { record, type RecordOptions } from "./mocks";

const load = createRequire(__filename);

export const root = path.join(__dirname, "..", "..");

/** The configuration of a stack file, as the engine would hand it to the program. */
export function stackConfig(stack: string): Record<string, unknown> {
  const file = parse(fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  return file.config;
}

/** Runs the real program under mocks, with a stack's own configuration and changes to it. */
export async function recordProgram(
  stack: string,
  options: RecordOptions & { change?: (config: Record<string, unknown>) => void } = {},
) {
  const config = structuredClone(stackConfig(stack));
  options.change?.(config);
  for (const file of Object.keys(require.cache)) {
    const relative = path.relative(root, file);
    if (/^(index|config)\.ts$|^program\//.test(relative)) Reflect.deleteProperty(require.cache, file);
  }
  const { resources, result } = await record(
    () => load(path.join(root, "index.ts")) as Record<string, Output<unknown> | undefined>,
    { stack, config, ...options },
  );
  return { resources, outputs: result };
}
