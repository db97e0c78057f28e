import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  assertPoliciesHold,
  operationCounts,
  PolicyNotEvaluatedError,
  PolicyViolationError,
  previewOffline,
  previewStack,
  ProgramFailedError,
  CancelledError,
  ConcurrentUpdateError,
  deployStack,
  destroyStack,
  OptionsError,
  GateFailedError,
  type DeployOptions,
  type DeployResult,
  type StackOptions,
  secret,
  StackMissingError,
  stackOutputs,
  type RunOptions,
} from "../../automation";
import { AwsDouble } from "../automation/support/awsDouble";
import { findPulumi, run } from "./support/cli";
import { Workspace } from "./support/workspace";

const pulumi = findPulumi();
if (pulumi === undefined) console.log("skipped: no pulumi CLI");

/** What a call rejects with. */
async function rejection<Kind extends Error>(
  kind: abstract new (...args: never[]) => Kind,
  call: Promise<unknown>,
): Promise<Kind> {
  const outcome = await call.then(
    () => "it did not reject",
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(kind);
  return outcome as Kind;
}

/** Names of what really exists, from the stack's exported state. */
async function existing(options: StackOptions): Promise<string[]> {
  const { stdout } = await run(
    path.join(options.cliRoot ?? "", "bin/pulumi"),
    ["-C", options.projectDir ?? "", "stack", "export", "--stack", options.stack],
    { ...options.env },
  );
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: { urn: string; custom: boolean }[] } };
  const resources = (deployment.resources ?? []).filter(
    ({ urn, custom }) => custom && !urn.includes("pulumi:providers"),
  );
  return resources.map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2)).toSorted();
}

/** Steps of a deployment as `NAME STATE`, without those that had nothing to do. */
function stepsOf(deployment: DeployResult | undefined): string[] {
  const steps = deployment?.steps ?? [];
  return steps.filter(({ state }) => state !== "skipped").map(({ name, state }) => `${name} ${state}`);
}

function detailOf(deployment: DeployResult | undefined, name: string): string {
  return deployment?.steps.find((step) => step.name === name)?.detail ?? "";
}

