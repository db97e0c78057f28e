import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { previewOffline, PreviewError } from "../../preview";

const failing = path.join(__dirname, "programs/failing");

async function messageOf(stack: string, more: Parameters<typeof previewOffline>[0] = {}): Promise<string> {
  try {
    await previewOffline({ cwd: failing, stack, policyPacks: [], ...more });
  } catch (error) {
    expect(error).to.be.instanceOf(PreviewError);
    return (error as Error).message;
  }
  throw new Error(`the preview of ${stack} did not fail`);
}

describe("preview of what cannot be previewed", function () {
  this.timeout(120_000);

  describe("given a stack that cannot be read", () => {
    const cases: Record<string, string> = {
      missing: "Stack 'missing' is missing configuration value 'how'",
      wrongtype: "Stack 'wrongtype' with configuration key 'must' must be of type 'integer'",
      sealed: "Stack 'sealed' with configuration key 'settings' must be of type 'object'",
      esc: "`environment` takes values from Pulumi ESC, which needs a Pulumi account",
      nosuch: 'No stack "nosuch"',
      "no/such/thing/../x y": "A stack name may only contain",
    };
    for (const [stack, expected] of Object.entries(cases)) {
      it(`says of ${stack}: ${expected}`, async () => {
        expect(await messageOf(stack)).to.include(expected);
      });
    }

    it("says where a stack file is not YAML", async () => {
      const root = fs.mkdtempSync(path.join(os.tmpdir(), "bad-yaml-"));
      fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: bad\nruntime: nodejs\n");
      fs.writeFileSync(path.join(root, "Pulumi.dev.yaml"), "config:\n  a: [1\n  b: 2\n");
      expect(await messageOf("dev", { cwd: root })).to.match(/Pulumi\.dev\.yaml is not valid YAML: .*line 3/);
    });

    it("asks for a stack where there are several and none is dev", async () => {
      const error = await previewOffline({ cwd: failing, policyPacks: [] }).catch((one: unknown) => one);
      expect(String(error)).to.include("name one with --stack");
    });

    it("says that a folder holds no project", async () => {
      expect(await messageOf("x", { cwd: os.tmpdir() })).to.include("No Pulumi.yaml");
    });

    it("says that a policy pack is none", async () => {
      expect(await messageOf("throws", { policyPacks: [__dirname] })).to.include("it has no PulumiPolicy.yaml");
    });

    it("tells all faults of an answers file together", async () => {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "answers-")), "answers.yaml");
      fs.writeFileSync(file, "unknownStacks: maybe\ninvokes: [{ token: 1 }]\nother: 1\n");
      const message = await messageOf("throws", { answersFile: file });
      for (const part of ["unknownStacks", "invokes.0.token", "invokes.0.result", "other"]) {
        expect(message).to.include(part);
      }
    });
  });

  describe("given a program that fails", () => {
    const messages: Record<string, string> = {};

    before(async () => {
      const waiting = ["duplicate", "throws", "asset", "unanswered", "exits", "hangs"];
      const next = async (): Promise<void> => {
        const stack = waiting.shift();
        if (stack === undefined) return;
        messages[stack] = await messageOf(stack, stack === "hangs" ? { timeoutSeconds: 8 } : {});
        return next();
      };
      await Promise.all([next(), next()]);
    });

    it("reports a URN that is used twice", () => {
      expect(messages["duplicate"]).to.equal(
        "Duplicate resource URN 'urn:pulumi:duplicate::failing::aws:sns/topic:Topic::twin'; try giving it a unique name",
      );
    });

    it("shows where the user's code threw", () => {
      expect(messages["throws"]).to.match(/Error: thrown on purpose\n +at .*thrower.*failing\/index\.js:7/);
    });

    it("names an asset's missing file", () => {
      expect(messages["asset"]).to.include("no-such-file.txt: no such file or directory");
    });

    it("prints the entries that would answer what is missing", () => {
      expect(messages["unanswered"]).to.include("token: aws:kms/getKey:getKey");
      expect(messages["unanswered"]).to.include("keyId: alias/x");
      expect(messages["unanswered"]).to.include('unknown stack "acme/net/prod"');
    });

    it("tells the exit code", () => {
      expect(messages["exits"]).to.equal("Program exited with non-zero exit code: 7");
    });

    it("ends a program that hangs", () => {
      expect(messages["hangs"]).to.equal("The program did not end within 8 s. Raise the limit with --timeout.");
    });
  });

  it("ends the program when it is interrupted", async () => {
    const interrupt = new AbortController();
    setTimeout(() => {
      interrupt.abort();
    }, 1_500);
    expect(await messageOf("hangs", { signal: interrupt.signal })).to.equal("The preview was interrupted.");
  });

  it("runs a program of another folder with the SDK installed there, as pnpm lays it out, and checks no types", async () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "workspace-"));
    const modules = path.join(__dirname, "../../node_modules");
    const app = path.join(root, "packages/app");
    fs.mkdirSync(path.join(app, "node_modules/@pulumi"), { recursive: true });
    fs.mkdirSync(path.join(root, "node_modules"));
    fs.symlinkSync(path.join(modules, "@pulumi/pulumi"), path.join(app, "node_modules/@pulumi/pulumi"));
    fs.symlinkSync(path.join(modules, "typescript"), path.join(root, "node_modules/typescript"));
    fs.writeFileSync(path.join(app, "Pulumi.yaml"), "name: app\nruntime: nodejs\n");
    fs.writeFileSync(path.join(app, "package.json"), '{ "name": "app", "main": "main.ts" }');
    fs.writeFileSync(path.join(app, "main.ts"), 'const wrong: number = "text";\nexport const value = wrong;\n');
    const document = await previewOffline({ cwd: app, policyPacks: [] });
    expect(document.outputs).to.deep.equal({ value: "text" });
    expect(document.stack).to.equal("dev");
  });

  it("says what to do where the SDK is not installed", async () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "bare-"));
    fs.writeFileSync(path.join(root, "Pulumi.yaml"), "name: bare\nruntime: nodejs\n");
    expect(await messageOf("dev", { cwd: root })).to.include("The Pulumi SDK is not installed");
  });
});

