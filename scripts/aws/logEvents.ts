import { CloudWatchLogsClient, FilterLogEventsCommand, type FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { setTimeout as pause } from "node:timers/promises";
import { CommandError, Interrupted } from "../command/errors";
import { pollMs } from "../command/poll";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** A line of a log. */
export interface LogEvent {
  /** ISO 8601. */
  time: string;
  stream: string;
  message: string;
}

/** Which lines. */
export interface LogQuery {
  logGroup: string;
  /** Milliseconds since 1970. */
  from: number;
  to?: number;
  /** CloudWatch Logs filter pattern. AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  pattern?: string;
  /** Only streams that end with this task's id. */
  task?: string;
  signal: AbortSignal;
}

/** CloudWatch may deliver a line of one stream this much later than a younger one of another. */
const lateMs = 60_000;

/** Lines that are there, page by page: memory does not grow with the log. */
export async function* logEvents(aws: Clients, query: LogQuery): AsyncGenerator<LogEvent> {
  for await (const event of pages(aws, query, query.from)) yield lineOf(event);
}

/**
 * Lines that are there and those that come, until the signal is aborted. Lines that arrive late are shown once.
 *
 * @param writerEnded aborted when nothing writes any more: the lines are read once more, and then it is over
 */
export async function* followLogEvents(
  aws: Clients,
  query: LogQuery,
  writerEnded?: AbortSignal,
): AsyncGenerator<LogEvent> {
  const pausing = writerEnded === undefined ? query.signal : AbortSignal.any([query.signal, writerEnded]);
  /** Times of the lines shown lately, by id. */
  const shown = new Map<string, number>();
  let from = query.from;
  for (;;) {
    const isLast = writerEnded?.aborted === true;
    let newest = from + lateMs;
    for await (const event of untilAborted(pages(aws, query, from))) {
      const { eventId = "", timestamp = 0 } = event;
      if (shown.has(eventId)) continue;
      yield lineOf(event);
      shown.set(eventId, timestamp);
      newest = Math.max(newest, timestamp);
      if (shown.size % 1000 === 0) forgetBefore(shown, newest - lateMs);
    }
    from = newest - lateMs;
    forgetBefore(shown, from);
    if (isLast) return;
    await pause(pollMs, undefined, { signal: pausing }).catch(() => undefined);
    if (query.signal.aborted) return;
  }
}

/** Items until Ctrl-C, which is how following ends. */
async function* untilAborted<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  }
}

function forgetBefore(shown: Map<string, number>, time: number): void {
  for (const [id, at] of shown) if (at < time) shown.delete(id);
}

async function* pages(aws: Clients, query: LogQuery, from: number): AsyncGenerator<FilteredLogEvent> {
  const logs = await aws.client(CloudWatchLogsClient);
  let nextToken: string | undefined;
  do {
    if (query.signal.aborted) throw new Interrupted();
    const request = new FilterLogEventsCommand({
      logGroupName: query.logGroup,
      startTime: from,
      endTime: query.to,
      filterPattern: query.pattern,
      nextToken,
    });
    const page = await logs.send(request, { abortSignal: query.signal }).catch((error: unknown) => {
      throw isFault(error, "ResourceNotFoundException") ? missing(query.logGroup, error) : error;
    });
    const { task } = query;
    yield* (page.events ?? []).filter(({ logStreamName = "" }) => task === undefined || logStreamName.endsWith(task));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

function missing(logGroup: string, cause: Error): CommandError {
  return new CommandError(
    `There is no log group ${logGroup}.`,
    "Is the stack deployed, and is this its region and account? See --region and: aws sts get-caller-identity",
    { cause },
  );
}

function lineOf({ timestamp = 0, logStreamName = "", message = "" }: FilteredLogEvent): LogEvent {
  return { time: new Date(timestamp).toISOString(), stream: logStreamName, message: message.trimEnd() };
}
