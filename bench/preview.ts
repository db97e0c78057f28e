// How long a preview takes, as a multiple of what loading the SDKs alone takes in the same run: machines differ, and so
// does their load. Run: npx tsx bench/preview.ts [RESOURCES ...]
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { previewOffline } from "../preview";

const root = path.join(__dirname, "..");
const sizes = process.argv.slice(2).map(Number);
const probe = path.join(root, "tests/preview/packs/probe");

/** Twenty-five resources a component, an eighth of them with a reference to another. */
const program = `
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const count = Number(new pulumi.Config().require("count"));
for (let i = 0; i < count; i += 25) {
  const parent = new pulumi.ComponentResource("bench:index:Part", "part" + i, {});
  for (let j = i; j < Math.min(i + 25, count); j++) {
    const vpc = new aws.ec2.Vpc("vpc" + j, { cidrBlock: "10.0.0.0/16", tags: { number: String(j) } }, { parent });
    if (++j < Math.min(i + 25, count)) new aws.ec2.Subnet("subnet" + j, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }, { parent });
  }
}`;

function makeProject(count: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const options = "{ name: nodejs, options: { typescript: false } }";
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: bench\nruntime: ${options}\n`);
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), `config:\n  count: ${count}\n`);
  fs.writeFileSync(path.join(folder, "package.json"), '{ "name": "bench", "main": "index.js" }');
  fs.writeFileSync(path.join(folder, "index.js"), program);
  return folder;
}

function timeToLoad(): number {
  const started = performance.now();
  const script = 'require("@pulumi/pulumi"); const aws = require("@pulumi/aws"); aws.ec2.Vpc; aws.ec2.Subnet;';
  spawnSync(process.execPath, ["-e", script], { cwd: root });
  return performance.now() - started;
}

async function main(): Promise<void> {
  const load = Math.min(timeToLoad(), timeToLoad(), timeToLoad());
  console.log(`loading the SDKs: ${(load / 1_000).toFixed(2)} s = 1.0`);
  const line = (label: string, milliseconds: number) => {
    console.log(`${label}: ${(milliseconds / load).toFixed(1)} (${(milliseconds / 1_000).toFixed(2)} s)`);
  };
  for (const count of sizes.length > 0 ? sizes : [250, 1_000, 5_000]) {
    const cwd = makeProject(count);
    const without = await previewOffline({ cwd, policyPacks: [] });
    line(`${count} resources, no pack`, without.timings.totalMs);
    const withPack = await previewOffline({ cwd, policyPacks: [probe] });
    line(`${count} resources, small pack`, withPack.timings.totalMs);
    fs.rmSync(cwd, { recursive: true });
  }
}

void main();
