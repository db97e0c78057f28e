import * as path from "node:path";
import { expect } from "chai";
import { previewOffline, type PreviewDocument } from "../../preview";
import { SecretText } from "../../preview/report/secretText";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("what the engine does with providers, secrets and logged errors", () => {
  describe("given a provider of which something is unknown", () => {
    let document: PreviewDocument;
    const printed: string[] = [];

    before(async function () {
      this.timeout(60_000);
      document = await previewOffline({
        cwd: path.join(__dirname, "programs/unconfigured"),
        policyPacks: [],
        onOutput: (line) => printed.push(line),
      });
    });

    it("shows what a resource was given", () => {
      expect(document.resources.find(({ name }) => name === "topic")?.inputs).to.deep.equal({ name: "given" });
    });

    it("takes everything that it makes or reads for unknown, also what was given; it answers nothing", () => {
      expect(document.outputs).to.deep.equal({ topicName: unknown, readBucket: unknown });
    });

    it("takes a list that holds a secret for one secret", () => {
      const inputs = document.resources.find(({ name }) => name === "group")?.inputs;
      expect(inputs?.["ingress"]).to.equal("[secret]");
      expect(inputs?.["egress"]).to.be.an("array");
    });

    it("tells of an error that was only logged, which fails no run", () => {
      expect(printed).to.include("error: worth a look");
    });
  });

  describe("given encrypted configuration", () => {
    const textOf = (values: Record<string, string>) =>
      new SecretText({ values: new Map(Object.entries(values)), secretKeys: new Set(["p:word", "p:other"]) });

    it("hides its text wherever it appears, the longest first", () => {
      const secrets = textOf({ "p:word": "swordfish", "p:other": "swordfish-and-chips", "p:plain": "plain" });
      expect(secrets.hide({ a: ["url://swordfish@host", { b: "swordfish-and-chips, plain" }], n: 1 })).to.deep.equal({
        a: ["url://[secret]@host", { b: "[secret], plain" }],
        n: 1,
      });
    });

    it("hides it in JSON and takes none of its characters for a pattern", () => {
      const secrets = textOf({ "p:word": 'a"b.c' });
      expect(secrets.hideInText(`${JSON.stringify({ word: 'a"b.c' })} a"bxc`)).to.equal('{"word":"[secret]"} a"bxc');
    });

    it("leaves alone what appears by chance: short texts and truth values", () => {
      const secrets = textOf({ "p:word": "ab", "p:other": "true" });
      expect(secrets.hideInText("ab true")).to.equal("ab true");
    });
  });
});
