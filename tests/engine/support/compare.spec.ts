import { expect } from "chai";
import { describeDifference, differences } from "./compare";
import { plainFailure, plainFinding, plainValue } from "./normalForm";
import type { Observation, ObservedFinding } from "./observation";

const topic = {
  type: "aws:sns/topic:Topic",
  custom: true,
  external: false,
  parent: "urn:stack",
  provider: "urn:provider",
  inputs: { tags: { a: "1", b: "2" } },
  dependencies: ["urn:other"],
  propertyDependencies: {},
};
const finding: ObservedFinding = {
  pack: "p",
  rule: "r",
  verdict: "violation",
  level: "advisory",
  urn: "urn:topic",
  message: "no",
};
const observation: Observation = { resources: { "urn:topic": topic }, outputs: { arn: "x" }, findings: [finding] };

function differencesWith(changed: Partial<Observation>) {
  return differences({ observation }, { observation: { ...observation, ...changed } });
}

describe("the comparison of two runs", () => {
  it("finds nothing when both say the same", () => {
    expect(differencesWith({})).to.deep.equal([]);
  });

  it("names the input that differs, and both values", () => {
    const resources = { "urn:topic": { ...topic, inputs: { tags: { a: "1", b: "3" } } } };
    expect(differencesWith({ resources })).to.deep.equal([
      { path: ["resources", "urn:topic", "inputs", "tags", "b"], engine: "2", preview: "3" },
    ]);
  });

  it("tells a value that is absent from one that is null", () => {
    const resources = { "urn:topic": { ...topic, inputs: { tags: { a: "1", b: null } } } };
    expect(differencesWith({ resources })).to.have.length(1);
  });

  for (const [field, value] of [
    ["type", "aws:sqs/queue:Queue"],
    ["custom", false],
    ["external", true],
    ["parent", null],
    ["provider", "urn:other-provider"],
    ["dependencies", []],
    ["propertyDependencies", { tags: ["urn:other"] }],
  ] as const) {
    it(`compares ${field}`, () => {
      const resources = { "urn:topic": { ...topic, [field]: value } };
      expect(differencesWith({ resources }).map(({ path }) => path.slice(0, 3))).to.deep.equal([
        ["resources", "urn:topic", field],
      ]);
    });
  }

  it("finds resources that only one of them has", () => {
    const [extra] = differencesWith({ resources: { "urn:topic": topic, "urn:more": topic } });
    expect(extra?.path).to.deep.equal(["resources", "urn:more"]);
    expect(extra?.engine).to.equal(undefined);
    const [lost] = differencesWith({ resources: {} });
    expect(lost?.preview).to.equal(undefined);
  });

  it("finds outputs that differ", () => {
    expect(differencesWith({ outputs: { arn: "y" } })).to.deep.equal([
      { path: ["outputs", "arn"], engine: "x", preview: "y" },
    ]);
  });

  it("takes findings about the same that differ in level or message for one difference", () => {
    const path = ["findings", "p", "r", "urn:topic"];
    expect(differencesWith({ findings: [{ ...finding, level: "mandatory" }] })).to.deep.equal([
      {
        path,
        engine: { verdict: "violation", level: "advisory", message: "no" },
        preview: { verdict: "violation", level: "mandatory", message: "no" },
      },
    ]);
  });

  it("counts findings: the same one twice is not the same as once", () => {
    expect(differencesWith({ findings: [finding, finding] })).to.have.length(1);
    expect(differencesWith({ findings: [] })).to.have.length(1);
  });

  it("compares why runs failed, and a failure with a success", () => {
    expect(differences({ failure: "boom" }, { failure: "boom" })).to.deep.equal([]);
    expect(differences({ failure: "boom" }, { failure: "bang" })).to.have.length(1);
    expect(differences({ failure: "boom" }, { observation })).to.deep.equal([
      { path: ["failure"], engine: "boom", preview: undefined },
    ]);
  });

  it("shows of long texts the part that differs", () => {
    const long = "x".repeat(5_000);
    const text = describeDifference({ path: ["a", "b"], engine: `${long}1`, preview: `${long}2` });
    expect(text).to.match(/^a > b\n {2}engine: {2}\.\.\.x+1\n {2}preview: \.\.\.x+2$/);
    expect(text.length).to.be.below(1_000);
  });
});

describe("the normal form of the engine's values", () => {
  const signature = "4dabf18193072939515e22adb298388d";
  const reference = "5cf8f73096256a8f31e491e813e4eb8e";

  it("masks secrets at every depth", () => {
    const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
    expect(plainValue({ list: [secret, 1], word: secret })).to.deep.equal({ list: ["[secret]", 1], word: "[secret]" });
  });

  it("makes of a reference to a resource its id, the marker of unknown values, or a component's URN", () => {
    expect(plainValue({ [signature]: reference, urn: "u", id: "i" })).to.equal("i");
    expect(plainValue({ [signature]: reference, urn: "u", id: "" })).to.equal("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    expect(plainValue({ [signature]: reference, urn: "u" })).to.equal("u");
  });

  it("leaves out the engine's own keys", () => {
    expect(plainValue({ __internal: {}, version: "1" })).to.deep.equal({ version: "1" });
  });

  it("keeps of a failure its messages and the program's own lines", () => {
    const engine = [
      "Running program '/p/index.js' failed with an unhandled exception:",
      "<ref *1> Error: boom",
      "    at fail (/p/index.js:5:9)",
      "    at Module._compile (node:internal/modules/cjs/loader:1521:14) {",
      "  promise: Promise { <rejected> [Circular *1] }",
      "}",
    ];
    const preview = ["Error: boom", "    at fail (/p/index.js:5:9)", "    at async run (/p2/run.ts:1:1)"];
    expect(plainFailure(engine.join("\n"), "/p/")).to.equal("Error: boom\n    at fail (/p/index.js:5:9)");
    expect(plainFailure(preview.join("\n"), "/p/")).to.equal(plainFailure(engine.join("\n"), "/p/"));
    expect(plainFailure("Error: boom\n    at fail (/p/index.js:6:9)", "/p/")).to.not.equal(
      plainFailure(engine.join("\n"), "/p/"),
    );
  });

  it("takes the policy's description off its message, one of several lines too", () => {
    const plain = { rule: "r", verdict: "violation" };
    expect(plainFinding("r", "One\ntwo.\nWrong: x\n", ["Other", "One\ntwo."])).to.deep.equal({
      ...plain,
      message: "Wrong: x",
    });
    expect(plainFinding("r", "Wrong\nand long\n", ["Other"])).to.deep.equal({ ...plain, message: "Wrong\nand long" });
  });

  it("takes a rule that the SDK could not run for undetermined", () => {
    const message = "can't run policy 'r' from policy pack 'p@v1' during preview: string value at .x can't be known";
    expect(plainFinding("r", `${message}\n`, [])).to.deep.equal({ rule: "r", verdict: "undetermined", message });
  });

  it("reads what the product's pack collects back into findings of the rules", () => {
    expect(plainFinding("undetermined", "Collected.\nrds-not-public: not known\n", ["Collected."])).to.deep.equal({
      rule: "rds-not-public",
      verdict: "undetermined",
      message: "not known",
    });
    const exempted = 'rds-not-public: exempt until 2099-12-31, owner "us", reason "for a while": is public\n';
    expect(plainFinding("exempted", exempted, [])).to.deep.equal({
      rule: "rds-not-public",
      verdict: "exempted",
      message: "is public (until 2099-12-31, us: for a while)",
    });
  });
});
