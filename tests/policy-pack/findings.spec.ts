import { expect } from "chai";
import fc from "fast-check";
import {
  exemptedDescription,
  formatFinding,
  parseFinding,
  undeterminedDescription,
  type Finding,
} from "../../policy-pack/findings";

const rule = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
const message = fc.string({ unit: "binary", minLength: 1 });

describe("findings as policy messages", () => {
  it("an undetermined finding comes back as it was, with and without the SDK's prefix", () => {
    fc.assert(
      fc.property(rule, message, (name, text) => {
        const finding: Finding = { rule: name, verdict: "undetermined", message: text };
        const formatted = formatFinding(finding);
        expect(parseFinding("undetermined", formatted)).to.deep.equal(finding);
        expect(parseFinding("undetermined", `${undeterminedDescription}\n${formatted}`)).to.deep.equal(finding);
      }),
    );
  });

  it("an exempted finding comes back as it was, whatever owner and reason are made of", () => {
    fc.assert(
      fc.property(rule, message, fc.string(), fc.string(), (name, text, owner, reason) => {
        const finding: Finding = {
          rule: name,
          verdict: "exempted",
          message: text,
          owner,
          reason,
          expires: "2027-01-31",
        };
        expect(parseFinding("exempted", `${exemptedDescription}\n${formatFinding(finding)}`)).to.deep.equal(finding);
      }),
    );
  });

  it("a violation loses its policy's description", () => {
    expect(parseFinding("rds-not-public", "No public address.\nIt is public.", "No public address.")).to.deep.equal({
      rule: "rds-not-public",
      verdict: "violation",
      message: "It is public.",
    });
  });

  it("a message of another pack stays a violation of its policy", () => {
    expect(parseFinding("undetermined", "Something else entirely")).to.deep.equal({
      rule: "undetermined",
      verdict: "violation",
      message: "Something else entirely",
    });
  });
});
