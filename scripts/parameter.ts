import type { Command } from "commander";
import {
  addParameterDelete,
  addParameterGet,
  addParameterImport,
  addParameterList,
  addParameterPut,
} from "./parameter/commands";

export function register(program: Command): void {
  const parameter = program
    .command("parameter")
    .description("Keep settings and secrets in the SSM Parameter Store, never on a command line.");
  addParameterPut(parameter);
  addParameterGet(parameter);
  addParameterList(parameter);
  addParameterDelete(parameter);
  addParameterImport(parameter);
}
