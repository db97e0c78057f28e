import fs from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { canonicalType } from "../../plan/resource";
import { rules } from "../../policy-pack/rules";
import { formatted } from "../../scripts/docs/generatedFile";
import { policiesPage, policySettingsSchema } from "../../scripts/docs/policies";
import { taggableTypes } from "../../scripts/docs/taggableTypes";

const root = path.join(__dirname, "..", "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
interface Manifest {
  version: string;
  main: string;
  dependencies: Record<string, string>;
}
const manifest = (file: string) => JSON.parse(read(file)) as Manifest;

/** Every source file of the pack, from its folder. */
function sources(folder = "policy-pack"): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(file);
    return file.endsWith(".ts") ? [file] : [];
  });
}

describe("the pack as a package", () => {
  it("has the version and the dependency versions of the whole", () => {
    const [pack, whole] = [manifest("policy-pack/package.json"), manifest("package.json")];
    expect(pack.version).to.equal(whole.version);
    for (const [name, version] of Object.entries(pack.dependencies))
      expect(whole.dependencies[name], name).to.equal(version);
  });

  it("depends on exactly what its sources import", () => {
    const imported = sources().flatMap((file) =>
      [...read(file).matchAll(/^(?:import|\} from) ?.*"((?:@[^/"]+\/)?[^./"][^/"]*)(?:\/[^"]*)?";$/gm)].map(
        (match) => match[1] ?? "",
      ),
    );
    const packages = new Set(imported.filter((name) => !name.startsWith("node:")));
    const needed = new Set(Object.keys(manifest("policy-pack/package.json").dependencies));
    needed.delete("@pulumi/pulumi"); // the SDK's peer, and what starts the pack
    expect([...packages].sort()).to.deep.equal([...needed].sort());
  });

  it("loads no AWS SDK, which alone takes seconds", () => {
    for (const file of sources()) expect(read(file), file).not.to.match(/from "@pulumi\/aws/);
  });
});

describe("what every rule says about itself", () => {
  it("names are unique, and each is its file's", () => {
    expect(new Set(rules.map((rule) => rule.name)).size).to.equal(rules.length);
    for (const { name, family } of rules) {
      const file = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      expect(
        fs.existsSync(path.join(root, "policy-pack", "rules", family, `${file}.ts`)),
        `${family}/${file}`,
      ).to.equal(true);
    }
  });

  for (const rule of rules)
    it(`${rule.name} states a requirement, a fix and an address, and judges types by their one name`, () => {
      expect(rule.description)
        .to.match(/^[A-Z].*\.$/)
        .and.not.to.match(/^(No|Never|Do not|Don't)\b/);
      expect(rule.remediation).to.match(/^[A-Z].*\.$/);
      expect(rule.requirement).to.match(/^[A-Z].*: .*\.$/);
      expect(rule.url).to.match(/^https:\/\/(docs\.)?aws\.amazon\.com\//);
      for (const check of rule.checks) expect(check).to.match(/^(CKV2?_AWS_\d+|AWS-\d{4}|AwsSolutions-\w+|VPC\w+)$/);
      for (const type of rule.types) expect(canonicalType(type)).to.equal(type);
      expect(rule.types.length > 0).to.equal(rule.judge !== undefined);
    });
});

describe("generated files of the pack", () => {
  for (const generated of [taggableTypes, policySettingsSchema, policiesPage])
    it(`${generated.file} is up to date`, async () => {
      expect(read(generated.file)).to.equal(await formatted(generated));
    }).timeout(30_000);
});
