import { DescribeTasksCommand, ListTasksCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { fillAccount, writeLog, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

describe("commands that run a task once", function () {
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
    await looksUntilNextState(2);
  });
  afterEach(() => account?.remove());

  const environment = (env: NodeJS.ProcessEnv = {}) => ({ ...moto.env, CLOISTER_POLL_MS: "100", ...env });
  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    cloister([...args, ...account.outputs], environment(env));
  /** Of moto's tasks: each look at one moves it on after so many. */
  const looksUntilNextState = async (times: number) => {
    const transition = { progression: "manual", times };
    await fetch(`${moto.url}/moto-api/state-manager/set-transition`, {
      method: "POST",
      body: JSON.stringify({ model_name: "ecs::task", transition }),
    });
  };
  const tasksOf = async (cluster: string) => {
    const { taskArns = [] } = await account.ecs.send(new ListTasksCommand({ cluster, launchType: "FARGATE" }));
    const stopped = await account.ecs.send(new ListTasksCommand({ cluster, desiredStatus: "STOPPED" }));
    const all = [...new Set([...taskArns, ...(stopped.taskArns ?? [])])];
    if (all.length === 0) return [];
    return (await account.ecs.send(new DescribeTasksCommand({ cluster, tasks: all }))).tasks ?? [];
  };

  for (const [command, cluster, family] of [
    ["run-migration", "dev-shop", "dev-shop-db-migrate"],
    ["setup-schema", "temporal-dev-cluster", "temporal-dev-dsql-schema"],
    ["setup-opensearch", "temporal-dev-cluster", "temporal-dev-opensearch-index"],
  ] as const) {
    it(`${command} runs the stack's task once, and waits until it has ended with 0`, async () => {
      const ran = await run([command, "--yes", "--json"]);
      expect(ran.stderr).to.match(/task [0-9a-f-]+: running\n(.*\n)*task [0-9a-f-]+: stopped\n/);
      expect(ran.code).to.equal(0);
      expect(JSON.parse(ran.stdout)).to.include({ cluster, taskDefinition: `${family}:1`, succeeded: true });
      const tasks = await tasksOf(cluster);
      expect(tasks.map(({ taskDefinitionArn, lastStatus, startedBy }) => [taskDefinitionArn, lastStatus, startedBy]))
        .to //
        .deep.equal([[`arn:aws:ecs:eu-west-1:123456789012:task-definition/${family}:1`, "STOPPED", "cloister"]]);
    });

    it(`${command} --dry-run says what it would run, and changes nothing`, async () => {
      const before = await moto.state();
      const ran = await run([command, "--dry-run"]);
      expect(ran.stdout).to.contain(`${family}:1 (123456789012.dkr.ecr.eu-west-1.amazonaws.com/${family}:1.0.0)`);
      expect(ran.code).to.equal(0);
      expect(await moto.state()).to.equal(before);
    });
  }

  it("asks first, and runs nothing when nobody can answer", async () => {
    const before = await moto.state();
    const ran = await run(["run-migration"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("on cluster dev-shop? Nobody is at a terminal to answer.\n  Add --yes");
    expect(await moto.state()).to.equal(before);
  });

  it("shows the task's own lines while it runs and after its end, each once", async () => {
    await looksUntilNextState(3);
    const group = "/ecs/dev/shop-db-migrate";
    await writeLog(account.logs, group, "ecs/db-migrate/another", ["of another task"]);
    let looks = 0;
    const front = await startFront(moto.url, {
      change: ({ action }, body) => {
        if (action !== "DescribeTasks") return;
        const [task] = body["tasks"] as { taskArn: string; lastStatus: string }[];
        const stream = `ecs/db-migrate/${task?.taskArn.split("/").at(-1)}`;
        if (looks++ === 1) void writeLog(account.logs, group, stream, ["applying 001"]);
        if (task?.lastStatus === "STOPPED") void writeLog(account.logs, group, stream, ["done"]);
      },
    });
    try {
      const ran = await run(["run-migration", "--yes"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(0);
      const lines = ran.stderr.split("\n").filter((line) => line.startsWith("  "));
      expect(lines).to.deep.equal(["  applying 001", "  done"]);
      expect(ran.stderr).to.match(/running\n(.*\n)* {2}applying 001\n(.*\n)*task .*: stopped\n {2}done\n/);
    } finally {
      await front.close();
    }
  });

  for (const [title, container, said] of [
    [
      "ends with 1",
      { name: "db-migrate", exitCode: 1 },
      "db-migrate ended with 1 (Essential container in task exited)",
    ],
    [
      "never started, which leaves no exit code",
      { name: "db-migrate", reason: "CannotPullContainerError: not found" },
      "db-migrate never started (Essential container in task exited; CannotPullContainerError: not found)",
    ],
  ] as const) {
    it(`fails when the task ${title}`, async () => {
      const front = await startFront(moto.url, {
        change: ({ action }, body) => {
          if (action !== "DescribeTasks") return;
          for (const task of body["tasks"] as Record<string, unknown>[]) {
            task["containers"] = [container];
            task["stoppedReason"] = "Essential container in task exited";
          }
        },
      });
      try {
        const ran = await run(["run-migration", "--yes", "--json"], { AWS_ENDPOINT_URL: front.url });
        expect(ran.code).to.equal(1);
        expect(ran.stderr).to.contain(`error: The migration failed: task `).and.to.contain(said);
        expect(ran.stderr).to.match(/cloister logs db-migrate --task [0-9a-f-]+\./);
        expect(JSON.parse(ran.stdout)).to.have.nested.property("error.command", "run-migration");
      } finally {
        await front.close();
      }
    });
  }

  it("fails when ECS starts nothing, though it answers 200", async () => {
    const front = await startFront(moto.url, {
      answer: ({ action }) =>
        action === "RunTask" ? { body: { tasks: [], failures: [{ reason: "RESOURCE:ENI" }] } } : undefined,
    });
    try {
      const ran = await run(["run-migration", "--yes"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain("error: ECS started no task: RESOURCE:ENI.\n");
    } finally {
      await front.close();
    }
  });

  it("stops a task whose time is over", async () => {
    await looksUntilNextState(100_000);
    const ran = await run(["run-migration", "--yes", "--timeout", "1s"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.match(
      /task [0-9a-f-]+: told to stop\nerror: Waited 1 s for task [0-9a-f-]+ to stop, in vain/,
    );
    const [task] = await tasksOf("dev-shop");
    expect(task?.desiredStatus).to.equal("STOPPED");
  });

  it("stops the task it started when Ctrl-C ends it, and exits with 130", async () => {
    await looksUntilNextState(100_000);
    const child = spawn(
      process.execPath,
      [path.join("bin", "cloister.js"), "run-migration", "--yes", ...account.outputs],
      { env: environment(), stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    while (!said.includes("running")) await once(child.stderr, "data");
    child.kill("SIGINT");
    await once(child, "close");
    expect(child.exitCode).to.equal(130);
    expect(said).to.contain("told to stop\n");
    const [task] = await tasksOf("dev-shop");
    expect(task).to.include({ desiredStatus: "STOPPED", stoppedReason: "Given up by who started it" });
  });

  it("goes on when the log cannot be read", async () => {
    const front = await startFront(moto.url, {
      answer: ({ action }) =>
        action === "FilterLogEvents"
          ? { status: 400, body: { __type: "AccessDeniedException", message: "no" } }
          : undefined,
    });
    try {
      const ran = await run(["run-migration", "--yes"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(0);
      expect(ran.stderr).to.contain("Its log cannot be shown: AWS refuses CloudWatchLogs FilterLogEvents: no\n");
    } finally {
      await front.close();
    }
  });

  it("says which component gives an output that is missing", async () => {
    const file = account.outputs[1] ?? "";
    fs.writeFileSync(file, JSON.stringify({ ...account.values, runMigrationInput: undefined, temporal: {} }));
    const migration = await run(["run-migration", "--yes"]);
    expect(migration.stderr).to.contain('has no output "runMigrationInput".\n  It is given by the application');
    const schema = await run(["setup-schema", "--yes"]);
    expect(schema.stderr).to.contain(
      'has no output "temporal.setupTaskRunInput.dsqlSchema".\n  It is given by the Temporal',
    );
  });
});
