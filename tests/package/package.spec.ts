import { expect } from "chai";
import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** Environment in which a program that asks the network for anything gets nothing. */
const nowhere = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "npm_config_proxy", "npm_config_https_proxy"].map(
    (name) => [name, "http://127.0.0.1:9"],
  ),
);

/** What cuts off the network: a namespace with a loopback of its own; where that is not allowed, proxies to nowhere. */
const cutOff = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
const namespaces = spawnSync(cutOff[0] ?? "", [...cutOff.slice(1), "true"]).status === 0;

/** The program of the README's "use them in your own program", ten lines. */
const program = `import { PrivateNetwork } from "cloister";

const network = new PrivateNetwork("network", {
  environment: "dev",
  accountId: "123456789012",
  availabilityZones: ["eu-west-1a", "eu-west-1b"],
  flowLogs: { retentionDays: 30 },
});

export const vpcId = network.vpcId;
`;

describe("the npm package", function () {
  this.timeout(240_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "package-"));
  const project = path.join(folder, "project");
  const installed = path.join(project, "node_modules/cloister");
  let files: string[] = [];

  const write = (name: string, text: string) => {
    fs.writeFileSync(path.join(project, name), text);
  };
  const inProject = (...command: string[]): SpawnSyncReturns<string> => {
    const [file = "", ...args] = command;
    return spawnSync(file, args, { cwd: project, encoding: "utf8", env: { ...process.env, CI: "true" } });
  };
  const withoutNetwork = (...command: string[]): SpawnSyncReturns<string> => {
    const [file = "", ...args] = namespaces ? [...cutOff, ...command] : command;
    return spawnSync(file, args, { cwd: project, encoding: "utf8", env: { ...process.env, ...nowhere } });
  };

  before(function () {
    const packed = execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", folder], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 2 ** 24,
    });
    const [tarball] = JSON.parse(packed.slice(packed.indexOf("["))) as {
      filename: string;
      files: { path: string }[];
    }[];
    files = tarball?.files.map((file) => file.path) ?? [];
    fs.mkdirSync(project);
    expect(inProject("npm", "init", "-y").status).to.equal(0);
    const install = inProject(
      ...["npm", "install", "--prefer-offline", "--no-audit", "--no-fund"],
      path.join(folder, tarball?.filename ?? ""),
    );
    if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ENETUNREACH|ETIMEDOUT/.test(install.stderr)) {
      console.log("skipped: the registry cannot be reached, and the cache does not have everything");
      this.skip();
    }
    expect(install.status, install.stderr).to.equal(0);
    write("Pulumi.yaml", "name: empty\nruntime: nodejs\n");
    write("index.ts", program);
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("holds what is used, its licence and its changes, and no tests, fixtures or sources of tools", () => {
    expect(files).to.include.members([
      ...["LICENSE", "CHANGELOG.md", "README.md", "package.json", "bin/cloister.js"],
      ...["dist/components/index.js", "dist/components/index.d.ts", "dist/automation/index.d.ts"],
      ...["policy-pack/PulumiPolicy.yaml", "policy-pack/package.json", "dist/policy-pack/index.js"],
    ]);
    const strange = files.filter((file) =>
      /(^|\/)(tests?|fixtures?|snapshots?|bench|examples|node_modules|\.\w+)\/|\.spec\.|mocks?\.|(^|\/)\.|\.tgz$|\.map$/.test(
        file,
      ),
    );
    expect(strange).to.deep.equal([]);
  });

  it("previews a ten-line program with no network, in the time that a preview may take", () => {
    const started = performance.now();
    const { stdout, stderr, status } = withoutNetwork("npx", "cloister", "preview");
    const seconds = (performance.now() - started) / 1_000;
    expect(status, stdout + stderr).to.be.oneOf([0, 2, 3]);
    expect(stdout).to.match(/network\s+cloister:index:PrivateNetwork\s+\d+/);
    expect(stdout).to.include("From the internet  nothing can be reached");
    expect(seconds).to.be.lessThan(20); // a machine under load; docs/performance.md has what it takes alone
  });

  it("lends its policy pack, by its folder", () => {
    const args = ["cloister", "preview", "--policy-pack", "node_modules/cloister/policy-pack", "--json"];
    const { stdout, stderr } = withoutNetwork("npx", ...args);
    const document = JSON.parse(stdout || `{"error":${JSON.stringify(stderr)}}`) as { policies: { passed: number } };
    expect(document.policies.passed).to.be.greaterThan(30);
  });

  it("is imported by CommonJS and by ES modules, every name of it", () => {
    const names = ["", "/automation", "/preview"].map((part) => `cloister${part}`);
    write(
      "esm.mjs",
      `import { FargateApp } from "cloister";
import { deployStack, previewOffline } from "cloister/automation";
import { createRequire } from "node:module";
const required = createRequire(import.meta.url);
const missing = [];
for (const name of ${JSON.stringify(names)}) {
  const whole = await import(name);
  missing.push(...Object.keys(required(name)).filter((key) => whole[key] === undefined));
}
console.log(typeof FargateApp, typeof deployStack, typeof previewOffline, missing.length);
`,
    );
    write(
      "common.cjs",
      `const { FargateApp } = require("cloister");
const { deployStack } = require("cloister/automation");
console.log(typeof FargateApp, typeof deployStack, require("cloister/package.json").license);
`,
    );
    const esm = inProject("node", "esm.mjs");
    expect(esm.stdout, esm.stderr).to.equal("function function function 0\n");
    const common = inProject("node", "common.cjs");
    expect(common.stdout, common.stderr).to.equal("function function Apache-2.0\n");
  });

  it("works, types included, in a project that has another version of @pulumi/aws", () => {
    const own = path.join(project, "node_modules/@pulumi/aws");
    const nested = path.join(installed, "node_modules/@pulumi/aws");
    fs.mkdirSync(path.dirname(nested), { recursive: true });
    execFileSync("cp", ["-al", own, nested]); // as npm lays it out when versions differ
    const manifest = JSON.parse(fs.readFileSync(path.join(own, "package.json"), "utf8")) as object;
    fs.rmSync(path.join(own, "package.json"));
    fs.writeFileSync(path.join(own, "package.json"), JSON.stringify({ ...manifest, version: "7.999.0" }));

    write(
      "index.ts",
      `import * as aws from "@pulumi/aws";\n${program.replace("});", '}, { provider: new aws.Provider("own", { region: "eu-west-1" }) });')}`,
    );
    const { stdout, stderr } = withoutNetwork("npx", "cloister", "preview", "--json");
    const document = JSON.parse(stdout || `{"error":${JSON.stringify(stderr)}}`) as {
      resources: { type: string; provider: string | null; inputs: { version?: string } }[];
    };
    const vpc = document.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
    expect(vpc?.provider).to.include("pulumi:providers:aws::own");
    write("wrong.ts", program.replace('"123456789012"', "123456789012"));
    const types = (file: string) =>
      inProject(
        ...["node", path.join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck"],
        ...["--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext", file],
      ).stdout;
    expect(types("index.ts")).to.equal("");
    expect(types("wrong.ts")).to.include("'number' is not assignable to type 'string'");
  });
});
