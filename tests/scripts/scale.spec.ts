import { expect } from "chai";
import { fillAccount, ranges, temporalOrder, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

const api = "dev-shop-api-1a2b";
const web = "dev-shop-web-3c4d";

describe("cloister scale", function () {
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
    cloister(["scale", ...args, ...account.outputs], { ...moto.env, CLOISTER_POLL_MS: "20", ...env });

  for (const [title, args, count] of [
    ["a number", ["api", "3"], 3],
    ["one more", ["api", "+1"], 2],
    ["its name in ECS", [api, "2"], 2],
  ] as const) {
    it(`sets a service's count by ${title}, and no other's`, async () => {
      expect(await run([...args])).to.include({ code: 0, stderr: "" });
      expect(await account.desired("dev-shop")).to.deep.equal({ [api]: count, [web]: 2 });
    });
  }

  it("takes one away by -1", async () => {
    expect((await run(["web", "3"])).code).to.equal(0);
    expect((await run(["web", "-1", "--json"])).code).to.equal(0);
    expect(await account.desired("dev-shop")).to.include({ [web]: 2 });
  });

  it("refuses a count that autoscaling would undo, and says which bound to change", async () => {
    const ran = await run(["api", "5"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("api is scaled between 1 and 4: autoscaling would undo a count of 5.\n");
    expect(ran.stderr).to.contain("--max 5");
    expect(await account.desired("dev-shop")).to.include({ [api]: 1 });
  });

  it("moves a bound on purpose, and keeps the other", async () => {
    expect((await run(["api", "5", "--max", "8"])).code).to.equal(0);
    expect(await account.desired("dev-shop")).to.include({ [api]: 5 });
    expect(await ranges(account.scaling)).to.deep.equal({ [api]: "1-8", [web]: "2-6" });
  });

  it("refuses bounds that cross, and bounds of a service that nothing scales", async () => {
    expect((await run(["api", "3", "--min", "6"])).stderr).to.contain("--min 6 would be above --max 4.");
    expect((await run(["history", "1", "--max", "2"])).stderr).to.contain("history has no autoscaling.");
  });

  it("suggests the service that is meant", async () => {
    const ran = await run(["histroy", "1"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain('has no service "histroy".\n  Did you mean history?');
  });

  for (const wrong of ["many", "1.5", "-4", "5001"]) {
    it(`refuses a count of ${wrong}`, async () => {
      const before = await moto.state();
      expect((await run(["api", wrong])).code).to.equal(1);
      expect(await moto.state()).to.equal(before);
    });
  }

  for (const args of [["api", "3"], ["down"], ["down", "--nodes"], ["up"], ["up", "--count", "2"]]) {
    it(`changes nothing with scale ${args.join(" ")} --dry-run`, async () => {
      const before = await moto.state();
      const ran = await run([...args, "--dry-run", "--json"]);
      expect(ran.code).to.equal(0);
      expect(JSON.parse(ran.stdout)).to.include({ changed: false });
      expect(await moto.state()).to.equal(before);
    });
  }

  it("asks before services stop, and cannot without a terminal", async () => {
    const ran = await run(["down"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("Stop web, api? Nobody is at a terminal to answer.");
    expect(await account.desired("dev-shop")).to.deep.equal({ [api]: 1, [web]: 2 });
  });

  it("stops everything in the reverse order of the start, holds autoscaling, and starts it again in order", async () => {
    const front = await startFront(moto.url, {});
    const order = () =>
      front.requests
        .filter(({ action }) => action === "UpdateService")
        .map(({ body }) => (JSON.parse(body) as { service: string }).service);
    try {
      const env = { AWS_ENDPOINT_URL: front.url };
      expect((await run(["up", "--wait"], env)).code).to.equal(0);
      const temporal = temporalOrder.map((key) => `temporal-dev-temporal-${key}`);
      expect(order()).to.deep.equal(temporal);
      expect(await account.desired("temporal-dev-cluster")).to.include({ [temporal[0] ?? ""]: 1 });

      front.requests.length = 0;
      expect((await run(["down", "--yes"], env)).code).to.equal(0);
      expect(order()).to.deep.equal([...temporal.toReversed(), web, api]);
      expect(Object.values(await account.desired("dev-shop"))).to.deep.equal([0, 0]);
      expect(await ranges(account.scaling)).to.deep.equal({ [api]: "1-4 held", [web]: "2-6 held" });

      front.requests.length = 0;
      expect((await run(["up"], env)).code).to.equal(0);
      expect(order()).to.deep.equal([api, web, ...temporal]);
      expect(await account.desired("dev-shop")).to.deep.equal({ [api]: 1, [web]: 2 });
      expect(await ranges(account.scaling)).to.deep.equal({ [api]: "1-4", [web]: "2-6" });
    } finally {
      await front.close();
    }
  });

  it("holds autoscaling before it takes tasks away, and lets it go after they are back", async () => {
    const front = await startFront(moto.url, {});
    const changes = () =>
      front.requests
        .filter(({ action, body }) => /^(UpdateService|RegisterScalableTarget)$/.test(action) && body.includes(api))
        .map(({ action }) => action);
    try {
      await run(["down", "--yes"], { AWS_ENDPOINT_URL: front.url });
      await run(["up"], { AWS_ENDPOINT_URL: front.url });
      expect(changes()).to.deep.equal([
        "RegisterScalableTarget",
        "UpdateService",
        "UpdateService",
        "RegisterScalableTarget",
      ]);
    } finally {
      await front.close();
    }
  });

  it("tells each step while it waits", async () => {
    let asked = 0;
    const front = await startFront(moto.url, {
      change: ({ action }, body) => {
        if (action !== "DescribeServices") return;
        for (const service of body["services"] as Record<string, unknown>[])
          service["runningCount"] = Math.min(asked++, 3);
      },
    });
    try {
      const ran = await run(["api", "3", "--wait"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(0);
      expect(ran.stderr).to.equal("api: 1 of 3 running\napi: 2 of 3 running\napi: 3 of 3 running\n");
    } finally {
      await front.close();
    }
  });

  it("gives up waiting when the time is over, with what the service says", async () => {
    const front = await startFront(moto.url, {
      change: ({ action }, body) => {
        if (action !== "DescribeServices") return;
        for (const service of body["services"] as Record<string, unknown>[]) {
          service["runningCount"] = 0;
          service["events"] = [{ message: "(service api) was unable to place a task." }];
        }
      },
    });
    try {
      const ran = await run(["api", "3", "--wait", "--timeout", "1s"], { AWS_ENDPOINT_URL: front.url });
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain("error: api has 0 of 3 tasks, and the time is over.\n");
      expect(ran.stderr).to.contain("(service api) was unable to place a task.");
    } finally {
      await front.close();
    }
  });

  it("says that there is no cluster in an empty account", async () => {
    await moto.reset();
    const ran = await run(["api", "3", "--json"]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("error: There is no cluster dev-shop.\n  Is the stack deployed");
    expect(JSON.parse(ran.stdout)).to.have.nested.property("error.message", "There is no cluster dev-shop.");
  });
});
