import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { missingImages, parseImage } from "../../automation/aws/images";
import { describeServices, moveServices, waitForStable } from "../../automation/aws/services";
import { describeEnding, runTask } from "../../automation/aws/tasks";
import { AwsStateError, CancelledError } from "../../automation/errors";
import { AwsDouble } from "./support/awsDouble";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const digest = `sha256:${"0".repeat(64)}`;
const quick = { pollSeconds: 0.01, timeoutSeconds: 5 };
const task = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${revision}`;

/** What a call rejects with. */
async function rejection(call: Promise<unknown>): Promise<Error> {
  const outcome = await call.then(
    () => new Error("it did not reject"),
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error("it rejected with something that is no error");
  return outcome;
}

describe("tasks, services and images on AWS", () => {
  let aws: AwsDouble;
  let ecs: ECSClient;
  beforeEach(async () => {
    aws = new AwsDouble();
    await aws.start();
    ecs = new ECSClient(aws.client);
  });
  afterEach(() => {
    ecs.destroy();
    aws.stop();
  });

  describe("a one-off task", () => {
    const input = { cluster: "dev-app", taskDefinition: "migrate" };

    it("is waited for until it stops, and tells each state and its exit code", async () => {
      const states: string[] = [];
      const ending = await runTask(ecs, input, { ...quick, onState: (state) => states.push(state) });
      expect(ending).to.deep.include({ succeeded: true, exitCodes: { main: 0 } });
      expect(states).to.deep.equal(["PENDING", "RUNNING", "STOPPED"]);
    });

    it("fails by its exit code", async () => {
      aws.task = { statuses: ["STOPPED"], exitCodes: { main: 1 } };
      const ending = await runTask(ecs, input, quick);
      expect(ending.succeeded).to.equal(false);
      expect(describeEnding(ending)).to.equal(
        "task 0123456789abcdef: main ended with 1 (Essential container in task exited)",
      );
    });

    it("fails when it never started, which leaves no exit code", async () => {
      aws.task = {
        statuses: ["STOPPED"],
        exitCodes: { main: undefined },
        stoppedReason: "CannotPullContainerError: not found",
      };
      const ending = await runTask(ecs, input, quick);
      expect(ending.succeeded).to.equal(false);
      expect(describeEnding(ending)).to.include("main never started (CannotPullContainerError: not found)");
    });

    it("fails when ECS places none, though it answers 200", async () => {
      aws.runFailures = [{ reason: "RESOURCE:ENI", arn: "arn:of:it" }];
      const error = await rejection(runTask(ecs, input, quick));
      expect(error).to.be.instanceOf(AwsStateError);
      expect(error.message).to.include("ECS started no task: RESOURCE:ENI arn:of:it.");
    });

    it("is stopped when its time is over", async () => {
      aws.task = { statuses: ["RUNNING"], exitCodes: { main: 0 } };
      const error = await rejection(runTask(ecs, input, { pollSeconds: 0.01, timeoutSeconds: 0.05 }));
      expect(error.message).to.include("Waited 0.05 s for task 0123456789abcdef to stop, in vain.");
      expect(aws.requests.at(-1)).to.equal("StopTask");
    });

    it("is stopped when the signal ends the call, at once", async () => {
      aws.task = { statuses: ["RUNNING"], exitCodes: { main: 0 } };
      const end = new AbortController();
      const running = runTask(ecs, input, {
        pollSeconds: 60,
        signal: end.signal,
        onState: () => {
          end.abort();
        },
      });
      expect(await rejection(running)).to.be.instanceOf(CancelledError);
      expect(aws.requests).to.deep.equal(["RunTask", "DescribeTasks", "StopTask"]);
    });
  });

  describe("services", () => {
    beforeEach(() => {
      aws.services.set("api", { taskDefinition: task(1), desired: 2, running: 2 });
      aws.services.set("web", { taskDefinition: task(5), desired: 1, running: 1, settlesAfter: 3 });
    });

    it("are described in the order of their names, ten a request", async () => {
      const names = Array.from({ length: 21 }, (_, index) => `s${index}`);
      for (const name of names) aws.services.set(name, { taskDefinition: task(1), desired: 1, running: 1 });
      const states = await describeServices(ecs, "dev-app", names);
      expect(states.map(({ name }) => name)).to.deep.equal(names);
      expect(aws.requests).to.have.length(3);
    });

    it("that are missing are named", async () => {
      const error = await rejection(describeServices(ecs, "dev-app", ["api", "wbe"]));
      expect(error.message).to.include("Cluster dev-app has no service wbe.");
    });

    it("are waited for until they run what they should", async () => {
      aws.move("web", task(6));
      const lines: string[] = [];
      const states = await waitForStable(ecs, "dev-app", ["api", "web"], {
        ...quick,
        expected: { web: task(6) },
        onChange: ({ name, pending }) => lines.push(`${name} ${pending}`),
      });
      expect(states.map(({ stable }) => stable)).to.deep.equal([true, true]);
      expect(lines).to.deep.equal(["api 0", "web 1", "web 0"]);
    });

    it("fail when ECS gives up on one", async () => {
      aws.services.set("api", { taskDefinition: task(1), desired: 1, running: 1, broken: [task(2)] });
      aws.move("api", task(2));
      const error = await rejection(waitForStable(ecs, "dev-app", ["api"], quick));
      expect(error.message).to.include("Service api: tasks failed to start");
    });

    it("fail when ECS rolls one back, also where nothing said what to expect", async () => {
      for (const expected of [{ api: task(2) }, undefined]) {
        aws.services.set("api", {
          taskDefinition: task(1),
          desired: 1,
          running: 1,
          broken: [task(2)],
          circuitBreaker: true,
        });
        aws.move("api", task(2));
        const error = await rejection(waitForStable(ecs, "dev-app", ["api"], { ...quick, expected }));
        expect(error.message).to.include("is to run app:1, not app:2: it was rolled back. rolling back to the last");
      }
    });

    it("say after the time limit how far they are", async () => {
      aws.services.set("api", { taskDefinition: task(1), desired: 2, running: 1 });
      const error = await rejection(
        waitForStable(ecs, "dev-app", ["api", "web"], { pollSeconds: 0.01, timeoutSeconds: 0.05 }),
      );
      expect(error.message).to.include("services to be stable: api, web").and.to.include("api: 1 of 2 tasks run");
      expect(error.message).not.to.include("web: ");
    });

    it("move back to the task definition they had", async () => {
      aws.services.set("api", { taskDefinition: task(2), desired: 1, running: 1, broken: [task(2)] });
      await moveServices(ecs, "dev-app", { api: task(1) });
      const [state] = await waitForStable(ecs, "dev-app", ["api"], { ...quick, expected: { api: task(1) } });
      expect(state).to.deep.include({ taskDefinition: task(1), stable: true });
      expect(aws.requests[0]).to.equal("UpdateService api app:1");
    });
  });

  describe("images", () => {
    it("are read from references as task definitions have them", () => {
      expect(parseImage(`${registry}/team/api:v1.2`)).to.deep.equal({
        account: "123456789012",
        region: "eu-west-1",
        repository: "team/api",
        tag: "v1.2",
      });
      expect(parseImage(`${registry}/api@${digest}`)).to.deep.include({ repository: "api", digest });
      for (const other of ["nginx:1", `${registry}/api`, "public.ecr.aws/nginx/nginx:1", `${registry}/api@sha256:12`])
        expect(parseImage(other), other).to.equal(undefined);
    });

    it("are looked for by tag or digest, and what is missing is said", async () => {
      aws.repositories.set("api", ["v1", digest]);
      const ecr = new ECRClient(aws.client);
      const missing = await missingImages(
        () => ecr,
        [`${registry}/api:v1`, `${registry}/api@${digest}`, `${registry}/api:v2`, `${registry}/web:v1`],
      );
      expect(missing).to.deep.equal([
        { image: `${registry}/api:v2`, missing: "image" },
        { image: `${registry}/web:v1`, missing: "repository" },
      ]);
      expect((await rejection(missingImages(() => ecr, ["nginx"]))).message).to.include('"nginx" is no image of ECR');
      ecr.destroy();
    });
  });
});
