import { BudgetsClient, DescribeBudgetsCommand, DescribeNotificationsForBudgetCommand } from "@aws-sdk/client-budgets";
import { expect } from "chai";
import { fillAccount, motoClient, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront, type AwsRequest, type Front } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";

interface Noted {
  Notification: { NotificationType: string; Threshold: number };
  Subscribers: object[];
}

const account123 = "123456789012";
const me = ["--limit", "10", "--email", "me@example.com"];

describe("cloister billing-alerts", function () {
  this.timeout(60_000);
  let moto: Moto;
  let account: Account;
  let front: Front;
  /** Subscribers by notification, which moto keeps and does not tell. */
  let noted: Map<string, object[]>;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
    account = await fillAccount(moto);
    front = await startFront(moto.url, { answer });
  });
  after(async () => {
    await front?.close();
    account?.remove();
    moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    noted = new Map();
    front.requests.length = 0;
  });

  function answer({ action, body }: AwsRequest) {
    const key = ({ NotificationType, Threshold }: Noted["Notification"]) => `${NotificationType} ${Threshold}`;
    const input = (body === "" || !body.startsWith("{") ? {} : JSON.parse(body)) as Noted & {
      NotificationsWithSubscribers?: Noted[];
      Subscriber?: object;
    };
    for (const { Notification, Subscribers } of input.NotificationsWithSubscribers ?? [])
      noted.set(key(Notification), Subscribers);
    if (action === "CreateNotification") noted.set(key(input.Notification), input.Subscribers);
    if (action === "CreateSubscriber") {
      noted.get(key(input.Notification))?.push(input.Subscriber ?? {});
      return { body: {} };
    }
    if (action === "DescribeSubscribersForNotification")
      return { body: { Subscribers: noted.get(key(input.Notification)) ?? [] } };
    return action === "UpdateBudget" ? { body: {} } : undefined;
  }
  const run = (args: string[]) =>
    cloister(["billing-alerts", ...args, ...account.outputs], { ...moto.env, AWS_ENDPOINT_URL: front.url });
  const budgets = async () => {
    const client = new BudgetsClient(motoClient(moto));
    const { Budgets = [] } = await client.send(new DescribeBudgetsCommand({ AccountId: account123 }));
    return Promise.all(
      Budgets.map(async ({ BudgetName, BudgetLimit }) => {
        const { Notifications = [] } = await client.send(
          new DescribeNotificationsForBudgetCommand({ AccountId: account123, BudgetName }),
        );
        const alerts = Notifications.map(({ NotificationType, Threshold }) => `${NotificationType} ${Threshold}`);
        return [BudgetName, BudgetLimit?.Amount, ...alerts];
      }),
    );
  };
  const changing = () =>
    front.requests.map(({ action }) => action).filter((action) => /^(Create|Update|Delete)/.test(action));

  it("makes a budget that tells at half, nearly, over, and when the month is forecast to pass it", async () => {
    const ran = await run([...me, "--yes", "--json"]);
    expect(ran).to.include({ code: 0, stderr: "" });
    expect(JSON.parse(ran.stdout)).to.include({ changed: true });
    expect(await budgets()).to.deep.equal([
      ["cloister-monthly", "10.00", "ACTUAL 50", "ACTUAL 80", "ACTUAL 100", "FORECASTED 100"],
    ]);
    const create = front.requests.find(({ action }) => action === "CreateBudget");
    expect(create?.headers["authorization"]).to.contain("/us-east-1/budgets/aws4_request");
    expect([...noted.values()][0]).to.deep.equal([{ SubscriptionType: "EMAIL", Address: "me@example.com" }]);
  });

  it("changes nothing the second time", async () => {
    await run([...me, "--yes"]);
    const before = await moto.state();
    front.requests.length = 0;
    const again = await run([...me, "--yes"]);
    expect(again.stdout).to.equal(`Budget cloister-monthly of account ${account123} is so already.\n`);
    expect(changing()).to.deep.equal([]);
    expect(await moto.state()).to.equal(before);
  });

  it("adds what is missing, and leaves what is there: limit, percents, addresses", async () => {
    await run([...me, "--yes"]);
    front.requests.length = 0;
    const more = ["--limit", "20", "--email", "me@example.com", "you@example.com", "--at", "80,90", "--yes"];
    expect((await run(more)).code).to.equal(0);
    expect(changing()).to.deep.equal(["UpdateBudget", "CreateSubscriber", "CreateNotification", "CreateSubscriber"]);
    const update = front.requests.find(({ action }) => action === "UpdateBudget");
    expect(JSON.parse(update?.body ?? "")).to.have.nested.property("NewBudget.BudgetLimit.Amount", "20.00");
    expect(noted.get("ACTUAL 80")).to.have.length(2);
    expect((await budgets())[0])
      .to.include("ACTUAL 50")
      .and.to.include("ACTUAL 90");
  });

  it("tells the stack's alarm topic where nobody is named", async () => {
    await run(["--limit", "10", "--yes"]);
    const topic = { SubscriptionType: "SNS", Address: account.values["alarmTopicArn"] };
    expect(noted.get("ACTUAL 100")).to.deep.equal([topic]);
  });

  it("changes nothing with --dry-run, and nothing when nobody can be asked", async () => {
    await run(me); // moto makes a part of its state when it is first asked
    const before = await moto.state();
    expect((await run([...me, "--dry-run"])).stdout).to.contain("Nothing was changed.");
    expect((await run(me)).stderr).to.contain("Nobody is at a terminal to answer.");
    expect(await moto.state()).to.equal(before);
    expect(changing()).to.deep.equal([]);
  });

  for (const [args, said] of [
    [["--limit", "0"], "It must be a number of US dollars"],
    [["--limit", "10", "--at", "0"], "It must be up to 9 numbers"],
    [["--limit", "10", "--email", "me"], "me is no mail address."],
    [["--limit", "10", "--topic", "mine"], "mine is no ARN of a topic."],
    [[], "required option '--limit <usd>' not specified"],
  ] as const) {
    it(`refuses ${args.join(" ") || "no limit"}`, async () => {
      const ran = await run([...args, "--yes"]);
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain(said);
      expect(changing()).to.deep.equal([]);
    });
  }
});