describe("preview on the command line", function () {
  this.timeout(120_000);

  const start = [
    "-r",
    require.resolve("tsx/cjs"),
    "-e",
    `require(${JSON.stringify(path.join(__dirname, "../../scripts/cli.ts"))}).main(process.argv)`,
    "cloister",
  ];

  function cloister(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [...start, "preview", ...args], { stdio: ["ignore", "pipe", "pipe"] });
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  const basic = ["-C", path.join(__dirname, "programs/basic"), "--policy-pack", path.join(__dirname, "packs/probe")];

  it("exits 2 for a mandatory violation and prints a plain report", async () => {
    const { code, stdout } = await cloister(...basic);
    expect(code).to.equal(2);
    expect(stdout).to.include("a preview of creation from nothing");
    expect(stdout).to.match(/^store +basic:index:Store +2$/m);
    expect(stdout).to.match(/^mandatory {2}bucket-destroyable {2}logs .* index\.ts:22$/m);
    expect(stdout).to.include("undetermined (mandatory)  topic-tags-known");
    expect(stdout).to.include("exempt until 2030-01-31 by team-a: kept for an audit (see the ticket)");
    expect(stdout).not.to.include("\u001b[");
  });

  it("exits 0 with --advisory, and --json prints nothing but the document", async () => {
    const { code, stdout } = await cloister(...basic, "--advisory", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ version: 1, project: "basic", stack: "dev" });
  });

  it("exits 1 with one line and no stack trace of its own for a wrong stack", async () => {
    const { code, stderr } = await cloister(...basic, "--stack", "nosuch");
    expect(code).to.equal(1);
    expect(stderr.trim().split("\n")).to.have.length(1);
  });
});
