import { once } from "node:events";
import * as http from "node:http";
import { json } from "node:stream/consumers";

type Body = Record<string, unknown>;

/** A service of the double's cluster. */
export interface DoubleService {
  taskDefinition: string;
  desired: number;
  running: number;
  /** Task definitions whose tasks never become healthy: ECS gives up on them. */
  broken?: readonly string[];
  /** Whether ECS goes back to the former task definition by itself then. */
  circuitBreaker?: boolean;
  /** Looks until the running tasks are those of the task definition. */
  settlesAfter?: number;
}

/** How a one-off task goes. */
export interface DoubleTask {
  /** Statuses at each look; the last one stays. */
  statuses: readonly string[];
  exitCodes: Readonly<Record<string, number | undefined>>;
  stoppedReason?: string;
}

/**
 * A double of ECS and ECR on a loopback port, after their API references: JSON 1.1 with the action in `X-Amz-Target`.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/, https://docs.aws.amazon.com/AmazonECR/latest/APIReference/
 */
export class AwsDouble {
  readonly services = new Map<string, DoubleService>();
  /** Tags and digests by repository. */
  readonly repositories = new Map<string, readonly string[]>();
  task: DoubleTask = { statuses: ["PENDING", "RUNNING", "STOPPED"], exitCodes: { main: 0 } };
  /** What RunTask answers in place of a task. */
  runFailures: Body[] = [];
  /** Every request, in order: `RunTask`, `UpdateService api app:1`. */
  readonly requests: string[] = [];
  url = "";
  private looks = 0;
  private stopped = false;
  private readonly former = new Map<string, string>();
  private readonly unsettled = new Map<string, number>();
  private readonly server = http.createServer((request, response) => {
    void this.answer(request, response);
  });

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    const address = this.server.address();
    if (typeof address === "object" && address !== null) this.url = `http://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Settings of an SDK client that talks to this double. */
  get client() {
    return {
      region: "eu-west-1",
      endpoint: this.url,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
      maxAttempts: 1,
    };
  }

  /** Moves a service as a deployment does. */
  move(name: string, taskDefinition: string): void {
    const service = this.services.get(name);
    if (service === undefined || service.taskDefinition === taskDefinition) return;
    this.former.set(name, service.taskDefinition);
    this.services.set(name, { ...service, taskDefinition });
    this.unsettled.set(name, service.settlesAfter ?? 1);
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const action = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const body = (await json(request)) as Body;
    this.requests.push(action);
    const [status, answer] = this.dispatch(action, body);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
  }

  private dispatch(action: string, body: Body): [number, Body] {
    switch (action) {
      case "BatchGetImage":
        return this.batchGetImage(body);
      case "RunTask":
        return this.runTask(body);
      case "DescribeTasks":
        return [200, { tasks: [this.taskNow()], failures: [] }];
      case "StopTask":
        this.stopped = true;
        return [200, { task: this.taskNow() }];
      case "DescribeServices":
        return this.describeServices(body);
      case "UpdateService":
        return this.updateService(body);
      default:
        return [400, { __type: "InvalidAction", message: `the double does not know ${action}` }];
    }
  }

  private batchGetImage({ repositoryName, imageIds }: Body): [number, Body] {
    const known = this.repositories.get(String(repositoryName));
    if (known === undefined) return [400, { __type: "RepositoryNotFoundException", message: "no such repository" }];
    const wanted = (imageIds as { imageTag?: string; imageDigest?: string }[]).map(
      (id) => id.imageTag ?? id.imageDigest ?? "",
    );
    return [
      200,
      { images: wanted.filter((id) => known.includes(id)).map((id) => ({ imageId: { imageTag: id } })), failures: [] },
    ];
  }

  private runTask({ cluster }: Body): [number, Body] {
    if (this.runFailures.length > 0) return [200, { tasks: [], failures: this.runFailures }];
    this.looks = 0;
    this.stopped = false;
    const clusterArn = `arn:aws:ecs:eu-west-1:123456789012:cluster/${String(cluster)}`;
    return [200, { tasks: [{ taskArn: taskArn, clusterArn, lastStatus: "PROVISIONING" }], failures: [] }];
  }

  private taskNow(): Body {
    const { statuses, exitCodes, stoppedReason } = this.task;
    const lastStatus = this.stopped ? "STOPPED" : (statuses[Math.min(this.looks++, statuses.length - 1)] ?? "STOPPED");
    const ended = lastStatus === "STOPPED";
    return {
      taskArn,
      lastStatus,
      ...(ended && { stoppedReason: stoppedReason ?? "Essential container in task exited" }),
      containers: Object.entries(exitCodes).map(([name, exitCode]) => ({ name, ...(ended && { exitCode }) })),
    };
  }

  private describeServices({ services }: Body): [number, Body] {
    const names = services as string[];
    const found = names.filter((name) => this.services.has(name)).map((name) => this.serviceNow(name));
    return [200, { services: found, failures: [] }];
  }

  private serviceNow(name: string): Body {
    const service = this.services.get(name) ?? { taskDefinition: "", desired: 0, running: 0 };
    const left = this.unsettled.get(name) ?? 0;
    this.unsettled.set(name, Math.max(0, left - 1));
    const broken = service.broken?.includes(service.taskDefinition) === true;
    if (broken && left === 0 && service.circuitBreaker === true) {
      this.services.set(name, { ...service, taskDefinition: this.former.get(name) ?? "" });
      return { ...this.serviceNow(name), events: [{ message: "rolling back to the last steady deployment" }] };
    }
    const primary = { status: "PRIMARY", rolloutState: left > 0 ? "IN_PROGRESS" : broken ? "FAILED" : "COMPLETED" };
    const deployments = [
      { ...primary, rolloutStateReason: broken ? "tasks failed to start" : "", taskDefinition: service.taskDefinition },
      ...(left > 0 ? [{ status: "ACTIVE", rolloutState: "COMPLETED", taskDefinition: this.former.get(name) }] : []),
    ];
    const running = broken ? 0 : service.running;
    return {
      serviceName: name,
      status: "ACTIVE",
      taskDefinition: service.taskDefinition,
      desiredCount: service.desired,
      runningCount: running,
      pendingCount: left > 0 ? 1 : 0,
      deployments,
      events: [{ message: `(service ${name}) has started ${running} tasks` }],
    };
  }

  private updateService({ service, taskDefinition }: Body): [number, Body] {
    const name = String(service);
    if (!this.services.has(name)) return [400, { __type: "ServiceNotFoundException", message: "Service not found." }];
    this.requests[this.requests.length - 1] = `UpdateService ${name} ${String(taskDefinition).split("/").at(-1)}`;
    this.move(name, String(taskDefinition));
    return [200, { service: this.serviceNow(name) }];
  }
}

const taskArn = "arn:aws:ecs:eu-west-1:123456789012:task/dev-app/0123456789abcdef";
