import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { fillAccount, writeLog, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

const group = "/ecs/dev/shop-api";
const task = "0123456789abcdef0123456789abcdef";

describe("cloister logs", function () {
  this.timeout(120_000);
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

  const environment = (env: NodeJS.ProcessEnv = {}) => ({ ...moto.env, CLOISTER_POLL_MS: "50", ...env });
  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    cloister(["logs", ...args, ...account.outputs], environment(env));
  const messages = (stdout: string) => (JSON.parse(stdout) as { message: string }[]).map(({ message }) => message);

  it("shows each line with its time and the task it came from", async () => {
    await writeLog(account.logs, group, `ecs/api/${task}`, ["listening"], Date.UTC(2026, 10, 26, 8));
    const ran = await run(["api", "--since", "9999d"]);
    expect(ran).to.deep.equal({ code: 0, stdout: "2026-11-26T08:00:00.000Z 01234567 listening\n", stderr: "" });
  });

  it("goes back an hour, or as far as it is told", async () => {
    await writeLog(account.logs, group, "ecs/api/old", ["two hours ago"], Date.now() - 7_200_000);
    await writeLog(account.logs, group, "ecs/api/new", ["now"]);
    expect(messages((await run(["api", "--json"])).stdout)).to.deep.equal(["now"]);
    const all = await run(["api", "--json", "--since", "3h"]);
    expect(messages(all.stdout)).to.have.members(["now", "two hours ago"]);
  });

  it("keeps lines of one task, lines that match, or the first few", async () => {
    await writeLog(account.logs, group, `ecs/api/${task}`, ["ERROR a", "fine"]);
    await writeLog(account.logs, group, "ecs/api/other", ["ERROR b"]);
    expect(messages((await run(["api", "--json", "--task", task])).stdout)).to.deep.equal(["ERROR a", "fine"]);
    const errors = await run(["api", "--json", "--filter", "ERROR"]);
    expect(messages(errors.stdout)).to.have.members(["ERROR a", "ERROR b"]);
    expect(messages((await run(["api", "--json", "--limit", "1"])).stdout)).to.have.length(1);
  });

  it("shows the log of the migration and of a setup task", async () => {
    await writeLog(account.logs, "/ecs/dev/shop-db-migrate", "ecs/db-migrate/a", ["migrated"]);
    await writeLog(account.logs, "/ecs/temporal-dev/dsqlSchema", "dsqlSchema/a", ["schema ready"]);
    expect((await run(["db-migrate"])).stdout).to.contain("migrated");
    expect((await run(["dsqlSchema"])).stdout).to.contain("schema ready");
  });

  it("suggests the name that is meant, and says when there is no line", async () => {
    expect((await run(["ap"])).stderr).to.contain('has no log of a service "ap".\n  Did you mean api?');
    expect(await run(["api"])).to.deep.equal({
      code: 0,
      stdout: "",
      stderr: `${group} has no such line in this time.\n`,
    });
    expect((await run(["api", "--json"])).stdout).to.equal("[]\n");
  });

  it("walks every page of a long log, in bounded memory", async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index} ${"x".repeat(2000)}`);
    await writeLog(account.logs, group, "ecs/api/long", lines);
    // Pages of 400 lines, as these are cut by AWS, which ends a page at 1 MB.
    const front = await startFront(moto.url, {
      rewrite: ({ body }) => JSON.stringify({ ...(JSON.parse(body) as object), limit: 400 }),
    });
    try {
      const env = { NODE_OPTIONS: "--max-old-space-size=40", AWS_ENDPOINT_URL: front.url };
      const all = await run(["api", "--json"], env);
      expect(all.stderr).to.equal("");
      expect(messages(all.stdout)).to.deep.equal(lines);
      expect(front.requests).to.have.length.greaterThanOrEqual(25);
    } finally {
      await front.close();
    }
  });

  it("ends a list that an error cuts short as one JSON document, with the error as its last item", async () => {
    let page = 0;
    const front = await startFront(moto.url, {
      answer: ({ action }) => {
        if (action !== "FilterLogEvents") return undefined;
        if (page++ === 0)
          return { body: { events: [{ eventId: "1", timestamp: Date.now(), message: "one" }], nextToken: "more" } };
        return { status: 400, body: { __type: "AccessDeniedException", message: "no more" } };
      },
    });
    try {
      const ran = await run(["api", "--json"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(1);
      const [first, last] = JSON.parse(ran.stdout) as Record<string, unknown>[];
      expect(first).to.include({ message: "one" });
      expect(last).to.have.nested.property("error.message", "AWS refuses CloudWatchLogs FilterLogEvents: no more");
    } finally {
      await front.close();
    }
  });

  it("ends quietly when its reader goes away", async () => {
    await writeLog(
      account.logs,
      group,
      "ecs/api/a",
      Array.from({ length: 2000 }, () => "x".repeat(500)),
    );
    const child = spawn(process.execPath, [path.join("bin", "cloister.js"), "logs", "api", ...account.outputs], {
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    await once(child.stdout, "data");
    child.stdout.destroy();
    await once(child, "close");
    expect(said).to.equal("");
    expect(child.exitCode).to.equal(0);
  });

  it("follows: every line once, also one that arrives late, until Ctrl-C", async () => {
    const now = Date.now();
    await writeLog(account.logs, group, "ecs/api/a", ["first"], now);
    const child = spawn(
      process.execPath,
      [path.join("bin", "cloister.js"), "logs", "api", "--follow", "--json", ...account.outputs],
      { env: environment(), stdio: ["ignore", "pipe", "pipe"] },
    );
    const seen: string[] = [];
    const lines = createInterface({ input: child.stdout });
    const until = async (count: number) => {
      for (const end = Date.now() + 20_000; seen.length < count && Date.now() < end;)
        await new Promise((resolve) => setTimeout(resolve, 20));
    };
    lines.on("line", (line) => seen.push((JSON.parse(line) as { message: string }).message));
    await until(1);
    await writeLog(account.logs, group, "ecs/api/a", ["second"], now + 2000);
    await until(2);
    await writeLog(account.logs, group, "ecs/api/b", ["late"], now - 10_000);
    await until(3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGINT");
    await once(child, "close");
    expect(seen).to.deep.equal(["first", "second", "late"]);
  });
});
