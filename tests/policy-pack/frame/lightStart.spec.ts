import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect } from "chai";

const pack = path.join(__dirname, "..", "..", "..", "policy-pack");

/** Runs a script in a process of its own, after the pack's light start. */
function after(script: string): string {
  return execFileSync(process.execPath, ["-r", "tsx/cjs", "-e", `require("./frame/lightStart"); ${script}`], {
    cwd: pack,
    encoding: "utf8",
  }).trim();
}

describe("the light start of the pack", function () {
  this.timeout(60_000);

  it("loads the SDK without npm's dependency resolver, which still works when it is called", () => {
    const loaded = 'Object.keys(require.cache).filter((file) => file.includes("/pacote/")).length';
    const [before, name, later] = after(`
      require("@pulumi/policy");
      console.log(${loaded});
      const Arborist = require("@npmcli/arborist");
      console.log(new Arborist({ path: process.cwd() }).constructor.name);
      console.log(${loaded} > 0);`).split("\n");
    expect(before).to.equal("0");
    expect(name).to.equal("Arborist");
    expect(later).to.equal("true");
  });
});
