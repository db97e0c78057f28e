import type { Command } from "commander";
import { addDaily } from "./costs/daily";
import { addMonitor } from "./costs/monitor";

export function register(program: Command): void {
  const costs = program
    .command("costs")
    .description("What the account has cost, from Cost Explorer, which bills 0.01 USD for each page it answers.");
  addDaily(costs);
  addMonitor(costs);
}
