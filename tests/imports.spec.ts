import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "..");

/** Folder -> folders it may import from (besides itself). Everything else is a wrong arrow. */
const arrows: Record<string, readonly string[]> = {
  program: ["components"],
  components: [],
  plan: [],
  cost: ["plan"],
  "policy-pack": ["plan", "cost"],
  preview: ["policy-pack", "plan", "cost"],
  scripts: ["preview", "cost", "plan", "policy-pack", "automation"],
  automation: ["preview", "cost"],
};

/** The room a file lives in; files at the root are the program. */
function roomOf(file: string): string {
  const [first = ""] = file.split("/");
  return first in arrows || file.includes("/") ? first : "program";
}

function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import|require)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)].map((match) =>
    path.posix.normalize(path.posix.join(path.posix.dirname(file), match[1] ?? "")),
  );
}

describe("imports between folders", () => {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && roomOf(file) in arrows && fs.existsSync(path.join(root, file)));

  it("go one way only", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => {
          const [from, to] = [roomOf(file), roomOf(target)];
          return from !== to && to in arrows && !arrows[from]?.includes(to);
        })
        .map((target) => `${file} -> ${target}`),
    );
    expect(files.length).to.be.greaterThan(9);
    expect(wrong).to.deep.equal([]);
  });

  it("never reach Pulumi from the plan or the cost library", () => {
    const wrong = files.filter(
      (file) =>
        ["plan", "cost"].includes(roomOf(file)) && /["']@pulumi\//.test(fs.readFileSync(path.join(root, file), "utf8")),
    );
    expect(wrong).to.deep.equal([]);
  });
});
