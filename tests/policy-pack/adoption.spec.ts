import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { readSettings } from "../../policy-pack/frame/stackSettings";
import { rules } from "../../policy-pack/rules";
import { previewOffline, type PreviewDocument } from "../../preview";
import { root } from "../support/program";

const guide = fs.readFileSync(path.join(root, "docs", "policies-adoption.md"), "utf8");
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm"))].map(([, text = ""]) => text);
type Config = Record<string, unknown>;
const snippets = blocks("yaml").map((text) => (parse(text) as { config: Config }).config);
const prefix = "cloister-policy:";

/** The snippet that sets the keys given, no others. */
function snippet(...keys: string[]): Config {
  const found = snippets.find((one) => Object.keys(one).join() === keys.map((key) => prefix + key).join());
  if (!found) throw new Error(`the guide has no snippet of ${keys.join(", ")}`);
  return found;
}

describe("the guide to adopting the policies", function () {
  this.timeout(60_000);
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "adoption-"));
  const example = path.join(root, "examples", "plain-vpc-app");
  const own = (parse(fs.readFileSync(path.join(example, "Pulumi.dev.yaml"), "utf8")) as { config: Config }).config;
  const plain = Object.fromEntries(Object.entries(own).filter(([key]) => !key.startsWith(prefix)));

  before(() => {
    fs.cpSync(example, folder, { recursive: true });
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const previewWith = (...configs: Config[]): Promise<PreviewDocument> => {
    const config = Object.assign({}, plain, ...configs) as Config;
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config })); // JSON is YAML, days in quotes
    return previewOffline({ cwd: folder, stack: "dev" });
  };
  const mandatory = ({ policies }: PreviewDocument) =>
    policies.violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);

  it("shows only settings that the pack takes", () => {
    expect(snippets).to.have.length(6);
    for (const one of snippets) {
      const raw = Object.entries(one).map(([key, value]) => [key.slice(prefix.length), value]);
      const { faults } = readSettings(
        Object.fromEntries(raw) as Config,
        rules.map(({ name }) => name),
      );
      expect(faults, JSON.stringify(one)).to.deep.equal([]);
    }
  });

  it("shows only commands that there are, and none of ours before the installation", () => {
    const lines = blocks("bash").flatMap((text) => text.trim().split("\n"));
    const install = lines.findIndex((line) => line.startsWith("npm install"));
    expect(install).to.equal(0);
    const ours = lines.filter((line) => line.startsWith("npx cloister"));
    expect(ours.length).to.be.greaterThan(1);
    for (const line of ours) {
      const args = line.replace(/ >.*/, "").split(" ").slice(2);
      const { status, stderr } = spawnSync(process.execPath, [path.join(root, "bin/cloister.js"), ...args, "--help"]);
      expect(status, stderr.toString()).to.equal(0);
    }
    expect(guide.indexOf("npm install")).to.be.lessThan(guide.indexOf("npx cloister"));
  });

  it("starts without blocking, and hides nothing", async () => {
    const strictly = await previewWith();
    const advised = await previewWith(snippet("plan", "levels"));
    expect(mandatory(strictly)).to.include.members(["rds-not-public", "secret-not-in-environment"]);
    expect(mandatory(advised)).to.deep.equal([]);
    expect(advised.policies.violations.length).to.equal(strictly.policies.violations.length);
  });

  it("declares what is public, and exempts what stays", async () => {
    const before = await previewWith();
    const document = await previewWith(snippet("internetFacing"), snippet("exemptions"));
    const rulesOf = ({ policies }: PreviewDocument) => policies.violations.map(({ rule }) => rule);
    expect(rulesOf(before)).to.include.members(["load-balancer-internal-unless-declared", "rds-not-public"]);
    expect(rulesOf(document)).to.not.include("load-balancer-internal-unless-declared");
    expect(rulesOf(document)).to.not.include("rds-not-public");
    expect(document.policies.exempted.map(({ rule, owner }) => `${rule} ${owner}`)).to.deep.equal([
      "rds-not-public data-team",
    ]);
  });

  it("tells of an exemption that covers nothing any more, and of one that has ended", async () => {
    const [exemption] = snippet("exemptions")[`${prefix}exemptions`] as Record<string, string>[];
    const gone = await previewWith({
      [`${prefix}exemptions`]: [{ ...exemption, resource: "*::aws:rds/instance:Instance::gone" }],
    });
    const ended = await previewWith({ [`${prefix}exemptions`]: [{ ...exemption, expires: "2025-01-31" }] });
    expect(mandatory(gone)).to.include.members(["exemptions-current", "rds-not-public"]);
    expect(mandatory(ended)).to.include.members(["exemptions-current", "rds-not-public"]);
  });

  it("ratchets rule by rule", async () => {
    const [, ratchet] = snippets.filter((one) => `${prefix}levels` in one);
    const document = await previewWith(ratchet ?? {});
    const levels = ratchet?.[`${prefix}levels`] as Record<string, string>;
    for (const rule of mandatory(document)) expect(levels[rule]).to.equal("mandatory");
    expect(mandatory(document)).to.include("rds-not-public");
  });

  it("turns one rule off, and asks for tags of one's own", async () => {
    const document = await previewWith(snippet("levels", "onUnknown", "requiredTags"));
    expect(mandatory(document)).to.include("required-tags");
    expect(mandatory(document)).to.not.include("configuration-valid");
  });

  it("gives every finding on the program's own resources its line", async () => {
    const document = await previewWith();
    const lines = fs.readFileSync(path.join(folder, "index.ts"), "utf8").split("\n");
    const own = document.policies.violations.filter(({ location }) => location?.startsWith("index.ts:"));
    expect(own.length).to.be.greaterThan(5);
    for (const { urn, location } of document.policies.violations) {
      if (urn.endsWith("::pulumi:pulumi:Stack::plain-vpc-app-dev")) continue;
      expect(location, urn).to.match(/^(index|network)\.ts:\d+$/);
      if (!location?.startsWith("index.ts:")) continue;
      const line = Number(location.split(":")[1]);
      const around = lines.slice(Math.max(0, line - 2), line + 1).join("\n");
      const [type = ""] = urn.split("::").slice(-2);
      expect(around, `${urn} at ${location}`).to.include(`new aws.${type.split(":")[1]?.split("/")[0] ?? ""}.`);
    }
  });
});
