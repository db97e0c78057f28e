import { InvalidArgumentError, Option } from "commander";
import type { CommonFlags } from "../command/flags";

export interface CostFlags extends CommonFlags {
  tag?: { key: string; value: string };
}

/** `--tag environment=dev`; the key has to be active as a cost-allocation tag. */
export function tagOption(): Option {
  return new Option(
    "--tag <key=value>",
    "only what carries this tag, such as environment=dev; activate the key as a cost-allocation tag once",
  ).argParser((text: string) => {
    const [, key, value] = /^([^=]{1,128})=(.{1,256})$/.exec(text) ?? [];
    if (key === undefined || value === undefined) throw new InvalidArgumentError("Write KEY=VALUE.");
    return { key, value };
  });
}
