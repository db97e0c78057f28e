import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  assertPoliciesHold,
  operationCounts,
  PolicyNotEvaluatedError,
  PolicyViolationError,
  previewOffline,
  previewStack,
  ProgramFailedError,
  secret,
  StackMissingError,
  stackOutputs,
  type RunOptions,
} from "../../automation";
import { findPulumi } from "./support/cli";
import { Workspace } from "./support/workspace";

const pulumi = findPulumi();
if (pulumi === undefined) console.log("skipped: no pulumi CLI");

/** What a call rejects with. */
async function rejection<Kind extends Error>(
  kind: abstract new (...args: never[]) => Kind,
  call: Promise<unknown>,
): Promise<Kind> {
  const outcome = await call.then(
    () => "it did not reject",
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(kind);
  return outcome as Kind;
}

describe("automation with the real CLI", () => {
  if (pulumi === undefined) {
    it.skip("skipped: no pulumi CLI");
    return;
  }
  let workspace: Workspace;
  let options: RunOptions;
  /** The CLI with providers that stand in for real ones: nothing is to be downloaded. */
  let cliRoot: string;

  before(() => {
    workspace = new Workspace();
    cliRoot = path.join(workspace.root, "cli");
    fs.mkdirSync(path.join(cliRoot, "bin"), { recursive: true });
    const script = `#!/bin/sh\ncase "$1" in up|preview|destroy|refresh) exec ${pulumi} "$@" --skip-plugin-pre-install ;; esac\nexec ${pulumi} "$@"\n`;
    fs.writeFileSync(path.join(cliRoot, "bin/pulumi"), script, { mode: 0o755 });
  });
  beforeEach(() => {
    const projectDir = workspace.copyProgram(path.join(__dirname, "automation/program"));
    options = {
      stack: "dev",
      projectDir,
      cliRoot,
      env: workspace.environment(projectDir) as Record<string, string>,
      policyPacks: [workspace.copyPack(path.join(__dirname, "automation/pack"))],
    };
  });
  after(() => {
    workspace.remove();
  });

  it("previews, sets configuration, keeps secrets off the result", async () => {
    const heard: string[] = [];
    const result = await previewStack({
      ...options,
      config: { owner: "us", takesMs: { first: 1 }, password: secret("hunter2") },
      onEvent: ({ kind }) => heard.push(kind),
    });
    expect(result.project).to.equal("deployed");
    expect(result.stack).to.equal("dev");
    expect(operationCounts(result)).to.deep.equal({ create: 4 });
    console.log(result.outputs, fs.readFileSync(path.join(options.projectDir ?? "", "Pulumi.dev.yaml"), "utf8"));
    expect(result.outputs).to.deep.include({ owner: "us", password: "[secret]" });
    expect(heard).to.include("engine");
    const file = fs.readFileSync(path.join(options.projectDir ?? "", "Pulumi.dev.yaml"), "utf8");
    expect(file)
      .to.match(/deployed:password:\s+secure: /)
      .and.not.to.include("hunter2");
  });

  it("gives the same result as the preview without a CLI, so one gate judges both", async () => {
    const config = { encrypted: false };
    const online = await rejection(PolicyViolationError, previewStack({ ...options, config }));
    expect(operationCounts(online.result)).to.deep.equal({ create: 4 }); // the stack and its provider among them
    const offline = await previewOffline({
      cwd: options.projectDir,
      stack: "dev",
      policyPacks: options.policyPacks as string[],
    });
    expect(operationCounts(offline)).to.deep.equal({ create: 4 });
    const refused = await rejection(
      PolicyViolationError,
      (async () => {
        assertPoliciesHold(offline);
      })(),
    );
    expect(refused.findings.map(({ location, severity, ...same }) => same)).to.deep.equal(
      online.findings.map(({ location, severity, ...same }) => same),
    );
    const [finding] = online.findings;
    expect(finding).to.deep.include({
      rule: "queue-encrypted",
      family: "data-protection",
      level: "mandatory",
      message: "not encrypted",
    });
    expect(finding?.urn).to.equal("urn:pulumi:dev::deployed::aws:sqs/queue:Queue::orders");
    expect(online.message).to.include(
      "queue-encrypted: urn:pulumi:dev::deployed::aws:sqs/queue:Queue::orders: not encrypted",
    );
  });

  it("fails for a rule that can't run, unless it is named", async () => {
    const config = { unknownPolicy: true };
    const error = await rejection(PolicyNotEvaluatedError, previewStack({ ...options, config }));
    expect(error.findings.map(({ rule }) => rule)).to.deep.equal(["policy-closed"]);
    expect(error.findings[0]?.urn).to.include("aws:sqs/queuePolicy:QueuePolicy::policy");
    const result = await previewStack({ ...options, config, allowUndetermined: ["policy-closed"] });
    expect(result.policies.undetermined).to.have.length(1);
  });

  it("says why a program fails", async () => {
    const error = await rejection(ProgramFailedError, previewStack({ ...options, config: { fails: true } }));
    expect(error.errors.join("\n")).to.include("the program is broken");
  });

  it("says that a stack is missing", async () => {
    const error = await rejection(StackMissingError, stackOutputs(options));
    expect(error.message).to.include("There is no stack dev");
  });
});