describe("automation with the real CLI", () => {
  if (pulumi === undefined) {
    it.skip("skipped: no pulumi CLI");
    return;
  }
  let workspace: Workspace;
  let options: RunOptions;
  /** The CLI with providers that stand in for real ones: nothing is to be downloaded. */
  let cliRoot: string;

  before(() => {
    workspace = new Workspace();
    cliRoot = path.join(workspace.root, "cli");
    fs.mkdirSync(path.join(cliRoot, "bin"), { recursive: true });
    const script = `#!/bin/sh\ncase "$1" in up|preview|destroy|refresh) exec ${pulumi} "$@" --skip-plugin-pre-install ;; esac\nexec ${pulumi} "$@"\n`;
    fs.writeFileSync(path.join(cliRoot, "bin/pulumi"), script, { mode: 0o755 });
  });
  beforeEach(() => {
    const projectDir = workspace.copyProgram(path.join(__dirname, "automation/program"));
    options = {
      stack: "dev",
      projectDir,
      cliRoot,
      env: workspace.environment(projectDir) as Record<string, string>,
      policyPacks: [workspace.copyPack(path.join(__dirname, "automation/pack"))],
    };
  });
  after(() => {
    workspace.remove();
  });

  it("previews, sets configuration, keeps secrets off the result", async () => {
    const heard: string[] = [];
    const result = await previewStack({
      ...options,
      config: { owner: "us", takesMs: { first: 1 }, password: secret("hunter2") },
      onEvent: ({ kind }) => heard.push(kind),
    });
    expect(result.project).to.equal("deployed");
    expect(result.stack).to.equal("dev");
    expect(operationCounts(result)).to.deep.equal({ create: 4 });
    console.log(result.outputs, fs.readFileSync(path.join(options.projectDir ?? "", "Pulumi.dev.yaml"), "utf8"));
    expect(result.outputs).to.deep.include({ owner: "us", password: "[secret]" });
    expect(heard).to.include("engine");
    const file = fs.readFileSync(path.join(options.projectDir ?? "", "Pulumi.dev.yaml"), "utf8");
    expect(file)
      .to.match(/deployed:password:\s+secure: /)
      .and.not.to.include("hunter2");
  });

  it("gives the same result as the preview without a CLI, so one gate judges both", async () => {
    const config = { encrypted: false };
    const online = await rejection(PolicyViolationError, previewStack({ ...options, config }));
    expect(operationCounts(online.result)).to.deep.equal({ create: 4 }); // the stack and its provider among them
    const offline = await previewOffline({
      cwd: options.projectDir,
      stack: "dev",
      policyPacks: options.policyPacks as string[],
    });
    expect(operationCounts(offline)).to.deep.equal({ create: 4 });
    const refused = await rejection(
      PolicyViolationError,
      (async () => {
        assertPoliciesHold(offline);
      })(),
    );
    expect(refused.findings.map(({ location, severity, ...same }) => same)).to.deep.equal(
      online.findings.map(({ location, severity, ...same }) => same),
    );
    const [finding] = online.findings;
    expect(finding).to.deep.include({
      rule: "queue-encrypted",
      family: "data-protection",
      level: "mandatory",
      message: "not encrypted",
    });
    expect(finding?.urn).to.equal("urn:pulumi:dev::deployed::aws:sqs/queue:Queue::orders");
    expect(online.message).to.include(
      "queue-encrypted: urn:pulumi:dev::deployed::aws:sqs/queue:Queue::orders: not encrypted",
    );
  });

  it("fails for a rule that can't run, unless it is named", async () => {
    const config = { unknownPolicy: true };
    const error = await rejection(PolicyNotEvaluatedError, previewStack({ ...options, config }));
    expect(error.findings.map(({ rule }) => rule)).to.deep.equal(["policy-closed"]);
    expect(error.findings[0]?.urn).to.include("aws:sqs/queuePolicy:QueuePolicy::policy");
    const result = await previewStack({ ...options, config, allowUndetermined: ["policy-closed"] });
    expect(result.policies.undetermined).to.have.length(1);
  });

  it("says why a program fails", async () => {
    const error = await rejection(ProgramFailedError, previewStack({ ...options, config: { fails: true } }));
    expect(error.errors.join("\n")).to.include("the program is broken");
  });

  it("says that a stack is missing", async () => {
    const error = await rejection(StackMissingError, stackOutputs(options));
    expect(error.message).to.include("There is no stack dev");
  });

  describe("a deployment", () => {
    it("passes its gates, says what it did, and is a no-op the second time; destroyed, nothing is left", async () => {
      const result = await deployStack({ ...options, config: { owner: "us", password: secret("hunter2") } });
      expect(stepsOf(result)).to.deep.equal(["preview done", "update done"]);
      expect(result.changes).to.deep.equal({ create: 3 });
      expect(result.outputs).to.deep.include({ owner: "us", password: "[secret]" });
      expect(JSON.stringify(result)).not.to.include("hunter2");
      expect(await existing(options)).to.deep.equal(["late", "orders"]);
      expect(await stackOutputs(options)).to.deep.include({ owner: "us", password: "[secret]" });
      expect(await stackOutputs({ ...options, showSecrets: true })).to.deep.include({ password: "hunter2" });

      const again = await deployStack(options);
      expect(again.changes).to.deep.equal({});

      const wrong = await rejection(OptionsError, destroyStack({ ...options, confirm: "prod" }));
      expect(wrong.message).to.include('confirm: "prod": must be the stack\'s name, dev');
      const destroyed = await destroyStack({ ...options, confirm: "dev" });
      expect(destroyed.changes).to.deep.equal({ delete: 3 });
      expect(await existing(options)).to.deep.equal([]);
    });

    it("creates nothing when a mandatory policy is violated", async () => {
      const error = await rejection(PolicyViolationError, deployStack({ ...options, config: { encrypted: false } }));
      expect(error.findings).to.have.length(1);
      expect(error.findings[0]).to.deep.include({
        rule: "queue-encrypted",
        urn: "urn:pulumi:dev::deployed::aws:sqs/queue:Queue::orders",
        message: "not encrypted",
      });
      expect(stepsOf(error.deployment)).to.include.members(["preview failed", "update not reached"]);
      expect(detailOf(error.deployment, "rollback")).to.equal("nothing was changed");
      expect(await existing(options)).to.deep.equal([]);
    });

    it("creates nothing when a rule can't run", async () => {
      const error = await rejection(
        PolicyNotEvaluatedError,
        deployStack({ ...options, config: { unknownPolicy: true } }),
      );
      expect(error.findings.map(({ rule }) => rule)).to.deep.equal(["policy-closed"]);
      expect(await existing(options)).to.deep.equal([]);
    });

    it("does nothing while another one runs, and says so", async () => {
      const config = { takesMs: { first: 6_000 } };
      let other: Promise<unknown> | undefined;
      const first = deployStack({
        ...options,
        config,
        onEvent: (event) => {
          if (
            event.kind !== "engine" ||
            event.event.resourcePreEvent === undefined ||
            event.event.resourcePreEvent.planning === true
          )
            return;
          if (event.event.resourcePreEvent.metadata.urn.endsWith("::orders"))
            other ??= rejection(ConcurrentUpdateError, deployStack({ ...options, onEvent: undefined }));
        },
      });
      await first;
      expect(other, "the second deployment began").not.to.equal(undefined);
      const error = (await other) as ConcurrentUpdateError;
      expect(error.message).to.include("Another update of stack dev is running").and.to.include("pulumi cancel");
      expect(stepsOf(error.deployment)).to.include("update failed");
      expect(await existing(options)).to.deep.equal(["late", "orders"]);
    });

    it("ends in an orderly way when it is cancelled, and the next one goes on", async () => {
      const end = new AbortController();
      const error = await rejection(
        CancelledError,
        deployStack({
          ...options,
          config: { takesMs: { first: 2_000, second: 1 } },
          signal: end.signal,
          onEvent: (event) => {
            if (
              event.kind !== "engine" ||
              event.event.resourcePreEvent === undefined ||
              event.event.resourcePreEvent.planning === true
            )
              return;
            if (event.event.resourcePreEvent.metadata.urn.endsWith("::orders")) end.abort();
          },
        }),
      );
      expect(stepsOf(error.deployment)).to.include("update failed");
      expect(error.deployment?.resources.map(({ name }) => name))
        .to.include("orders")
        .and.not.to.include("late");
      expect(await existing(options)).to.deep.equal(["orders"]);
      const state = path.join(path.dirname(options.projectDir ?? ""), "state/.pulumi/locks");
      const locks = fs.existsSync(state) ? fs.readdirSync(state, { recursive: true }) : [];
      expect(locks.filter((file) => String(file).endsWith(".json"))).to.deep.equal([]);

      const result = await deployStack(options);
      expect(result.changes).to.deep.equal({ create: 1 });
      expect(await existing(options)).to.deep.equal(["late", "orders"]);
    });

    it("that is cancelled before it begins does nothing", async () => {
      const error = await rejection(CancelledError, deployStack({ ...options, signal: AbortSignal.abort() }));
      expect(error.deployment).to.equal(undefined);
    });
  });

  describe("a deployment with a migration and services", () => {
    let aws: AwsDouble;
    const task = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/app:${revision}`;
    const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:v1";
    const quick = { pollSeconds: 0.02, timeoutSeconds: 10 };

    beforeEach(async () => {
      aws = new AwsDouble();
      await aws.start();
      aws.repositories.set("api", ["v1"]);
      const credentials = { AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" };
      options = {
        ...options,
        env: { ...options.env, ...credentials, AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: aws.url },
      };
    });
    afterEach(() => {
      aws.stop();
    });

    /** Deploys a revision; what the provider creates or updates is what the double's cluster runs. */
    const deploy = (revision: number, more: Partial<DeployOptions> = {}) =>
      deployStack({
        ...options,
        images: [image],
        migration: quick,
        services: quick,
        ...more,
        config: { migration: true, services: { api: revision }, ...more.config },
        onEvent: (event) => {
          more.onEvent?.(event);
          const done = event.kind === "engine" ? event.event.resOutputsEvent : undefined;
          if (done?.metadata.type !== "aws:ecs/service:Service" || done.planning === true) return;
          const { taskDefinition } = done.metadata.new?.outputs as { taskDefinition?: string };
          if (taskDefinition === undefined) return; // left for the second update
          const known = aws.services.get("api");
          aws.requests.push(`deployed ${taskDefinition.split("/").at(-1) ?? ""}`);
          if (known === undefined) aws.services.set("api", { taskDefinition, desired: 1, running: 1 });
          else aws.move("api", taskDefinition);
        },
      });

    it("migrates before it moves the services, in this order", async () => {
      const log: string[] = [];
      const first = await deploy(1);
      expect(stepsOf(first)).to.deep.equal([
        "images done",
        "preview done",
        "update done",
        "migration done",
        "services done",
      ]);
      expect(aws.requests.filter((request) => !/^Describe/.test(request))).to.deep.equal([
        "BatchGetImage",
        "RunTask",
        "deployed app:1",
      ]);
      expect(await existing(options)).to.deep.equal(["api", "api-watch", "late", "orders"]);

      const second = await deploy(2, {
        onEvent: (event) => {
          if (event.kind === "log") log.push(`${event.step}: ${event.line}`);
        },
        healthCheck: async ({ ecsClusterName }) => {
          log.push(`health of ${String(ecsClusterName)}`);
        },
      });
      expect(second.changes).to.deep.equal({ update: 1 });
      expect(detailOf(second, "services")).to.equal("api runs app:2");
      expect(log).to.include("migration: 0123456789abcdef running").and.to.include("health of dev-app");
    });

    it("stops before anything when an image is missing", async () => {
      const error = await rejection(GateFailedError, deploy(1, { images: [image.replace("v1", "v2")] }));
      expect(error.gate).to.equal("images");
      expect(error.message).to.include("api:v2: there is no such image.");
      expect(await existing(options)).to.deep.equal([]);
    });

    it("leaves the services where they are when the migration fails", async () => {
      await deploy(1);
      aws.task = { statuses: ["RUNNING", "STOPPED"], exitCodes: { main: 1 } };
      const error = await rejection(GateFailedError, deploy(2));
      expect(error.gate).to.equal("migration");
      expect(error.message).to.include("main ended with 1");
      expect(stepsOf(error.deployment)).to.deep.equal([
        "images done",
        "preview done",
        "update done",
        "migration failed",
        "services not reached",
        "health not reached",
        "rollback done",
      ]);
      expect(detailOf(error.deployment, "rollback")).to.equal("no service had been moved");
      expect(aws.services.get("api")?.taskDefinition).to.equal(task(1));

      aws.task = { statuses: ["STOPPED"], exitCodes: { main: 0 } };
      expect((await deploy(2)).changes).to.deep.equal({ update: 1 });
      expect(aws.services.get("api")?.taskDefinition).to.equal(task(2));
    });

    it("moves services back when they do not become stable", async () => {
      await deploy(1);
      aws.services.set("api", { taskDefinition: task(1), desired: 1, running: 1, broken: [task(2)] });
      const error = await rejection(GateFailedError, deploy(2));
      expect(error.gate).to.equal("services");
      expect(error.message).to.include("Service api: tasks failed to start");
      expect(detailOf(error.deployment, "rollback")).to.match(/^api runs app:1 again; the stack's state knows/);
      expect(aws.services.get("api")?.taskDefinition).to.equal(task(1));
      expect(aws.requests).to.include("UpdateService api app:1");
    });

    it("moves services back when the health check fails, and says what is new", async () => {
      await deploy(1);
      const healthCheck = () => Promise.reject(new Error("503 from /health"));
      const config = { services: { api: 2, web: 1 } };
      aws.services.set("web", { taskDefinition: task(1), desired: 1, running: 1 });
      const error = await rejection(GateFailedError, deploy(2, { healthCheck, config }));
      expect(error.gate).to.equal("health");
      expect(error.message).to.include("503 from /health");
      expect(detailOf(error.deployment, "rollback")).to.include("api runs app:1 again; new, and so without");
      expect(aws.services.get("api")?.taskDefinition).to.equal(task(1));
    });

    it("runs no gate that is not wanted", async () => {
      const result = await deploy(1, { images: [], migration: false, services: false });
      expect(stepsOf(result)).to.deep.equal(["preview done", "update done"]);
      expect(aws.requests).to.deep.equal(["deployed app:1"]);
    });
  });
});
