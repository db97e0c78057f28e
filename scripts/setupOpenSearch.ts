import type { Command } from "commander";
import { oneOffCommand } from "./tasks/oneOff";

export function register(program: Command): void {
  oneOffCommand(program, "setup-opensearch", "Create or update Temporal's index in OpenSearch, with its log", {
    what: "the setup of the index",
    input: ["temporal", "setupTaskRunInput", "openSearchIndex"],
    log: "openSearchIndex",
  });
}
