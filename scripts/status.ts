import type { Service } from "@aws-sdk/client-ecs";
import type { Command } from "commander";
import { table } from "../preview/report/table";
import { scalingRanges, type ScalingRange } from "./aws/autoscaling";
import type { Clients } from "./aws/clients";
import { describeServices } from "./aws/services";
import { describeStopped, stoppedTasks } from "./aws/stoppedTasks";
import { imagesOf, taskDefinition } from "./aws/taskDefinitions";
import { commonOptions, examples, type CommonFlags } from "./command/flags";
import { runs } from "./command/run";
import { stackService, stackServices, type StackService } from "./stack/services";

/** A service as it is now. */
interface Status {
  service: string;
  desired: number;
  running: number;
  pending: number;
  /** Of the latest deployment: `COMPLETED`, `IN_PROGRESS`, `FAILED`. */
  deployment: string;
  taskDefinition: string;
  /** By container. */
  images: Record<string, string>;
  autoscaling?: ScalingRange;
  /** Why tasks ended lately; only where some are missing. */
  stopped: string[];
  lastEvent: string;
}

export function register(program: Command): void {
  const command = commonOptions(program.command("status [service]"))
    .description("Show what runs: tasks, images, the latest deployment, and why tasks are missing")
    .action(
      runs<CommonFlags>(async ({ aws, outputs, style }, _flags, called?: string) => {
        const stack = await outputs();
        const services = called === undefined ? stackServices(stack) : [stackService(stack, called)];
        const found = await statusOf(aws, services);
        const rows = found.map((one) => [
          one.service,
          `${one.running} of ${one.desired}`,
          one.deployment.toLowerCase().replace("_", " "),
          Object.values(one.images).map(shortImage).join(", "),
          one.autoscaling === undefined ? "none" : rangeText(one.autoscaling),
        ]);
        const columns = ["Service", "Running", "Deployment", "Image", "Autoscaling"].map((heading) => ({ heading }));
        const why = found.filter(isShort).map(whyShort);
        return { data: found, text: [table(columns, rows, style), ...why].join("\n\n") };
      }),
    );
  examples(command, "status", "status api --json");
}

async function statusOf(aws: Clients, places: readonly StackService[]): Promise<Status[]> {
  const described = await describeServices(aws, places);
  const ranges = new Map<string, ScalingRange>();
  for (const cluster of new Set(places.map((place) => place.cluster))) {
    const names = places.filter((place) => place.cluster === cluster).map(({ name }) => name);
    for (const [name, range] of await scalingRanges(aws, cluster, names)) ranges.set(`${cluster}/${name}`, range);
  }
  return Promise.all(
    described.map(async ({ place, service }) => {
      const range = ranges.get(`${place.cluster}/${place.name}`);
      const status = { ...counts(place, service), ...(range && { autoscaling: range }) };
      const images = imagesOf(await taskDefinition(aws, service.taskDefinition ?? ""));
      const stopped = isShort(status) ? (await stoppedTasks(aws, place)).map(describeStopped) : [];
      return { ...status, images, stopped, lastEvent: service.events?.[0]?.message ?? "" };
    }),
  );
}

function counts({ key }: StackService, service: Service) {
  const { desiredCount = 0, runningCount = 0, pendingCount = 0, deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  return {
    service: key,
    desired: desiredCount,
    running: runningCount,
    pending: pendingCount,
    deployment: primary?.rolloutState ?? (runningCount === desiredCount ? "COMPLETED" : "IN_PROGRESS"),
    taskDefinition: service.taskDefinition?.split("/").at(-1) ?? "",
  };
}

function isShort({ running, desired }: Pick<Status, "running" | "desired">): boolean {
  return running < desired;
}

function whyShort({ service, running, desired, stopped, lastEvent }: Status): string {
  const said = [...stopped, lastEvent].filter((line) => line !== "").map((line) => `  ${line}`);
  return [`${service} has ${running} of ${desired} tasks. See: cloister logs ${service}`, ...said].join("\n");
}

function rangeText({ min, max, held }: ScalingRange): string {
  return `${min} to ${max}${held ? ", held" : ""}`;
}

/** An image without its registry. */
function shortImage(image: string): string {
  return image.slice(image.lastIndexOf("/") + 1);
}
