import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { previewOffline, type PreviewDocument } from "../preview";

const examples = path.join(__dirname, "..", "examples");

function preview(example: string): Promise<PreviewDocument> {
  return previewOffline({ cwd: path.join(examples, example), stack: "dev" });
}

/** Findings as rule and resource, in a fixed order. */
function brief(findings: readonly { rule: string; urn: string }[]): string[] {
  return findings.map(({ rule, urn }) => `${rule}: ${urn.split("::").slice(2).join(" ")}`).toSorted();
}

describe("the example of a program without our components", function () {
  this.timeout(60_000);
  let document: PreviewDocument;
  before(async () => {
    document = await preview("plain-vpc-app");
  });

  it("fails exactly the rules that guard its faults", () => {
    expect(brief(document.policies.violations)).to.deep.equal([
      "iam-no-wildcard-action: aws:iam/rolePolicy:RolePolicy web-task",
      "iam-no-wildcard-resource: aws:iam/rolePolicy:RolePolicy web-task",
      "rds-not-public: aws:rds/instance:Instance orders",
      "secret-not-in-environment: aws:ecs/taskDefinition:TaskDefinition web",
    ]);
    expect(document.policies.violations.map(({ level }) => level)).to.deep.equal(Array(4).fill("mandatory"));
  });

  it("leaves nothing undetermined, and tells what is exempt and who answers for it", () => {
    expect(document.policies.undetermined).to.deep.equal([]);
    expect(brief(document.policies.exempted)).to.deep.equal([
      "security-group-egress-restricted: aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule service-to-all",
      "vpc-flow-logs: aws:ec2/vpc:Vpc shop",
    ]);
    expect(document.policies.exempted.map(({ owner }) => owner).toSorted()).to.deep.equal([
      "platform-team",
      "shop-team",
    ]);
  });

  it("marks the four faults that its README tells of", () => {
    const lines = fs.readFileSync(path.join(examples, "plain-vpc-app", "index.ts"), "utf8").split("\n");
    const faults = lines.flatMap((line, index) => (line.includes("FAULT:") ? [index + 1] : []));
    expect(faults).to.have.length(4);
  });

  it("shows the one way in, which is the declared load balancer's", () => {
    expect(document.exposure.internet.map(({ target }) => target).toSorted()).to.deep.equal(["front", "web"]);
  });
});

describe("the example of the application component alone", function () {
  this.timeout(60_000);
  let document: PreviewDocument;
  before(async () => {
    document = await preview("app-alone");
  });

  it("is clean", () => {
    expect(document.policies).to.deep.include({ violations: [], undetermined: [], exempted: [] });
    expect(document.policies.passed).to.be.greaterThan(50);
  });

  it("makes the application and no network", () => {
    const types = document.resources.map(({ type }) => type);
    expect(types).to.include.members([
      "cloister:index:FargateApp",
      "aws:ecs/service:Service",
      "aws:lb/loadBalancer:LoadBalancer",
    ]);
    expect(types.filter((type) => /:(Vpc|Subnet|RouteTable|NatGateway|InternetGateway)$/.test(type))).to.deep.equal([]);
  });

  it("is reached by the ranges of its configuration only", () => {
    expect(document.exposure.internet).to.deep.equal([]);
    expect(document.exposure.tiers.map(({ from, to }) => `${from} -> ${to}`)).to.deep.equal([
      "10.0.0.0/8 -> shop-load-balancer-security-group",
      "shop-load-balancer-security-group -> shop-web-security-group",
    ]);
  });
});

for (const [example, count] of [
  ["pmm-basic", 45],
  ["pmm-advanced", 48],
  ["pmm-with-rds-monitoring", 89],
] as const) {
  describe(`the example ${example}`, function () {
    this.timeout(60_000);
    let document: PreviewDocument;
    before(async () => {
      document = await preview(example);
    });

    it("is clean, and as large as its README says", () => {
      expect(document.policies).to.deep.include({ violations: [], undetermined: [], exempted: [] });
      expect(document.policies.passed).to.be.greaterThan(50);
      const made = document.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
      expect(made).to.have.length(count);
      const readme = fs.readFileSync(path.join(examples, example, "README.md"), "utf8");
      expect(readme).to.contain(`It is clean: ${count} resources`);
    });

    it("runs one monitoring server, in a group of one", () => {
      expect(document.resources.filter(({ type }) => type === "aws:autoscaling/group:Group")).to.have.length(1);
    });

    it("lets nobody in from the internet but the ranges that it names", () => {
      const sources = document.exposure.internet.flatMap((way) => way.sources);
      expect(new Set(sources)).to.deep.equal(new Set(example === "pmm-advanced" ? ["198.51.100.0/24"] : []));
    });
  });
}

describe("the example of a monitored database", function () {
  this.timeout(60_000);
  it("tells all that PMM and AWS can ask: statements, insights, the machine, and both logs", async () => {
    const { resources, exposure } = await preview("pmm-with-rds-monitoring");
    const inputsOf = (type: string) => resources.find((resource) => resource.type === type)?.inputs ?? {};
    expect(inputsOf("aws:rds/instance:Instance")).to.deep.include({
      databaseInsightsMode: "advanced",
      performanceInsightsRetentionPeriod: 465,
      monitoringInterval: 60,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
    });
    expect(JSON.stringify(inputsOf("aws:rds/parameterGroup:ParameterGroup"))).to.contain("pg_stat_statements");
    expect(exposure.tiers.map(({ from, to }) => `${from} -> ${to}`)).to.include(
      "pmm-server-security-group -> orders-database-group",
    );
  });
});

describe("the example of a small production", function () {
  this.timeout(60_000);
  let document: PreviewDocument;
  before(async () => {
    document = await previewOffline({ cwd: path.join(examples, "web-app-production"), stack: "prod" });
  });

  it("is clean under the strict setting and within its budget, and as large as its README says", () => {
    expect(document.policies).to.deep.include({ violations: [], undetermined: [], exempted: [] });
    expect(document.cost.budget?.usedShare).to.be.within(0.5, 1);
    const made = document.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    const readme = fs.readFileSync(path.join(examples, "web-app-production", "README.md"), "utf8");
    expect(readme).to.contain(`It is clean: ${made.length} resources`);
  });
});

describe("the example of Temporal for development", function () {
  this.timeout(60_000);
  let document: PreviewDocument;
  before(async () => {
    document = await preview("temporal-dev");
  });

  it("is clean, in eu-west-1, with one address that is public: the NAT's", () => {
    expect(document.policies).to.deep.include({ violations: [], undetermined: [], exempted: [] });
    expect(document.policies.passed).to.be.greaterThan(50);
    expect(document.exposure.internet).to.deep.equal([]);
    const public_ = document.resources.filter(({ type }) => /:(Eip|NatGateway|LoadBalancer)$/.test(type));
    expect(public_.map(({ type }) => type)).to.deep.equal(["aws:ec2/eip:Eip"]);
  });

  it("is the source's development stack: three nodes, one small search node, asleep outside working hours", () => {
    const count = (type: string) => document.resources.filter((one) => one.type === type).length;
    expect(count("aws:autoscaling/group:Group")).to.equal(3);
    expect(count("aws:opensearch/domain:Domain")).to.equal(1);
    expect(count("aws:ecs/service:Service")).to.equal(7);
    expect(count("aws:appautoscaling/scheduledAction:ScheduledAction")).to.equal(14);
    expect(document.outputs).to.include.keys(
      "setupTaskRunInput",
      "startupOrder",
      "portForwardCommands",
      "execCommands",
    );
  });
});
