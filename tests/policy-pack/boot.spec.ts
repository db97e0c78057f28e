import { expect } from "chai";
import { rules } from "../../policy-pack/rules";
import { RunningPack, urnOf, type SentResource } from "./support/analyzer";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const root: SentResource = { type: "pulumi:pulumi:Stack", name: "shop-test" };
const group: SentResource = {
  type: "aws:ec2/securityGroup:SecurityGroup",
  name: "web",
  properties: { vpcId: unknown },
};
const balancer: SentResource = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  name: "front",
  properties: {
    internal: false,
    securityGroups: [unknown],
    tags: { "cloister:internet-facing": "declared" },
  },
  propertyDependencies: { securityGroups: [urnOf(group)] },
};

function ingress(name: string, port: number): SentResource {
  return {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name,
    properties: { securityGroupId: unknown, ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" },
    propertyDependencies: { securityGroupId: [urnOf(group)] },
  };
}

describe("the compiled pack, driven as the engine drives it", function () {
  this.timeout(60_000);
  const running: RunningPack[] = [];
  const start = async (config?: Record<string, unknown>) => {
    const pack = await RunningPack.start(config);
    running.push(pack);
    return pack;
  };
  afterEach(() => {
    for (const pack of running.splice(0)) pack.stop();
  });

  it("describes every rule with its level, severity, fix and address", async () => {
    const info = await (await start()).info();
    const told = new Map(info.getPoliciesList().map((policy) => [policy.getName(), policy]));
    expect(info.getName()).to.equal("cloister");
    expect([...told.keys()]).to.include.members(rules.map((rule) => rule.name));
    for (const rule of rules) {
      const policy = told.get(rule.name);
      expect(policy?.getEnforcementlevel(), rule.name).to.equal(rule.level === "mandatory" ? 1 : 0);
      expect(policy?.getRemediationSteps(), rule.name).to.equal(rule.remediation);
      expect(policy?.getUrl(), rule.name).to.equal(rule.url);
      expect(policy?.getTagsList(), rule.name).to.include(`family:${rule.family}`);
    }
  });

  it("blocks a public database while it is about to be made, and says it once", async () => {
    const pack = await start();
    const database: SentResource = {
      type: "aws:rds/instance:Instance",
      name: "orders",
      properties: { publiclyAccessible: true, storageEncrypted: true },
    };
    const first = (await pack.analyze(database)).filter((said) => said.policy === "rds-not-public");
    expect(first).to.have.length(1);
    expect(first[0]).to.include({ level: "mandatory" });
    expect(first[0]?.message).to.contain("publiclyAccessible is true");
    const later = await pack.analyzeStack([database]);
    expect(later.filter((said) => said.policy === "rds-not-public")).to.deep.equal([]);
  });

  it("resolves unknown ids at a first preview, and lets a declared load balancer be reached on its web ports only", async () => {
    const pack = await start();
    const said = await pack.judge([root, group, balancer, ingress("https", 443), ingress("ssh", 22)]);
    const open = said.filter((one) => one.policy === "security-group-no-open-ingress");
    expect(open.map((one) => one.message.split("\n")[1])).to.deep.equal([
      "Lets in tcp 22 from 0.0.0.0/0, which has public addresses. Name a security group or a private range.",
    ]);
    expect(said.map((one) => one.message).join("\n")).not.to.contain("can't run");
  });

  it("tells what it cannot decide through the advisory collector", async () => {
    const pack = await start();
    const said = await pack.analyze({
      type: "aws:ec2/subnet:Subnet",
      name: "a",
      properties: { mapPublicIpOnLaunch: unknown },
    });
    const undetermined = said.filter((one) => one.policy === "undetermined");
    expect(undetermined).to.have.length(1);
    expect(undetermined[0]).to.include({ level: "advisory" });
    expect(undetermined[0]?.message).to.contain(
      "subnet-no-public-ip-on-launch: mapPublicIpOnLaunch is not known before deployment.",
    );
  });

  it("tells every fault of its configuration in one violation", async () => {
    const pack = await start({
      "cloister-policy:plan": "gratis",
      "cloister-policy:exemptions": [
        { rule: "nope", resource: "*", reason: "short", owner: "me", expires: "2026-02-30" },
      ],
      "other:plan": "gratis",
    });
    const said = (await pack.judge([root])).filter((one) => one.policy === "configuration-valid");
    expect(said).to.have.length(1);
    expect(said[0]?.message).to.contain("cloister-policy:plan:").and.to.contain("exemptions.0.rule");
    expect(said[0]?.message).to.contain("exemptions.0.reason").and.to.contain("exemptions.0.expires");
    expect(said[0]?.level).to.equal("mandatory");
  });

  it("takes settings from the engine's policy configuration too, and levels rule by rule", async () => {
    const pack = await start();
    await pack.configure({
      "configuration-valid": { level: "mandatory", properties: { onUnknown: { "rds-not-public": "deny" } } },
      "rds-not-public": { level: "advisory" },
    });
    const [said] = (
      await pack.analyze({
        type: "aws:rds/instance:Instance",
        name: "orders",
        properties: { publiclyAccessible: unknown, storageEncrypted: true },
      })
    ).filter((one) => one.policy === "rds-not-public");
    expect(said?.level).to.equal("advisory");
    expect(said?.message).to.contain("cannot be decided");
  });
});
