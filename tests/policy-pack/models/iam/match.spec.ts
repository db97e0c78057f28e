import { expect } from "chai";
import fc from "fast-check";
import { covers, fits, overlap } from "../../../../policy-pack/models/iam/match";

/** Every text over the letters, up to a length. */
function texts(letters: readonly string[], longest: number): string[] {
  const all = [""];
  for (let from = 0, length = 0; length < longest; length++) {
    const shorter = all.slice(from);
    from = all.length;
    for (const text of shorter) for (const letter of letters) all.push(text + letter);
  }
  return all;
}

/** The slow and plain meaning of a pattern. */
function asExpression(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/\*/g, "[^]*").replace(/\?/g, "[^]")}$`);
}

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 4 });
const world = texts(["a", "b", "c"], 7); // c is in no pattern: it stands for every other character

describe("patterns of policies", () => {
  describe("given a pattern and a text", () => {
    const table: [string, string, boolean][] = [
      ["*", "", true],
      ["*", "iam:passrole", true],
      ["iam:pass*", "iam:passrole", true],
      ["iam:passrol?", "iam:passrole", true],
      ["iam:passrole?", "iam:passrole", false],
      ["s3:get*tagging", "s3:getobjecttagging", true],
      ["arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false],
      ["arn:aws:s3:::bucket*", "arn:aws:s3:::bucket/a:b", true],
      ["a**b", "ab", true],
      ["", "", true],
      ["", "a", false],
    ];
    for (const [left, right, expected] of table)
      it(`${expected ? "fits" : "refuses"} ${right} with ${left}`, () => {
        expect(fits(left, right)).to.equal(expected);
      });

    it("agrees with a regular expression", () => {
      fc.assert(
        fc.property(pattern, fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 }), (left, text) => {
          expect(fits(left, text)).to.equal(asExpression(left).test(text));
        }),
      );
    });

    it("stays quick where backtracking explodes", () => {
      expect(fits(`${"a*".repeat(40)}b`, "a".repeat(2000))).to.equal(false);
    });
  });

  describe("given two patterns", () => {
    it("finds a shared text exactly when there is one", () => {
      fc.assert(
        fc.property(pattern, pattern, (left, right) => {
          const [one, two] = [asExpression(left), asExpression(right)];
          expect(overlap(left, right), `${left} ${right}`).to.equal(
            world.some((text) => one.test(text) && two.test(text)),
          );
        }),
        { numRuns: 400 },
      );
    });

    it("says that one covers the other exactly when no text gets away", () => {
      fc.assert(
        fc.property(pattern, pattern, (outer, inner) => {
          const [one, two] = [asExpression(outer), asExpression(inner)];
          expect(covers(outer, inner), `${outer} ${inner}`).to.equal(
            world.every((text) => !two.test(text) || one.test(text)),
          );
        }),
        { numRuns: 400 },
      );
    });

    it("knows that a star and a question mark commute", () => {
      expect(covers("?*", "*?")).to.equal(true);
      expect(covers("?*", "*")).to.equal(false);
      expect(covers("??*", "*a*b*")).to.equal(true);
      expect(covers("arn:aws:iam::*:role/app-*", "arn:aws:iam::123456789012:role/app-*")).to.equal(true);
      expect(covers("arn:aws:iam::123456789012:role/app-*", "arn:aws:iam::*:role/app-*")).to.equal(false);
    });
  });
});
