import { expect } from "chai";
import fc from "fast-check";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contentHash, ignoredBy } from "../../../components/internal/contentHash";

describe("content hash", () => {
  let made: string[] = [];
  afterEach(() => {
    for (const directory of made) rmSync(directory, { recursive: true });
    made = [];
  });

  function directoryOf(files: Record<string, string>): string {
    const directory = mkdtempSync(join(tmpdir(), "content-"));
    made.push(directory);
    for (const [path, content] of Object.entries({ Dockerfile: "FROM scratch\n", ...files })) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    return directory;
  }
  const hashOf = (directory: string, settings: string[] = [], dockerfile = "Dockerfile") =>
    contentHash({ directory, dockerfile: join(directory, dockerfile), settings });

  it("is the same for the same content, wherever and whenever it lies", () => {
    const one = directoryOf({ "a.txt": "1", "sub/b.txt": "2" });
    const other = directoryOf({ "sub/b.txt": "2", "a.txt": "1" });
    utimesSync(join(other, "a.txt"), 1, 1);
    expect(hashOf(one))
      .to.match(/^[0-9a-f]{64}$/)
      .and.equal(hashOf(other));
  });

  it("differs with every content, name, place, execute bit, link and setting", () => {
    const base = { "a.txt": "1", "b.txt": "2" };
    const executable = directoryOf(base);
    chmodSync(join(executable, "a.txt"), 0o755);
    const linked = directoryOf({ "b.txt": "2" });
    symlinkSync("b.txt", join(linked, "a.txt"));
    const hashes = [
      hashOf(directoryOf(base)),
      hashOf(directoryOf({ ...base, "a.txt": "3" })),
      hashOf(directoryOf({ "a.txt": "1", "c.txt": "2" })),
      hashOf(directoryOf({ "a.txt": "1", "sub/b.txt": "2" })),
      hashOf(directoryOf({ "a.txt": "12", "b.txt": "" })),
      hashOf(directoryOf({ ...base, Dockerfile: "FROM busybox\n" })),
      hashOf(directoryOf(base), ["linux/arm64"]),
      hashOf(executable),
      hashOf(linked),
    ];
    expect(new Set(hashes).size).to.equal(hashes.length);
  });

  it("tells a file's content from the name and content of the next", () => {
    expect(hashOf(directoryOf({ a: "x", b: "y" }))).to.not.equal(hashOf(directoryOf({ a: "xbplainy" })));
  });

  it("does not see what the ignore file leaves out, but always the Dockerfile", () => {
    const ignore = { ".dockerignore": "node_modules\n*.log\nDockerfile\n" };
    const plain = hashOf(directoryOf({ ...ignore, "a.txt": "1" }));
    expect(hashOf(directoryOf({ ...ignore, "a.txt": "1", "x.log": "1", "node_modules/m/i.js": "1" }))).to.equal(plain);
    expect(hashOf(directoryOf({ ...ignore, "a.txt": "1", Dockerfile: "FROM busybox\n" }))).to.not.equal(plain);
  });

  it("follows the Dockerfile's own ignore file before the directory's", () => {
    const files = {
      "api.Dockerfile": "FROM scratch\n",
      "api.Dockerfile.dockerignore": "b.txt\n",
      ".dockerignore": "a.txt\n",
    };
    const hash = (more: Record<string, string>) => hashOf(directoryOf({ ...files, ...more }), [], "api.Dockerfile");
    expect(hash({ "b.txt": "1" })).to.equal(hash({}));
    expect(hash({ "a.txt": "1" })).to.not.equal(hash({}));
  });

  for (const [pattern, ignored, kept] of [
    ["a.txt", ["a.txt"], ["sub/a.txt", "b.txt"]],
    ["/a.txt", ["a.txt"], ["sub/a.txt"]],
    ["./sub/../a.txt", ["a.txt"], ["sub/a.txt"]],
    ["dist/", ["dist/x", "dist/y/z"], ["distant", "sub/dist/x"]],
    ["*.log", ["x.log", ".log"], ["sub/x.log"]],
    ["**/*.log", ["x.log", "sub/deep/x.log"], ["x.txt"]],
    ["*/temp*", ["a/temp", "b/temporary.txt", "a/temp/x"], ["temp", "a/b/temp"]],
    ["temp?", ["tempa"], ["temp", "tempab"]],
    ["*.md\n!README.md", ["CHANGES.md"], ["README.md"]],
    ["docs\n!docs/keep.md", ["docs/a.md"], ["docs/keep.md"]],
    ["!a.txt\na.txt", ["a.txt"], []],
    ["# a.txt\n\n  b.txt  ", ["b.txt"], ["a.txt", "# a.txt"]],
    ["{a,b}.txt", ["{a,b}.txt"], ["a.txt"]],
    ["", [], ["a.txt"]],
  ] as const) {
    it(`reads ${JSON.stringify(pattern)} as Docker does`, () => {
      const isIgnored = ignoredBy(pattern);
      for (const path of ignored) expect(isIgnored(path), path).to.equal(true);
      for (const path of kept) expect(isIgnored(path), path).to.equal(false);
    });
  }

  it("takes back whatever it left out, when a last pattern says so", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z*]{1,4}$/)),
        fc.stringMatching(/^[a-z]{1,4}(\/[a-z]{1,4}){0,2}$/),
        (patterns, path) => {
          expect(ignoredBy([...patterns, "!**"].join("\n"))(path)).to.equal(false);
          expect(ignoredBy([...patterns, "**"].join("\n"))(path)).to.equal(true);
        },
      ),
    );
  });
});
