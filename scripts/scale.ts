import { Option, type Command } from "commander";
import { serviceCounts } from "./aws/services";
import { changeOptions, duration, examples, wholeNumber, type ChangeFlags } from "./command/flags";
import { runs } from "./command/run";
import { carryOut } from "./scale/carryOut";
import { mostTasks, planDown, planOne, planUp } from "./scale/plan";
import { stackService, stackServices } from "./stack/services";

export interface ScaleFlags extends ChangeFlags {
  min?: number;
  max?: number;
  count?: number;
  nodes?: boolean;
  wait?: boolean;
  timeout: number;
}

const tasks = wholeNumber(0, mostTasks);

export function register(program: Command): void {
  const scale = program
    .command("scale")
    .description("Change how many tasks run. Autoscaling's bounds are kept, or changed on purpose.");
  const to = waitOptions(changeOptions(scale.command("to <service> <count>", { isDefault: true })))
    .description("set one service's count: 3, +1 or -1")
    .option("--min <tasks>", "lower bound of autoscaling from now on", tasks)
    .option("--max <tasks>", "upper bound of autoscaling from now on", tasks)
    .action(
      runs<ScaleFlags>(async (context, flags, called, count) => {
        const service = stackService(await context.outputs(), called);
        const counts = await serviceCounts(context.aws, [service]);
        return carryOut(
          context,
          flags,
          counts.map((now) => planOne(now, count, flags)),
        );
      }),
    );
  examples(to, "scale api 3 --wait", "scale api +1", "scale api 4 --max 8");
  const down = waitOptions(changeOptions(scale.command("down")))
    .description("stop every service, last started first, and hold autoscaling and its schedules until scale up")
    .option("--nodes", "then also stop the machines of a cluster that has its own")
    .action(
      runs<ScaleFlags>(async (context, flags) => {
        const counts = await serviceCounts(context.aws, stackServices(await context.outputs()));
        return carryOut(context, flags, counts.map(planDown).reverse());
      }),
    );
  examples(down, "scale down --dry-run", "scale down --nodes --yes");
  const up = waitOptions(changeOptions(scale.command("up")))
    .description("start every service in order, and let autoscaling go on")
    .option(
      "--count <tasks>",
      "tasks of each service (default: its lower bound, at least 1)",
      wholeNumber(1, mostTasks),
    )
    .action(
      runs<ScaleFlags>(async (context, flags) => {
        const counts = await serviceCounts(context.aws, stackServices(await context.outputs()));
        return carryOut(
          context,
          flags,
          counts.map((now) => planUp(now, flags.count)),
        );
      }),
    );
  examples(up, "scale up --wait", "scale up --count 2 --wait --timeout 20m");
}

function waitOptions(command: Command): Command {
  return command
    .option("--wait", "wait for each service until its tasks run, or have ended")
    .addOption(new Option("--timeout <time>", "how long to wait for each").argParser(duration).default(900, "15m"));
}
