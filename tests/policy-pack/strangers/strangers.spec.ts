import * as path from "node:path";
import { expect } from "chai";
import { rules } from "../../../policy-pack/rules";
import { previewOffline, type PreviewDocument } from "../../../preview";
import { planFrom } from "../mutations/stack";
import { judge, type Planned, type Said } from "../support/bench";
import { shapes } from "./shapes";
import { variantsOf } from "./variants";

const levels = new Map(rules.map(({ name, level }) => [name, level]));

/** The part of the preview that one variant registered, with the default providers of all. */
function programOf(document: PreviewDocument, token: string): readonly Planned[] {
  const isOwn = ({ urn }: { urn: string }) => urn.includes(`::${token}$`);
  const isShared = ({ type, urn }: { type: string; urn: string }) =>
    type.startsWith("pulumi:providers:") && !urn.includes("$");
  const resources = document.resources.filter((resource) => isOwn(resource) || isShared(resource));
  return planFrom({ ...document, resources }).resources;
}

const blocks = ({ verdict, rule }: Said) => verdict === "violation" && levels.get(rule) === "mandatory";
const brief = ({ rule, urn, message }: Said) => `${rule} at ${urn.split("::").slice(2).join(" ")}: ${message}`;

/** How often all that is said of clean programs may be a false alarm, and how often a fault may go unseen: never. */
describe("programs that others write, previewed before anything exists", function () {
  this.timeout(180_000);
  let document: PreviewDocument;
  before(async () => {
    document = await previewOffline({ cwd: path.join(__dirname, "program"), stack: "dev", policyPacks: [] });
  });

  it("are many", () => {
    expect(shapes.length).to.be.at.least(80);
    expect(new Set(shapes.map(({ name }) => name)).size).to.equal(shapes.length);
  });

  for (const shape of shapes)
    describe(shape.name, () => {
      const hear = (token: string) => judge(rules, programOf(document, token));

      for (const { token, fault } of variantsOf(shape))
        if (fault === undefined)
          it("as it should be, is not blocked, and no rule fails itself", async () => {
            const said = await hear(token);
            expect(programOf(document, token).length, "resources").to.be.greaterThan(1);
            expect(said.filter(({ verdict }) => verdict === "violation").map(brief)).to.deep.equal([]);
            expect(said.filter(({ message }) => message.includes("rule itself failed")).map(brief)).to.deep.equal([]);
          });
        else if (shape.hidden?.[fault] !== undefined)
          it(`with ${fault}, is said to be undetermined`, async () => {
            const said = await hear(token);
            const doubts = said
              .filter(({ verdict }) => verdict === "undetermined")
              .map(({ rule, urn }) => `${rule} at ${urn.split("::").slice(2).join(" ")}`);
            expect(doubts).to.include(shape.hidden?.[fault]);
          });
        else
          it(`with ${fault}, is blocked for it`, async () => {
            const said = await hear(token);
            const caught = said
              .filter(blocks)
              .map(({ rule, urn }) => `${rule} at ${urn.split("::").slice(2).join(" ")}`);
            expect(caught, said.map(brief).join("\n")).to.include(shape.faults[fault]);
          });
    });
});
