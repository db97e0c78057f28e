import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as automation from "../../automation";

const { CliMissingError, deployStack, destroyStack, OptionsError, previewStack, secret, stackOutputs } = automation;

/** What a call rejects with. */
async function rejection(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("the call did not reject");
}

const projectDir = path.join(__dirname, "../engine/automation/program");

describe("options of automation calls", () => {
  it("are refused all at once, each with its path, value and fix, before anything is done", async () => {
    const error = await rejection(
      previewStack({
        stack: "no spaces please",
        projectDir: "/nowhere",
        backendUrl: "s3",
        config: { "a:b:c": "1", limit: Number.NaN, token: secret({ deep: [Infinity] }) },
        policyPacks: ["/no/pack"],
      }),
    );
    expect(error).to.be.instanceOf(OptionsError);
    const { faults } = error as automation.OptionsError;
    expect(faults).to.have.length(7);
    expect(faults[0]).to.match(/^stack: "no spaces please": must be STACK/);
    expect(faults[1]).to.match(/^projectDir: "\/nowhere": must be a folder with a Pulumi.yaml/);
    expect(faults[2]).to.match(/^backendUrl: "s3": must be/);
    expect(faults[3]).to.match(/^config: "a:b:c": a key must be/);
    expect(faults[4]).to.match(/^config.limit: must be/);
    expect(faults[5]).to.match(/^config.token: must be/);
    expect(faults[6]).to.match(/^policyPacks\[0\]: "\/no\/pack"/);
    expect(error.message).to.include("7 options are wrong");
  });

  it("of a deployment are refused together with those of the stack", async () => {
    const error = await rejection(
      deployStack({
        stack: "",
        projectDir,
        region: "ireland",
        migration: { timeoutSeconds: 0 },
        services: { pollSeconds: NaN },
      }),
    );
    const { faults } = error as automation.OptionsError;
    expect(faults.map((fault) => fault.split(":")[0])).to.deep.equal([
      "stack",
      "migration.timeoutSeconds",
      "services.pollSeconds",
      "region",
    ]);
  });

  it("ask for the name of what is to be destroyed", async () => {
    const error = await rejection(destroyStack({ stack: "dev", projectDir, confirm: "" }));
    expect(error).to.be.instanceOf(OptionsError);
  });

  it("ask for the project's name with an inline program, and only then", async () => {
    const inline = await rejection(stackOutputs({ stack: "dev", program: async () => undefined }));
    expect(inline.message).to.include("project: missing");
    const both = await rejection(stackOutputs({ stack: "dev", projectDir, project: "mine" }));
    expect(both.message).to.include('project: "mine": only for an inline program');
  });

  it("never show a secret", () => {
    const hidden = secret("hunter2");
    expect(JSON.stringify({ hidden })).not.to.include("hunter2");
    expect(hidden.reveal()).to.equal("hunter2");
  });
});

describe("automation without a pulumi CLI", () => {
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), "no-cli-"));
  after(() => {
    fs.rmSync(empty, { recursive: true });
  });

  it("fails every call with how to install it, and with what needs none", async () => {
    const before = process.env["PATH"];
    process.env["PATH"] = empty;
    try {
      const destroy = (options: automation.StackOptions) => destroyStack({ ...options, confirm: "dev" });
      for (const call of [previewStack, deployStack, destroy, stackOutputs]) {
        const error = await rejection(call({ stack: "dev", projectDir }));
        expect(error).to.be.instanceOf(CliMissingError);
        expect(error.message).to.include("There is no pulumi CLI on the PATH");
        expect(error.message).to.include("https://www.pulumi.com/docs/install/");
        expect(error.message).to.include("`cloister preview` and `previewOffline` need none");
      }
    } finally {
      process.env["PATH"] = before;
    }
  });

  it("names the folder that was asked for", async () => {
    const error = await rejection(previewStack({ stack: "dev", projectDir, cliRoot: empty }));
    expect(error).to.be.instanceOf(CliMissingError);
    expect(error.message).to.include(`${empty}/bin`);
  });

  it("says that a CLI is too old", async () => {
    fs.mkdirSync(path.join(empty, "bin"));
    fs.writeFileSync(path.join(empty, "bin/pulumi"), "#!/bin/sh\necho v3.0.0\n", { mode: 0o755 });
    const error = await rejection(previewStack({ stack: "dev", projectDir, cliRoot: empty }));
    expect(error).to.be.instanceOf(CliMissingError);
    expect(error.message).to.match(/cannot be used: .*3\.0\.0/);
  });
});
