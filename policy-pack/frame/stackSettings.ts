import { defaultSettings, type ParsedSettings } from "./settings";

const namespace = "cloister-policy:";

/**
 * The settings in a stack's configuration.
 *
 * @param config the JSON in which the engine hands the configuration to a pack, `namespace:key` to text
 */
export async function loadSettings(config: string | undefined, ruleNames: readonly string[]): Promise<ParsedSettings> {
  const raw = Object.entries(JSON.parse(config ?? "{}") as Record<string, unknown>)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]): [string, unknown] => [key.slice(namespace.length), value]);
  if (raw.length === 0) return { settings: defaultSettings, given: [], faults: [] };
  const { parseSettings } = await import("./settingsSchema.js"); // loads zod only for a stack that sets something
  return parseSettings(Object.fromEntries(raw), ruleNames);
}
