import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** The anchors of a document, as GitHub makes them of its headings, and those that it sets itself. */
function anchorsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), "utf8").replace(/^(```|~~~)[\s\S]*?^\1/gm, "");
  const headings = [...text.matchAll(/^#+ +(.*)$/gm)].map(([, heading = ""]) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = ""]) => id)];
}

/** Why a link leads nowhere; undefined when it does not. */
function faultOf(file: string, link: string): string | undefined {
  const [target = "", anchor] = link.split("#");
  const led = target === "" ? file : path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
  if (!fs.existsSync(path.join(root, led))) return `${file}: there is no ${led}`;
  if (anchor === undefined || !led.endsWith(".md") || anchorsOf(led).includes(anchor)) return undefined;
  return `${file}: ${led} has no heading #${anchor}`;
}

describe("links in documents", () => {
  const documents = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && fs.existsSync(path.join(root, file)));

  it("lead to files and headings that are there", () => {
    const links = documents.flatMap((file) =>
      [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = ""]) => ({ file, link }))
        .filter(({ link }) => !/^(https?|mailto):/.test(link)),
    );
    expect(links.length).to.be.greaterThan(100);
    expect(links.flatMap(({ file, link }) => faultOf(file, link) ?? [])).to.deep.equal([]);
  });

  it("would be told if they did not", () => {
    expect(faultOf("docs/temporal.md", "nowhere.md")).to.contain("there is no docs/nowhere.md");
    expect(faultOf("README.md", "docs/temporal.md#nothing")).to.contain("no heading #nothing");
    expect(faultOf("README.md", "docs/temporal.md#upgrade")).to.equal(undefined);
  });
});
