import { expect } from "chai";
import { createPolicies } from "../../../policy-pack/frame/policies";
import { defineRule } from "../../../policy-pack/frame/rule";
import { defaultSettings, type Exemption } from "../../../policy-pack/frame/settings";
import { rdsNotPublic } from "../../../policy-pack/rules/private-networking/rdsNotPublic";
import { securityGroupNoOpenIngress } from "../../../policy-pack/rules/private-networking/securityGroupNoOpenIngress";
import { freeTierAlarms } from "../../../policy-pack/rules/free-tier/freeTierAlarms";
import { iamNoWildcardAction } from "../../../policy-pack/rules/least-privilege/iamNoWildcardAction";
import { logRetentionSet } from "../../../policy-pack/rules/data-protection/logRetentionSet";
import { judge, planned, unknown, urnOf } from "../support/bench";

const publicDatabase = planned("aws:rds/instance:Instance", "orders", { publiclyAccessible: true });
const unclearDatabase = planned("aws:rds/instance:Instance", "orders", { publiclyAccessible: unknown });
const root = planned("pulumi:pulumi:Stack", "shop-test");
const exemption: Exemption = {
  rule: "rds-not-public",
  resource: "*::aws:rds/instance:Instance::ord*",
  reason: "The vendor's tool connects from outside until July.",
  owner: "data (reporting)",
  expires: "2026-06-30",
};

