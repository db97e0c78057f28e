import { Command } from "commander";
import { addPreviewCommand } from "./preview";

/** The command line: every command is a file of its own in this folder. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("cloister")
    .description("Private-by-default, least-privilege, cost-checked AWS services for Pulumi.")
    .showHelpAfterError();
  addPreviewCommand(program);
  await program.parseAsync(argv);
}
