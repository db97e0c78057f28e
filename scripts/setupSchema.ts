import type { Command } from "commander";
import { oneOffCommand } from "./tasks/oneOff";

export function register(program: Command): void {
  oneOffCommand(program, "setup-schema", "Create or update Temporal's schema in DSQL, with its log", {
    what: "the setup of the schema",
    input: ["temporal", "setupTaskRunInput", "dsqlSchema"],
    log: "dsqlSchema",
  });
}
