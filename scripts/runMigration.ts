import type { Command } from "commander";
import { oneOffCommand } from "./tasks/oneOff";

export function register(program: Command): void {
  oneOffCommand(
    program,
    "run-migration",
    "Run the database migration once, with its log, and fail unless it ends with 0",
    { what: "the migration", input: ["runMigrationInput"], log: "db-migrate" },
  );
}