describe("the frame of the policy pack", () => {
  describe("exemptions", () => {
    const exempt = (changes: Partial<Exemption> = {}, today = "2026-06-15", plan = [publicDatabase]) =>
      judge([rdsNotPublic], plan, { settings: { exemptions: [{ ...exemption, ...changes }] }, today });

    it("turn a violation into an exempted finding that says why, by whom and until when", async () => {
      expect(await exempt()).to.deep.equal([
        {
          policy: "exempted",
          urn: urnOf(publicDatabase),
          rule: "rds-not-public",
          verdict: "exempted",
          message: "publiclyAccessible is true: the database has a public address. Set it to false.",
          reason: exemption.reason,
          owner: exemption.owner,
          expires: exemption.expires,
        },
      ]);
    });

    it("hold on their last day, and not on the next", async () => {
      expect((await exempt({}, "2026-06-30")).map(({ policy }) => policy)).to.deep.equal(["exempted"]);
      const after = await exempt({}, "2026-07-01");
      expect(after.map(({ policy }) => policy)).to.deep.equal(["rds-not-public", "exemptions-current"]);
      expect(after[0]?.message).to.contain("Its exemption by data (reporting) ended on 2026-06-30");
      expect(after[1]?.message).to.contain("ended on 2026-06-30");
    });

    it("that cover nothing any more are a violation", async () => {
      const said = await exempt({}, undefined, [planned(publicDatabase.type, "orders", { publiclyAccessible: false })]);
      expect(said.map(({ policy }) => policy)).to.deep.equal(["exemptions-current"]);
      expect(said[0]?.message).to.contain("matches no finding any more");
    });

    it("of resources that an update leaves alone are not called idle, those of none are", async () => {
      const fine = planned(publicDatabase.type, "orders", { publiclyAccessible: false });
      const hear = (resource: string) =>
        judge([securityGroupNoOpenIngress], [fine], {
          phase: "stack",
          settings: { exemptions: [{ ...exemption, rule: securityGroupNoOpenIngress.name, resource }] },
        });
      expect(await hear(urnOf(fine))).to.deep.equal([]);
      expect((await hear("*::gone")).map(({ policy }) => policy)).to.deep.equal(["exemptions-current"]);
    });

    it("of another resource or rule leave the violation", async () => {
      const said = await exempt({ resource: urnOf(planned(publicDatabase.type, "other")) });
      expect(said.map(({ policy }) => policy)).to.deep.equal(["rds-not-public", "exemptions-current"]);
    });

    it("for one finding leave the others", async () => {
      const policy = planned("aws:iam/rolePolicy:RolePolicy", "p", {
        policy: { Statement: [{ Effect: "Allow", Action: ["s3:Get*", "sqs:*"], Resource: "*" }] },
      });
      const said = await judge([iamNoWildcardAction], [policy], {
        settings: {
          exemptions: [{ ...exemption, rule: iamNoWildcardAction.name, resource: urnOf(policy), finding: "s3:Get*" }],
        },
      });
      expect(said.map((one) => [one.policy, /allows ([^ ]+)\./.exec(one.message)?.[1]])).to.deep.equal([
        ["iam-no-wildcard-action", "sqs:*"],
        ["exempted", "s3:Get*"],
      ]);
    });

    it("whose finding cannot be told yet are not called idle", async () => {
      const said = await exempt({ finding: "something narrow" }, undefined, [unclearDatabase]);
      expect(said.map(({ policy }) => policy)).to.deep.equal(["undetermined"]);
    });

    it("of a rule that does not run under the plan are not called idle", async () => {
      const said = await judge([freeTierAlarms], [root], {
        settings: { plan: "paid", exemptions: [{ ...exemption, rule: freeTierAlarms.name }] },
      });
      expect(said).to.deep.equal([]);
    });
  });

  describe("undetermined verdicts", () => {
    const hear = (settings: object) => judge([rdsNotPublic], [unclearDatabase], { settings });

    it("advise through the collector, unless told otherwise", async () => {
      expect((await hear({})).map(({ policy }) => policy)).to.deep.equal(["undetermined"]);
    });

    it("deny or are silent, rule by rule", async () => {
      const denied = await hear({ onUnknown: { "rds-not-public": "deny" } });
      expect(denied.map(({ policy }) => policy)).to.deep.equal(["rds-not-public"]);
      expect(denied[0]?.message).to.contain("Refused because it cannot be decided: publiclyAccessible");
      expect(await hear({ onUnknown: { "rds-not-public": "ignore" } })).to.deep.equal([]);
    });

    it("deny under strict where exposure or permissions are at stake, and only there", async () => {
      const logs = planned("aws:cloudwatch/logGroup:LogGroup", "l", { retentionInDays: unknown });
      const said = await judge([rdsNotPublic, logRetentionSet], [unclearDatabase, logs], {
        settings: { strict: true },
      });
      expect(said.map(({ policy }) => policy)).to.deep.equal(["rds-not-public", "undetermined"]);
    });

    it("of a rule that needs the plan are told when the plan is complete", async () => {
      const group = planned("aws:ec2/securityGroup:SecurityGroup", "g", { ingress: unknown });
      expect(await judge([securityGroupNoOpenIngress], [group], { phase: "resources" })).to.deep.equal([]);
      const said = await judge([securityGroupNoOpenIngress], [group]);
      expect(said.map(({ policy }) => policy)).to.deep.equal(["undetermined"]);
    });
  });

  describe("the two phases", () => {
    const group = planned("aws:ec2/securityGroup:SecurityGroup", "g", {
      ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
    });

    it("block early what the resource alone shows, and do not repeat it", async () => {
      const early = await judge([securityGroupNoOpenIngress], [group], { phase: "resources" });
      expect(early).to.have.length(1);
      expect(await judge([securityGroupNoOpenIngress], [group])).to.deep.equal(early);
    });

    it("find the same in the plan alone", async () => {
      expect(await judge([securityGroupNoOpenIngress], [group], { phase: "stack" })).to.have.length(1);
    });

    it("take from the inputs what a first preview leaves out of the outputs", async () => {
      const rule = defineRule({
        ...securityGroupNoOpenIngress,
        name: "reads-from-plan",
        types: [group.type],
        judge({ resource, stack, known, fail }) {
          known(
            stack.ofType(group.type).length > 0 ? resource.properties.list("ingress") : { state: "absent", path: "" },
            (list) => {
              fail(`has ${list?.length ?? "no"} rules`);
            },
          );
        },
      });
      const [configuration, policy] = createPolicies([rule], { settings: defaultSettings, given: [], faults: [] });
      const said: string[] = [];
      const args = { ...group, urn: urnOf(group), stackTags: new Map(), getConfig: () => ({}) };
      const remember = configuration?.validateResource;
      if (typeof remember !== "function") throw new Error("expected one validation");
      await remember({ ...args, props: group.properties } as never, () => undefined);
      const outputs = { ...args, props: { ingress: null, id: unknown }, propertyDependencies: {} };
      await policy?.validateStack?.({ resources: [outputs] } as never, (message) => void said.push(message));
      expect(said).to.deep.equal(["has 1 rules"]);
    });
  });

  describe("levels and plans", () => {
    const levelOf = (levels: object) =>
      createPolicies([rdsNotPublic], {
        settings: { ...defaultSettings, levels: { ...levels } },
        given: [],
        faults: [],
      }).find((policy) => policy.name === "rds-not-public")?.enforcementLevel;

    it("are always written out, and set rule by rule", () => {
      expect(levelOf({})).to.equal("mandatory");
      expect(levelOf({ "rds-not-public": "advisory" })).to.equal("advisory");
      expect(levelOf({ "rds-not-public": "disabled" })).to.equal("disabled");
      for (const policy of createPolicies([rdsNotPublic], { settings: defaultSettings, given: [], faults: [] }))
        expect(policy.enforcementLevel, policy.name).to.be.oneOf(["mandatory", "advisory"]);
    });

    it("a rule of another plan says that it does not apply, once", async () => {
      const reasons: (string | undefined)[] = [];
      const policy = createPolicies([freeTierAlarms], { settings: defaultSettings, given: [], faults: [] })[1];
      const args = (type: string) => ({ type, notApplicable: (reason?: string) => void reasons.push(reason) }) as never;
      const validate = policy?.validateResource;
      if (typeof validate !== "function") throw new Error("expected one validation");
      await validate(args("pulumi:pulumi:Stack"), () => undefined);
      await validate(args("aws:sns/topic:Topic"), () => undefined);
      expect(reasons).to.deep.equal(["Judged only under plan legacy-free or free-plan; the plan is paid."]);
    });
  });

  it("a rule that throws is a verdict, and the other rules are heard", async () => {
    const broken = defineRule({
      ...rdsNotPublic,
      name: "broken",
      judge() {
        throw new TypeError("no such thing");
      },
    });
    const said = await judge([broken, rdsNotPublic], [publicDatabase]);
    expect(said.map(({ rule, verdict }) => `${rule} ${verdict}`)).to.deep.equal([
      "rds-not-public violation",
      "broken undetermined",
    ]);
  });

  it("faults of the configuration are one violation, told once", async () => {
    const said = await judge([rdsNotPublic], [root, publicDatabase], { faults: ["plan: wrong", "strict: wrong"] });
    expect(said.map(({ policy }) => policy)).to.deep.equal(["configuration-valid", "rds-not-public"]);
    expect(said[0]?.message).to.equal(
      "2 settings are wrong and not in force:\n  cloister-policy:plan: wrong\n  cloister-policy:strict: wrong",
    );
  });

  it("the engine's configuration is laid over the stack's", async () => {
    const said = await judge([rdsNotPublic], [unclearDatabase], {
      settings: { onUnknown: { "rds-not-public": "deny" } },
      config: { "configuration-valid": { onUnknown: { "rds-not-public": "ignore" }, plan: "nonsense" } },
    });
    expect(said.map(({ policy }) => policy)).to.deep.equal(["configuration-valid"]);
    expect(said[0]?.message).to.contain("policy configuration, plan:");
  });
});
