import { times, type Entry } from "../entries";
import { known, usageCharge, type Inquiry, type Pricer } from "../inquiry";

/** MiB that a function has where nothing is said. AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const defaultMemory = 128;

function* lambda(inquiry: Inquiry): Iterable<Entry> {
  const { properties } = inquiry.resource;
  const memory = known(properties.number("memorySize")) ?? defaultMemory;
  const isArm = known(properties.texts("architectures"))?.some((text) => known(text) === "arm64") === true;
  const calls = { item: "calls of the function", key: "lambda.requests", allowance: "functionRequests" } as const;
  yield usageCharge(inquiry, "functionRequests", "million calls", calls);
  const { value, shown } = inquiry.assumed("functionSeconds");
  const requests = inquiry.assumed("functionRequests");
  yield {
    kind: "charge",
    item: `run time of the function, ${isArm ? "ARM" : "x86"}`,
    key: isArm ? "lambda.gigabyteSecond.arm" : "lambda.gigabyteSecond",
    ...times([requests.value * 1_000_000, "calls"], [value, "seconds"], [memory / 1024, "GB"]),
    allowance: "functionGigabyteSeconds",
    assumption: `${requests.shown}, ${shown}`,
    cheaper: isArm ? undefined : "architectures arm64, which costs a fifth less",
  };
}

function* queue(inquiry: Inquiry): Iterable<Entry> {
  const isOrdered = known(inquiry.resource.properties.flag("fifoQueue")) === true;
  yield usageCharge(inquiry, "queueRequests", "million requests", {
    item: isOrdered ? "requests to the queue, FIFO" : "requests to the queue",
    key: isOrdered ? "sqs.requests.fifo" : "sqs.requests",
    allowance: "queueRequests",
    cheaper: isOrdered ? "a standard queue where the order does not matter" : undefined,
  });
}

export const serverlessPricers: Readonly<Record<string, Pricer>> = {
  "aws:lambda/function:Function": lambda,
  "aws:sqs/queue:Queue": queue,
};
