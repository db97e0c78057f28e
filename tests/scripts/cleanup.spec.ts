import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cloister } from "./support/cli";
import { leaveOver, type Leftovers } from "./support/leftovers";
import { motoCommand, startMoto, type Moto } from "./support/moto";

interface Listed {
  id: string;
  kind: string;
  monthlyUsd?: number;
}

interface List {
  leftovers: Listed[];
  components: Listed[];
  untagged: Listed[];
  monthlyUsd: number;
}

describe("cloister cleanup", function () {
  this.timeout(120_000);
  let moto: Moto;
  let folder: string;
  let left: Leftovers;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-cleanup-"));
  });
  after(() => {
    moto?.stop();
    if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await moto.reset();
    left = await leaveOver(moto);
    await pause(1_100); // everything is older than a second then
  });

  const run = (args: string[]) => {
    const file = path.join(folder, "outputs.json");
    fs.writeFileSync(file, JSON.stringify(left.outputs));
    return cloister(["cleanup", "--older-than", "1s", ...args, "--outputs", file], moto.env);
  };
  const list = async () => JSON.parse((await run(["--json"])).stdout) as List;
  const ids = (found: readonly Listed[]) => found.map(({ id }) => id).filter((id) => !isOfFixture(id));
  /** Snapshots that moto makes of machine images. */
  const isOfFixture = (id: string) => id.startsWith("snap-") && !Object.values(left.leftovers).includes(id);

  it("lists ten kinds of leftovers, each with what it costs a month, and nothing that is used", async () => {
    const found = await list();
    expect(ids(found.leftovers)).to.have.members(Object.values(left.leftovers));
    expect(new Set(found.leftovers.map(({ kind }) => kind)).size).to.equal(10);
    const costs = Object.fromEntries(found.leftovers.map(({ kind, monthlyUsd }) => [kind, monthlyUsd]));
    expect(costs).to.include({ address: 3.65, "network-interface": 0 });
    expect(costs["volume"]).to.be.closeTo(100 * 0.088, 0.001);
    expect(costs["load-balancer"]).to.be.closeTo(0.0252 * 730, 0.001);
    expect(found.monthlyUsd).to.be.closeTo(
      found.leftovers.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0),
      0.001,
    );
    expect(ids(found.components)).to.have.members([
      left.lookAlikes["address of the NAT instance"],
      left.lookAlikes["PMM's data volume"],
    ]);
    expect(ids(found.untagged)).to.include(left.lookAlikes["volume without tags"]);
  });

  it("tells them in a table, and what is not deleted apart", async () => {
    const before = await moto.state();
    const { stdout } = await run([]);
    expect(stdout).to.match(/^volume +vol-\S+ +100 GiB gp3, no instance has it +8\.80$/m);
    expect(stdout).to.contain("A component comes back for these; they are not deleted:\n");
    expect(stdout).to.contain("Without a stack's tags, so not deleted here");
    expect(stdout).not.to.contain(left.lookAlikes["address of another stack"]);
    expect(before.length).to.be.greaterThan(0);
  });

  it("deletes the ids that are named, and is safe to run twice", async () => {
    const named = Object.values(left.leftovers);
    const ran = await run([...named, "--yes", "--json"]);
    expect(ran.code, ran.stderr).to.equal(0);
    expect(JSON.parse(ran.stdout)).to.deep.include({ deleted: named, absent: [] });
    const after = await list();
    expect(ids(after.leftovers)).to.deep.equal([]);
    expect(after.components).to.have.length(2);
    const again = await run([...named, "--yes", "--json"]);
    expect(again.code).to.equal(0);
    expect(JSON.parse(again.stdout)).to.deep.include({ wouldDelete: [], absent: named });
  });

  it("deletes one and leaves the others", async () => {
    const { volume = "", ...others } = left.leftovers;
    expect((await run([volume, "--yes"])).stdout).to.equal("Deleted 1: 8.80 USD a month less.\n");
    expect(ids((await list()).leftovers)).to.have.members(Object.values(others));
  });

  it("never deletes what looks alike, by whatever name", async () => {
    const all = Object.entries(left.lookAlikes);
    const named = await run([...all.map(([, id]) => id), left.leftovers["volume"] ?? "", "--yes"]);
    expect(named.code).to.equal(1);
    expect(named.stderr).to.contain("Nothing was deleted.");
    const refused = all.filter(([, id]) => named.stderr.includes(`${id} `));
    expect(refused.map(([what]) => what)).to.have.members([
      "address of another stack",
      "address of the NAT instance",
      "PMM's data volume",
      "database snapshot of another stack",
      "volume without tags",
    ]);
    const others = all.filter((one) => !refused.includes(one));
    const ran = await run([...others.map(([, id]) => id), "--yes"]);
    for (const [what, id] of others) expect(ran.stdout, what).to.contain(`${id} is no leftover`);
    expect(ids((await list()).leftovers)).to.have.members(Object.values(left.leftovers));
  });

  it("names the stack that something belongs to", async () => {
    const ran = await run([left.lookAlikes["address of another stack"] ?? "", "--yes"]);
    expect(ran.stderr).to.contain("belongs to another stack (shop, prod)");
  });

  it("deletes nothing with --dry-run, nor when nobody can be asked", async () => {
    const named = Object.values(left.leftovers);
    expect((await run([...named, "--dry-run"])).stdout.match(/^Would delete/gm)).to.have.length(10);
    expect((await run(named)).stderr).to.contain("Nobody is at a terminal to answer.");
    expect(ids((await list()).leftovers)).to.have.members(named);
  });

  it("leaves alone what is young", async () => {
    const file = path.join(folder, "outputs.json");
    fs.writeFileSync(file, JSON.stringify(left.outputs));
    const { stdout } = await cloister(["cleanup", "--json", "--outputs", file], moto.env);
    const young = (JSON.parse(stdout) as List).leftovers.map(({ kind }) => kind);
    expect(young).to.have.members(["address", "network-interface", "target-group"]);
  });

  it("says of a network that is not there that nobody knows what is the stack's", async () => {
    left = { ...left, outputs: { ...left.outputs, vpcId: "vpc-0" } };
    const ran = await run([]);
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain("error: There is no network vpc-0.\n");
  });
});
