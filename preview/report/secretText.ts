import type { Settings } from "../config";
import { secretMask, type Properties, type Value } from "../engine/values";

/** Texts as short as this, and truth values, appear by chance: hiding them would only confuse. */
const shortest = 3;

/**
 * Hides the values of encrypted configuration wherever a text holds one, as the engine does in all that it tells: a
 * program may have lost track of the secret (`config.get`), and policies are shown secrets in the open.
 */
export class SecretText {
  private readonly pattern: RegExp | undefined;

  constructor(settings: Settings) {
    const secrets = [...settings.secretKeys]
      .map((key) => settings.values.get(key) ?? "")
      .filter((text) => text.length >= shortest && !/^(true|false)$/i.test(text));
    const forms = secrets.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
    const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
    this.pattern =
      longestFirst.length === 0
        ? undefined
        : new RegExp(longestFirst.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  }

  hideInText(text: string): string {
    return this.pattern === undefined ? text : text.replaceAll(this.pattern, secretMask);
  }

  hide(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, this.hideInValue(value)]));
  }

  private hideInValue(value: Value): Value {
    if (typeof value === "string") return this.hideInText(value);
    if (Array.isArray(value)) return value.map((element) => this.hideInValue(element));
    return typeof value === "object" && value !== null ? this.hide(value) : value;
  }
}
