import { expect } from "chai";
import { createHash, createHmac } from "node:crypto";
import { cloister } from "./support/cli";
import { startFront, type Answer, type AwsRequest, type Front } from "./support/front";

const usage = (service: string, actual: number, forecasted: number, limit: number) => ({
  service,
  operation: "RunInstances",
  usageType: `Global-${service}`,
  region: "global",
  actualUsageAmount: actual,
  forecastedUsageAmount: forecasted,
  limit,
  unit: "Hrs",
  freeTierType: "12 Months Free",
  description: "750 hours",
});

/** The signature that AWS would compute: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function expectedSignature({ headers, body }: AwsRequest, secretKey: string): string {
  const authorization = headers["authorization"] ?? "";
  const [, scope = "", names = ""] = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const canonical = [
    "POST",
    "/",
    "",
    ...names.split(";").map((name) => `${name}:${String(headers[name]).trim()}`),
    "",
    names,
    hash(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(canonical)].join("\n");
  const key = scope
    .split("/")
    .reduce<string | Buffer>((secret, part) => createHmac("sha256", secret).update(part).digest(), `AWS4${secretKey}`);
  return createHmac("sha256", key).update(toSign).digest("hex");
}

describe("cloister free-tier", function () {
  this.timeout(30_000);
  let front: Front;
  let pages: object[][];
  let plan: NonNullable<Answer>;
  let refusals: NonNullable<Answer>[];
  before(async () => {
    front = await startFront("http://127.0.0.1:9", { answer });
  });
  after(() => front.close());
  beforeEach(() => {
    front.requests.length = 0;
    refusals = [];
    pages = [[usage("Amazon RDS", 300, 600, 750), usage("AWS Lambda", 10, 20, 1_000_000)]];
    plan = {
      body: {
        accountId: "123456789012",
        accountPlanType: "FREE",
        accountPlanStatus: "ACTIVE",
        accountPlanRemainingCredits: { amount: 87.5, unit: "USD" },
        accountPlanExpirationDate: 1_800_000_000,
      },
    };
  });

  /** The Free Tier API: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Free_Tier.html */
  function answer({ action, body }: AwsRequest): Answer {
    const refusal = refusals.shift();
    if (refusal !== undefined) return refusal;
    if (action === "GetAccountPlanState") return plan;
    const index = Number((JSON.parse(body) as { nextToken?: string }).nextToken ?? 0);
    const more = index + 1 < pages.length;
    return { body: { freeTierUsages: pages[index], ...(more && { nextToken: String(index + 1) }) } };
  }
  const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    cloister(["free-tier", ...args], {
      PATH: "/nonexistent",
      AWS_ENDPOINT_URL: front.url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "the-secret",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/none",
      AWS_SHARED_CREDENTIALS_FILE: "/none",
      ...env,
    });

  it("shows the plan, and what is used, forecast and left, most first", async () => {
    const ran = await run(["--above", "90"]);
    expect(ran).to.include({ code: 0, stderr: "" });
    expect(ran.stdout.replace(/ {2,}/g, " | ")).to.equal(
      "Account plan: free, active, 87.50 USD of credits left, until 2027-01-15\n\n" +
        "Service | Used | Forecast | Limit | Unit | %\nAmazon RDS | 300 | 600 | 750 | Hrs | 80\n",
    );
  });

  it("signs its requests, in shape and signature as AWS asks for", async () => {
    await run([], { AWS_SESSION_TOKEN: "session" });
    expect(front.requests.map(({ service, action }) => `${service}.${action}`)).to.deep.equal([
      "AWSFreeTierService.GetAccountPlanState",
      "AWSFreeTierService.GetFreeTierUsage",
    ]);
    for (const request of front.requests) {
      expect(request.headers).to.include({
        "content-type": "application/x-amz-json-1.0",
        "x-amz-security-token": "session",
      });
      const authorization = request.headers["authorization"] ?? "";
      expect(authorization).to.match(
        /^AWS4-HMAC-SHA256 Credential=testing\/\d{8}\/us-east-1\/freetier\/aws4_request, /,
      );
      expect(authorization).to.match(/SignedHeaders=[a-z;0-9-]*host;/);
      expect(authorization.split("Signature=")[1]).to.equal(expectedSignature(request, "the-secret"));
    }
    expect(JSON.parse(front.requests[1]?.body ?? "")).to.deep.equal({});
  });

  it("exits with 3 above the share, used or forecast, and names what it is", async () => {
    pages = [[usage("Amazon RDS", 300, 601, 750)]];
    const ran = await run([]);
    expect(ran.code).to.equal(3);
    expect(ran.stdout).to.contain("Above 80 %: Amazon RDS Global-Amazon RDS\n");
  });

  it("reads every page; each allowance is in the JSON, and with --detailed in the table", async () => {
    pages = [[usage("a", 1, 1, 100)], [usage("b", 2, 2, 100)], [usage("c", 0, 0, 0)]];
    const ran = await run(["--json"]);
    const { usage: rows } = JSON.parse(ran.stdout) as { usage: { service: string; share: number }[] };
    expect(rows.map(({ service, share }) => [service, share])).to.deep.equal([
      ["b", 0.02],
      ["a", 0.01],
      ["c", 0],
    ]);
    expect((await run([])).stdout).to.contain("3 allowances, none used above a tenth.");
    expect((await run(["--detailed"])).stdout)
      .to.contain("Global-a")
      .and.to.contain("12 Months Free");
  });

  it("sets what the stack plans beside it", async () => {
    const ran = await run(["--planned", "--stack", "dev", "--json", "--above", "90"]);
    expect(ran.stderr).to.equal("");
    const { planned } = JSON.parse(ran.stdout) as { planned: { allowance: string; used: number; limit: number }[] };
    expect(planned.length).to.be.greaterThan(1);
    expect(planned.every(({ allowance, limit }) => allowance !== "" && limit > 0)).to.equal(true);
  });

  it("does without a plan for accounts that are on none, and says of an account that uses nothing so", async () => {
    plan = { status: 400, body: { __type: "ResourceNotFoundException", message: "no plan" } };
    pages = [[]];
    const ran = await run([]);
    expect(ran.code).to.equal(0);
    expect(ran.stdout).to.contain("AWS tells of no use of the free tier").and.not.to.contain("Account plan");
  });

  for (const [type, said] of [
    ["ExpiredTokenException", "error: The AWS credentials have expired (FreeTier GetAccountPlanState).\n"],
    [
      "AccessDeniedException",
      "error: AWS refuses FreeTier GetAccountPlanState: not authorized to perform: freetier:X\n",
    ],
  ] as const) {
    it(`tells of ${type} in one line`, async () => {
      refusals = [
        { status: 400, body: { __type: `com.amazonaws#${type}`, message: "not authorized to perform: freetier:X" } },
      ];
      const ran = await run([]);
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain(said);
      expect(front.requests).to.have.length(1);
    });
  }

  it("tries again when throttled, shows it with --verbose, and gives up in the end", async () => {
    const throttled = { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } };
    refusals = [throttled];
    const once = await run(["--verbose", "--above", "90"]);
    expect(once).to.include({ code: 0, stderr: "FreeTier GetAccountPlanState: attempt 2 of 5\n" });
    refusals = [throttled, throttled, throttled];
    const always = await run([], { AWS_MAX_ATTEMPTS: "2" });
    expect(always.code).to.equal(1);
    expect(always.stderr).to.contain("error: AWS throttles FreeTier GetAccountPlanState, also after several attempts.");
  });

  it("says that nothing answers, and that there are no credentials", async () => {
    const refused = await run([], { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" });
    expect(refused.stderr)
      .to.match(/^error: .*\n/)
      .and.not.to.contain("    at ");
    const nobody = await run([], { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    expect(nobody.stderr).to.contain("error: There are no AWS credentials.");
  });
});
