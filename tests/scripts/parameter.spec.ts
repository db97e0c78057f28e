import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cloister, type Ran } from "./support/cli";
import { motoCommand, startMoto, type Moto } from "./support/moto";

const secret = "hunter2-ünïcode-$(id)";

describe("cloister parameter", function () {
  this.timeout(60_000);
  let moto: Moto;
  let ssm: SSMClient;
  let folder: string;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
    ssm = new SSMClient({
      region: "eu-west-1",
      endpoint: moto.url,
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-"));
  });
  after(() => {
    moto?.stop();
    if (folder) fs.rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => moto.reset());

  const run = (args: string[], input?: string): Promise<Ran> => cloister(["parameter", ...args], moto.env, input);
  const stored = async (name: string) =>
    (await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }))).Parameter;
  const put = (name: string, value = "x") =>
    ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: "String" }));

  describe("put", () => {
    it("writes an encrypted parameter from standard input, and never shows the value", async () => {
      const ran = await run(["put", "/dev/shop/token"], `${secret}\n`);
      expect(ran).to.deep.equal({ code: 0, stdout: "Wrote /dev/shop/token (SecureString), version 1.\n", stderr: "" });
      expect(await stored("/dev/shop/token")).to.include({ Value: secret, Type: "SecureString" });
    });

    it("writes what a file holds, with --type", async () => {
      const file = path.join(folder, "value.txt");
      fs.writeFileSync(file, "a,b\n");
      const ran = await run(["put", "/dev/list", "--file", file, "--type", "StringList", "--json"]);
      expect(JSON.parse(ran.stdout)).to.deep.equal({ name: "/dev/list", type: "StringList", version: 1 });
      expect(await stored("/dev/list")).to.include({ Value: "a,b", Type: "StringList" });
    });

    it("replaces a value only when told to", async () => {
      await put("/dev/a", "old");
      const refused = await run(["put", "/dev/a", "--type", "String"], "new");
      expect(refused.code).to.equal(1);
      expect(refused.stderr).to.equal("error: /dev/a exists already.\n  Add --overwrite to replace its value.\n");
      expect((await stored("/dev/a"))?.Value).to.equal("old");
      expect((await run(["put", "/dev/a", "--type", "String", "--overwrite"], "new")).code).to.equal(0);
      expect((await stored("/dev/a"))?.Value).to.equal("new");
    });

    it("changes nothing with --dry-run", async () => {
      const before = await moto.state();
      const ran = await run(["put", "/dev/a", "--dry-run"], secret);
      expect(ran.stdout).to.equal("Would write /dev/a (SecureString).\n");
      expect(await moto.state()).to.equal(before);
    });

    for (const [name, value, said] of [
      ["no-slash", "x", "no-slash must start with /"],
      ["/a b", "x", "/a b may hold letters, digits and . - _ / only"],
      ["/aws/token", "x", "must not start with aws or ssm"],
      ["/a", "x".repeat(4097), "/a has 4097 bytes; a standard parameter holds 4096"],
      ["/a", "", "The value of /a is empty"],
    ] as const) {
      it(`refuses ${name} with ${value.length} characters before AWS is asked`, async () => {
        const ran = await run(["put", name], value);
        expect(ran.code).to.equal(1);
        expect(ran.stderr).to.contain(said);
      });
    }
  });

  describe("get", () => {
    it("shows the value only when asked", async () => {
      await run(["put", "/dev/token"], secret);
      const closed = await run(["get", "/dev/token", "--json"]);
      expect(JSON.parse(closed.stdout)).to.include({ name: "/dev/token", type: "SecureString" });
      expect(closed.stdout + closed.stderr).not.to.contain("hunter2");
      expect((await run(["get", "/dev/token", "--show"])).stdout).to.equal(`${secret}\n`);
    });

    it("says what to do about a name that is not there, as JSON too", async () => {
      const ran = await run(["get", "/dev/none", "--json"]);
      expect(ran.code).to.equal(1);
      expect(JSON.parse(ran.stdout)).to.deep.equal({
        error: {
          command: "get",
          message: "There is no parameter /dev/none.",
          fix: "See what there is: cloister parameter list /dev",
        },
      });
    });
  });

  describe("list", () => {
    it("walks every page below a path, and no other", async () => {
      for (let index = 0; index < 25; index++) await put(`/dev/shop/p${index}`);
      await put("/prod/shop/p");
      const ran = await run(["list", "/dev", "--json"]);
      const names = (JSON.parse(ran.stdout) as { name: string }[]).map(({ name }) => name);
      expect(names).to.have.length(25);
      expect(names.every((name) => name.startsWith("/dev/"))).to.equal(true);
    });

    it("says so when there is none", async () => {
      expect((await run(["list", "/dev"])).stdout).to.equal("No parameter is below /dev.\n");
    });
  });

  describe("delete", () => {
    it("asks first, and cannot without a terminal", async () => {
      await put("/dev/a");
      const ran = await run(["delete", "/dev/a"]);
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain("Add --yes to go on without asking.");
      expect(await stored("/dev/a")).to.include({ Value: "x" });
    });

    it("deletes the names given, says which were not there, and may be run twice", async () => {
      for (const name of ["/dev/a", "/dev/b", "/dev/c"]) await put(name);
      const first = await run(["delete", "/dev/a", "/dev/b", "--yes", "--json"]);
      expect(JSON.parse(first.stdout)).to.deep.equal({ deleted: ["/dev/a", "/dev/b"], absent: [] });
      const again = await run(["delete", "/dev/a", "--yes"]);
      expect(again).to.include({ code: 0, stdout: "There was no /dev/a.\n" });
      expect(await stored("/dev/c")).to.include({ Value: "x" });
    });

    it("changes nothing with --dry-run", async () => {
      await put("/dev/a");
      const before = await moto.state();
      expect((await run(["delete", "/dev/a", "--dry-run"])).stdout).to.equal("Would delete /dev/a.\n");
      expect(await moto.state()).to.equal(before);
    });
  });

  describe("import", () => {
    it("writes every entry of a file, and tells names only", async () => {
      const file = path.join(folder, "secrets.yaml");
      fs.writeFileSync(file, `token: "${secret}"\nkey: "0123"\n`);
      const ran = await run(["import", "/dev/shop", file, "--yes"]);
      expect(ran.code).to.equal(0);
      expect(ran.stdout + ran.stderr).not.to.contain("hunter2");
      expect((await stored("/dev/shop/token"))?.Value).to.equal(secret);
      expect((await stored("/dev/shop/key"))?.Value).to.equal("0123");
    });

    it("names every entry that is no text, and never its value", async () => {
      const file = path.join(folder, "wrong.yaml");
      fs.writeFileSync(file, "port: 80\nmore: [hunter2]\n");
      const ran = await run(["import", "/dev/shop", file, "--yes"]);
      expect(ran.code).to.equal(1);
      expect(ran.stderr).to.contain("port, more must be texts");
      expect(ran.stderr).not.to.contain("hunter2");
    });
  });
});
