import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { all, listing, valueOf, type Recorded } from "./support/mocks";
import { recordProgram, root } from "./support/program";

/** Properties that hold policy documents or container definitions: what rules can only judge when wholly known. */
const documents =
  /(^|\.)(policy|assumeRolePolicy|containerDefinitions|repositoryPolicy|accessPolicies)$|^inlinePolicies/;

function unknownDocuments(resources: readonly Recorded[]): string[] {
  return resources.flatMap((r) => r.unknowns.filter((p) => documents.test(p)).map((p) => `${r.type} ${r.name} ${p}`));
}

/** Compares with the reviewed list; `UPDATE_SNAPSHOTS=1` writes it anew. */
function expectSnapshot(name: string, value: unknown): void {
  const file = path.join(__dirname, "snapshots", `${name}.json`);
  const text = `${JSON.stringify(value, undefined, 2)}\n`;
  if (process.env.UPDATE_SNAPSHOTS !== undefined) fs.writeFileSync(file, text);
  expect(text, `run UPDATE_SNAPSHOTS=1 npm test and review the difference of ${name}.json`).to.equal(
    fs.readFileSync(file, "utf8"),
  );
}

for (const stack of ["dev", "prod"]) {
  describe(`the program on ${stack}`, () => {
    let resources: Recorded[];
    let outputs: Awaited<ReturnType<typeof recordProgram>>["outputs"];
    before(async () => {
      ({ resources, outputs } = await recordProgram(stack));
    });

    it("registers exactly the reviewed resources", () => {
      expectSnapshot(stack, listing(resources));
    });

    it("knows every policy document and container definition at the first preview", () => {
      expect(all(resources, "aws:ecs/taskDefinition:TaskDefinition")).to.not.be.empty;
      expect(all(resources, "aws:iam/rolePolicy:RolePolicy")).to.not.be.empty;
      expect(unknownDocuments(resources)).to.deep.equal([]);
    });

    it("makes everything with the one provider that refuses other accounts", () => {
      const aws = resources.filter((r) => r.custom && r.type.startsWith("aws:"));
      expect(aws.filter((r) => r.provider !== "aws").map((r) => r.name)).to.deep.equal([]);
      const [provider] = all(resources, "pulumi:providers:aws");
      expect(provider?.inputs.allowedAccountIds).to.equal('["123456789012"]');
    });

    it("points every alarm to a runbook that exists, and to the topic", () => {
      for (const alarm of all(resources, "aws:cloudwatch/metricAlarm:MetricAlarm")) {
        const page = /Runbook: (\S+)$/.exec(alarm.inputs.alarmDescription)?.[1];
        expect(page && fs.existsSync(path.join(root, page)), `${alarm.name}: ${page}`).to.equal(true);
        expect(alarm.inputs.alarmActions).to.deep.equal([`arn:aws:sns:us-east-1:123456789012:${stack}-alarms`]);
        expect(alarm.inputs.okActions).to.deep.equal(alarm.inputs.alarmActions);
      }
    });

    it("describes security groups and their rules in characters that EC2 takes", () => {
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
      const accepted = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/;
      const described = ["ec2/securityGroup:SecurityGroup", "vpc/securityGroupIngressRule:SecurityGroupIngressRule"]
        .concat("vpc/securityGroupEgressRule:SecurityGroupEgressRule")
        .flatMap((type) => all(resources, `aws:${type}`));
      expect(described).to.not.be.empty;
      for (const { name, inputs } of described) expect(inputs.description, name).to.match(accepted);
    });

    it("gives no secret away in its outputs", async () => {
      for (const [name, output] of Object.entries(outputs))
        expect(JSON.stringify(await valueOf(pulumi.output(output))) ?? "", name).to.not.match(/postgresql:\/\//);
    });

    it("resolves every output when things exist", async () => {
      const deployed = await recordProgram(stack, { preview: false });
      const values = await Promise.all(
        Object.entries(deployed.outputs).map(async ([name, output]) => [name, await valueOf(pulumi.output(output))]),
      );
      expectSnapshot(`${stack}-outputs`, Object.fromEntries(values));
    });
  });
}

describe("the dev stack", () => {
  let resources: Recorded[];
  before(async () => {
    ({ resources } = await recordProgram("dev"));
  });

  it("has at most the ten alarms that are free", () => {
    expect(all(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").length).to.be.within(1, 10);
  });

  it("wakes the network and the database before the services, and puts them to sleep after them", () => {
    const scheduler = all(resources, "aws:scheduler/schedule:Schedule").map((s) => s.inputs.scheduleExpression);
    expect(new Set(scheduler)).to.deep.equal(new Set(["cron(30 7 ? * MON-FRI *)", "cron(0 18 ? * MON-FRI *)"]));
    expect(scheduler).to.have.length(4);
    const services = all(resources, "aws:appautoscaling/scheduledAction:ScheduledAction");
    expect(new Set(services.map((s) => s.inputs.schedule))).to.deep.equal(
      new Set(["cron(0 8 ? * MON-FRI *)", "cron(30 17 ? * MON-FRI *)"]),
    );
  });

  it("keeps logs for seven days at most", () => {
    for (const group of all(resources, "aws:cloudwatch/logGroup:LogGroup"))
      expect(group.inputs.retentionInDays, group.name).to.be.at.most(7);
  });

  it("lets every resource sleep that can, and none without a schedule", async () => {
    const awake = await recordProgram("dev", { change: (config) => delete config["cloister:schedule"] });
    expect(all(awake.resources, "aws:scheduler/schedule:Schedule")).to.be.empty;
    expect(all(awake.resources, "aws:appautoscaling/scheduledAction:ScheduledAction")).to.be.empty;
  });
});
