import { expect } from "chai";
import { fillAccount, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

describe("cloister status", function () {
  this.timeout(60_000);
  let moto: Moto;
  let account: Account;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
  });
  after(() => moto?.stop());
  beforeEach(async () => {
    await moto.reset();
    account = await fillAccount(moto);
  });
  afterEach(() => account?.remove());

  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    cloister(["status", ...args, ...account.outputs], { ...moto.env, ...env });

  it("shows every service in the order of the start, with tasks, image and autoscaling", async () => {
    const ran = await run([]);
    expect(ran).to.include({ code: 0, stderr: "" });
    // moto never completes a deployment that has tasks.
    expect(
      ran.stdout
        .split("\n")
        .slice(0, 4)
        .map((line) => line.replace(/ {2,}/g, " | ")),
    ).to.deep.equal([
      "Service | Running | Deployment | Image | Autoscaling",
      "api | 1 of 1 | in progress | dev-shop-api:1.0.0 | 1 to 4",
      "web | 2 of 2 | in progress | dev-shop-web:1.0.0 | 2 to 6",
      "history | 0 of 0 | completed | temporal-dev-history:1.0.0 | none",
    ]);
  });

  it("shows one service as JSON", async () => {
    const [web, ...others] = JSON.parse((await run(["web", "--json"])).stdout) as Record<string, unknown>[];
    expect(others).to.deep.equal([]);
    expect(web).to.deep.include({
      service: "web",
      desired: 2,
      running: 2,
      taskDefinition: "dev-shop-web:1",
      autoscaling: { min: 2, max: 6, held: false },
      stopped: [],
    });
  });

  it("tells why tasks are missing: reasons of those that ended, and what the service says", async () => {
    const arn = "arn:aws:ecs:eu-west-1:123456789012:task/dev-shop/0123456789abcdef";
    const front = await startFront(moto.url, {
      change: ({ action }, body) => {
        if (action !== "DescribeServices") return;
        for (const service of body["services"] as Record<string, unknown>[]) {
          if (service["serviceName"] !== "dev-shop-web-3c4d") continue;
          service["runningCount"] = 1;
          service["events"] = [{ message: "(service web) is unable to start tasks." }];
        }
      },
      answer: ({ action }) => {
        if (action === "ListTasks") return { body: { taskArns: [arn] } };
        if (action !== "DescribeTasks") return undefined;
        const task = {
          taskArn: arn,
          taskDefinitionArn: "arn:aws:ecs:eu-west-1:123456789012:task-definition/dev-shop-web:1",
          stoppedAt: 1_790_000_000,
          stoppedReason: "Essential container in task exited",
          containers: [{ name: "web", exitCode: 137, reason: "OutOfMemoryError: killed" }],
        };
        return { body: { tasks: [task] } };
      },
    });
    try {
      const ran = await run([], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(0);
      expect(ran.stdout).to.contain(
        [
          "web has 1 of 2 tasks. See: cloister logs web",
          "  task 01234567 (dev-shop-web:1): Essential container in task exited; OutOfMemoryError: killed; web ended with 137",
          "  (service web) is unable to start tasks.",
        ].join("\n"),
      );
      expect(front.requests.find(({ action }) => action === "ListTasks")?.body).to.contain('"STOPPED"');
    } finally {
      await front.close();
    }
  });

  it("changes nothing, suggests the service that is meant, and says that an empty account has none", async () => {
    const before = await moto.state();
    expect((await run([])).code).to.equal(0);
    expect(await moto.state()).to.equal(before);
    expect((await run(["ap"])).stderr).to.contain('has no service "ap".\n  Did you mean api?');
    await moto.reset();
    expect((await run([])).stderr).to.contain("error: There is no cluster dev-shop.\n");
  });
});
