import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { Reader } from "../../../../plan/reader";
import { findAction } from "../../../../policy-pack/models/iam/actions";
import { parseDocument } from "../../../../policy-pack/models/iam/document";
import { managedPolicy, managedPolicyName } from "../../../../policy-pack/models/iam/managedPolicies";
import { techniques } from "../../../../policy-pack/models/iam/techniques";
import { workerTypes } from "../../../../policy-pack/models/iam/workers";

const folder = path.join(__dirname, "../../../../policy-pack/models/iam/data");
const tables = fs.readdirSync(folder).map((file): [string, [string, Record<string, unknown>][]] => {
  const table = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as Record<string, Record<string, unknown>>;
  return [file, Object.entries(table)];
});

describe("data of the IAM model", () => {
  it("is there", () => {
    expect(tables.map(([file]) => file).toSorted()).to.deep.equal([
      "confusedDeputy.json",
      "escalationTechniques.json",
      "managedPolicies.json",
      "narrowingKeys.json",
      "oidcProviders.json",
    ]);
  });

  for (const [file, entries] of tables)
    it(`names the source and the day of every entry of ${file}`, () => {
      expect(entries.length).to.be.greaterThan(3);
      const wanting = entries.filter(
        ([, entry]) => !/^https:\/\/\S+$/.test(String(entry.source)) || !/^20\d\d-\d\d-\d\d$/.test(String(entry.asOf)),
      );
      expect(wanting).to.deep.equal([]);
    });

  describe("techniques", () => {
    it("have an id of the public catalogue each, once", () => {
      const ids = techniques.map((one) => one.id);
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids.filter((id) => !/^[a-z0-9]+-\d{3}$/.test(id))).to.deep.equal([]);
      expect(techniques.filter((one) => one.source !== `https://pathfinding.cloud/paths/${one.id}`)).to.deep.equal([]);
    });

    it("need actions that exist, spelled as AWS spells them", () => {
      const wrong = techniques
        .flatMap((one) => Object.keys(one.needs))
        .filter((name) => findAction(name)?.name !== name);
      expect(wrong).to.deep.equal([]);
    });

    it("hold together", () => {
      for (const { id, target, trusts, workers, needs, gains, holder } of techniques) {
        const on = Object.values(needs);
        const isOnTarget = on.some((one) => ["target", "targetPolicy", "worker"].includes(one));
        expect(isOnTarget, id).to.equal(target !== undefined);
        expect(on.includes("worker"), id).to.equal(workers !== undefined);
        expect("iam:PassRole" in needs, id).to.equal(Array.isArray(trusts));
        if (target === undefined) expect(gains, id).to.equal("administrator");
        if (on.includes("ownGroup")) expect(holder, id).to.equal("user");
        for (const type of workers ?? []) expect(workerTypes, id).to.have.property(type);
      }
    });
  });

  describe("policies of AWS", () => {
    it("are all readable to the letter", () => {
      const entries = tables.find(([file]) => file === "managedPolicies.json")?.[1] ?? [];
      const bad = entries.filter(([, { document }]) => {
        const found = parseDocument(new Reader({ document }), "document", "identity");
        return found.statements.length === 0 || found.faults.length + found.unknowns.length > 0;
      });
      expect(bad.map(([name]) => name)).to.deep.equal([]);
    });

    it("are unknown where the table has none", () => {
      expect(managedPolicy("AdministratorAccess").incomplete).to.equal(false);
      expect(managedPolicy("toString").incomplete).to.equal(true);
      expect(managedPolicy("NobodyKnows").unknowns).to.have.lengthOf(1);
    });

    it("are told by their ARN in every partition", () => {
      expect(managedPolicyName("arn:aws-cn:iam::aws:policy/service-role/AWSLambdaRole")).to.equal(
        "service-role/AWSLambdaRole",
      );
      expect(managedPolicyName("arn:aws:iam::123456789012:policy/mine")).to.equal(undefined);
    });
  });
});
