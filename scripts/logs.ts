import { Option, type Command } from "commander";
import { followLogEvents, logEvents, type LogEvent } from "./aws/logEvents";
import { commonOptions, duration, examples, wholeNumber, type CommonFlags } from "./command/flags";
import { runs } from "./command/run";
import { stackLog } from "./stack/services";

interface LogFlags extends CommonFlags {
  follow?: boolean;
  since: number;
  filter?: string;
  task?: string;
  limit?: number;
}

export function register(program: Command): void {
  const command = commonOptions(program.command("logs <service>"))
    .description("Show a service's log; the migration task's is db-migrate")
    .option("-f, --follow", "go on with lines as they come; with --json one document on each line")
    .addOption(new Option("--since <time>", "how far back, as 30m, 2h or 1d").argParser(duration).default(3600, "1h"))
    .option("--filter <pattern>", 'CloudWatch Logs filter pattern, such as "ERROR" or {$.level = "error"}')
    .option("--task <id>", "only this task's lines")
    .option("--limit <lines>", "stop after so many lines", wholeNumber(1, 1_000_000))
    .action(
      runs<LogFlags>(async (context, { follow = false, since, filter, task, limit }, service) => {
        const { logGroup } = stackLog(await context.outputs(), service);
        const query = { logGroup, from: Date.now() - since * 1000, pattern: filter, task, signal: context.signal };
        const events = follow ? followLogEvents(context.aws, query) : logEvents(context.aws, query);
        return {
          items: firstOf(events, limit),
          line: ({ time, stream, message }: LogEvent) =>
            `${context.style.dim(`${time} ${shortStream(stream)}`)} ${message}`,
          empty: `${logGroup} has no such line in this time.`,
          jsonLines: follow,
        };
      }),
    );
  examples(command, "logs api --follow", 'logs web --since 1d --filter "?ERROR ?Exception" --limit 50');
}

async function* firstOf<T>(items: AsyncIterable<T>, limit = Infinity): AsyncGenerator<T> {
  let count = 0;
  for await (const item of items) {
    yield item;
    count++;
    if (count >= limit) return;
  }
}

/** `ecs/web/0123456789abcdef…` as the first eight characters of the task's id. */
function shortStream(stream: string): string {
  return stream.slice(stream.lastIndexOf("/") + 1).slice(0, 8);
}
