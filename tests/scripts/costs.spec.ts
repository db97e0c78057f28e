import { expect } from "chai";
import type { DayCost } from "../../scripts/aws/costs";
import { anomalies, byService, only } from "../../scripts/costs/figures";
import { cloister } from "./support/cli";
import { startFront, type AwsRequest, type Front } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

const dayMs = 86_400_000;
const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);

/** A day as Cost Explorer gives it. */
function result(day: string, services: Record<string, number>) {
  return {
    TimePeriod: { Start: day, End: isoDay(Date.parse(day) + dayMs) },
    Total: {},
    Groups: Object.entries(services).map(([name, usd]) => ({
      Keys: [name],
      Metrics: { UnblendedCost: { Amount: String(usd), Unit: "USD" } },
    })),
    Estimated: false,
  };
}

function day(index: number, services: Record<string, number>): DayCost {
  const total = Object.values(services).reduce((all, usd) => all + usd, 0);
  return { day: isoDay(Date.UTC(2026, 9, 1) + index * dayMs), services, total, estimated: false };
}

describe("cloister costs", function () {
  this.timeout(60_000);
  let moto: Moto;
  let front: Front;
  let forecast: { status?: number; body: unknown };
  let pages: object[] | undefined;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
    front = await startFront(moto.url, { answer });
  });
  after(async () => {
    await front?.close();
    moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    front.requests.length = 0;
    pages = undefined;
    forecast = { body: { Total: { Amount: "12.5", Unit: "USD" } } };
  });

  function answer({ action, body }: AwsRequest) {
    if (action === "GetCostForecast") return forecast;
    if (action !== "GetCostAndUsage" || pages === undefined) return undefined;
    const index = Number((JSON.parse(body) as { NextPageToken?: string }).NextPageToken ?? 0);
    const more = index + 1 < pages.length;
    return { body: { ResultsByTime: [pages[index]], ...(more && { NextPageToken: String(index + 1) }) } };
  }
  const run = (args: string[]) => cloister(["costs", ...args], { ...moto.env, AWS_ENDPOINT_URL: front.url });
  /** What moto answers to the next question of Cost Explorer. */
  const billed = async (results: object[]) => {
    await fetch(`${moto.url}/moto-api/static/ce/cost-and-usage-results`, {
      method: "POST",
      body: JSON.stringify({ results: [{ ResultsByTime: results, DimensionValueAttributes: [] }] }),
    });
  };
  const days = (count: number, services: (index: number) => Record<string, number>) =>
    Array.from({ length: count }, (_, index) => result(isoDay(Date.now() - (count - index) * dayMs), services(index)));

  it("draws the days and sums the services, and says first what the request costs", async () => {
    await billed(
      days(30, (index) => ({ "Amazon Relational Database Service": 0.5, "AWS Lambda": index === 29 ? 2 : 0 })),
    );
    const ran = await run(["daily"]);
    expect(ran).to.include({
      code: 0,
      stderr: "Cost Explorer bills 0.01 USD for each page of its answer; this is one or a few.\n",
    });
    expect(ran.stdout).to.match(/^\d{4}-\d\d-\d\d until \d{4}-\d\d-\d\d: 17\.00 USD\n/);
    expect(ran.stdout).to.match(/ 2\.50 [┤┼] +╭/);
    expect(ran.stdout).to.match(/Amazon Relational Database Service +15\.00\nAWS Lambda +2\.00\n/);
    const { body, headers } = front.requests[0] ?? { body: "", headers: {} };
    expect(JSON.parse(body)).to.deep.include({
      Granularity: "DAILY",
      Metrics: ["UnblendedCost"],
      TimePeriod: { Start: isoDay(Date.now() - 30 * dayMs), End: isoDay(Date.now()) },
    });
    expect(headers["authorization"]).to.contain("/us-east-1/ce/aws4_request");
  });

  it("keeps to services by the names people use, and to a tag", async () => {
    await billed(days(3, () => ({ "Amazon Relational Database Service": 1, "AWS Lambda": 5 })));
    const ran = await run(["daily", "--days", "3", "--services", "rds,ecs", "--tag", "environment=dev", "--json"]);
    expect(JSON.parse(ran.stdout)).to.include({ total: 3 });
    expect(JSON.parse(front.requests[0]?.body ?? "")).to.deep.include({
      Filter: { Tags: { Key: "environment", Values: ["dev"] } },
    });
  });

  it("reads every page, and adds a day that two pages share", async () => {
    pages = [result("2026-11-01", { a: 1 }), result("2026-11-01", { b: 2 }), result("2026-11-02", { a: 4 })];
    const ran = await run(["daily", "--json"]);
    expect(JSON.parse(ran.stdout)).to.deep.include({
      total: 7,
      days: [
        { day: "2026-11-01", services: { a: 1, b: 2 }, total: 3, estimated: false },
        { day: "2026-11-02", services: { a: 4 }, total: 4, estimated: false },
      ],
    });
  });

  it("says of an account without costs that nothing was billed", async () => {
    const ran = await run(["daily"]);
    expect(ran.code).to.equal(0);
    expect(ran.stdout).to.contain("0.00 USD\n\nNothing was billed.\n");
  });

  it("compares the month and its forecast with the budget: exit 3 above it", async () => {
    const month = isoDay(Date.now()).slice(0, 8);
    pages = [result(`${month}01`, { "Amazon EC2": 4 })];
    const within = await run(["monitor", "--budget", "40", "--json"]);
    expect(within.code).to.equal(0);
    const isFirst = isoDay(Date.now()).endsWith("-01");
    const expected = isFirst ? 12.5 : 16.5;
    expect(JSON.parse(within.stdout)).to.deep.include({ spent: 4, forecast: expected, budget: 40, anomalies: [] });
    const above = await run(["monitor", "--budget", "10"]);
    expect(above.code).to.equal(3);
    expect(above.stdout).to.contain("Since ").and.to.contain("4.00 USD, 40 % of the budget of 10.00");
    expect(above.stdout).to.contain("The budget is passed, or will be");
    const [request] = front.requests.filter(({ action }) => action === "GetCostForecast");
    expect(JSON.parse(request?.body ?? "")).to.include({ Metric: "UNBLENDED_COST", Granularity: "MONTHLY" });
    expect(request?.service).to.equal("AWSInsightsIndexService");
  });

  it("does without a forecast that AWS cannot make", async () => {
    forecast = { status: 400, body: { __type: "DataUnavailableException", message: "Insufficient amount of data" } };
    const ran = await run(["monitor", "--budget", "40"]);
    expect(ran.code).to.equal(0);
    expect(ran.stdout).to.contain("AWS has no forecast yet");
  });

  it("refuses what is no number of days, no tag and no budget", async () => {
    expect((await run(["daily", "--days", "366"])).stderr).to.contain("from 1 to 365");
    expect((await run(["daily", "--tag", "dev"])).stderr).to.contain("Write KEY=VALUE.");
    expect((await run(["monitor", "--budget", "-1"])).stderr).to.contain("It must be a number of US dollars");
    expect(front.requests).to.deep.equal([]);
  });
});

describe("figures of costs", () => {
  const steady = Array.from({ length: 10 }, (_, index) => day(index, { ec2: 1 + (index % 2) * 0.1, rds: 1 }));

  it("name a day that stands out, and the service that grew", () => {
    const found = anomalies([...steady, day(10, { ec2: 1, rds: 4 })]);
    expect(found.map(({ day: date, service }) => [date, service])).to.deep.equal([["2026-10-11", "rds"]]);
  });

  it("leave alone what moves a little, is cheap, or has nothing before it", () => {
    expect(anomalies([...steady, day(10, { ec2: 1.2, rds: 1 })])).to.deep.equal([]);
    const cheap = steady.map((one) => ({ ...one, total: one.total / 100, services: {} }));
    expect(anomalies([...cheap, day(10, { ec2: 0.3 })])).to.deep.equal([]);
    expect(anomalies([day(0, { ec2: 1 }), day(1, { ec2: 100 })])).to.deep.equal([]);
  });

  it("sum by service, the dearest first, and keep what is asked for", () => {
    expect(byService(steady)[0]?.[0]).to.equal("ec2");
    expect(only([day(0, { "Amazon Elastic Container Service": 1, Other: 2 })], ["ecs"])[0]).to.include({ total: 1 });
  });
});
