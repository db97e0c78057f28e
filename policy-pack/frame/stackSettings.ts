import { defaultSettings, type ParsedSettings } from "./settings";
import type * as settingsSchema from "./settingsSchema";

const namespace = "cloister-policy:";

/** Reads settings key by key (see `settingsSchema.ts`). */
export function readSettings(raw: Readonly<Record<string, unknown>>, ruleNames: readonly string[]): ParsedSettings {
  if (Object.keys(raw).length === 0) return { settings: defaultSettings, given: [], faults: [] };
  // Loaded late: zod takes a tenth of a second, and a stack that sets nothing does without.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parseSettings } = require("./settingsSchema") as typeof settingsSchema;
  return parseSettings(raw, ruleNames);
}

/**
 * The settings in a stack's configuration.
 *
 * @param config the JSON in which the engine hands the configuration to a pack, `namespace:key` to text
 */
export function loadSettings(config: string | undefined, ruleNames: readonly string[]): ParsedSettings {
  const raw = Object.entries(JSON.parse(config ?? "{}") as Record<string, unknown>)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]): [string, unknown] => [key.slice(namespace.length), value]);
  return readSettings(Object.fromEntries(raw), ruleNames);
}
