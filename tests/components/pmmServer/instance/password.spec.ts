import { expect } from "chai";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Machine, pathOf } from "./machine";

const password = "Tr0ub4dor3correctHorse";
const tools = ["bash", "cat", "curl", "date", "env", "grep", "python3", "sleep"];

/** Stands in for PMM behind its port: readiness, and who is let in with which password. */
class Pmm {
  checks = 0;
  logins: string[] = [];
  /** The check at which it first says that it is ready. */
  readyAt = 1;
  /** What the login answers whatever the password; undefined: 200 or 401. */
  always: number | undefined;
  private server: Server | undefined;

  constructor(private readonly current: () => string) {}

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      if (request.url === "/v1/server/readyz") {
        this.checks++;
        response.statusCode = this.checks >= this.readyAt ? 200 : 503;
      } else if (request.url === "/graph/api/user") {
        const given = Buffer.from((request.headers.authorization ?? "").replace("Basic ", ""), "base64").toString();
        this.logins.push(given);
        response.statusCode = this.always ?? (given === `admin:${this.current()}` ? 200 : 401);
      } else response.statusCode = 404;
      response.end("{}");
    });
    await new Promise<void>((done) => this.server?.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}

const secretOf = (value: unknown) => JSON.stringify(value);
const takes = 'read -r line; printf %s "$line" >"$BASE/current"; echo "Admin password changed successfully"';

describe("the PMM instance's admin password", function () {
  this.timeout(30_000);

  let machine: Machine;
  let pmm: Pmm;
  let url: string;

  beforeEach(async () => {
    machine = new Machine(tools);
    pmm = new Pmm(() => machine.read("current"));
    url = await pmm.start();
    machine.write("current", "admin");
    machine.write("wanted", password);
    secret(secretOf({ username: "admin", password }));
    docker(takes);
    // The real one, watched: what an onlooker sees in the process list and in environments while it runs.
    machine.stub("curl", `${onlooker()}\nexec ${pathOf("curl") ?? "false"} "$@"`);
  });

  afterEach(() => {
    pmm.stop();
    machine.remove();
  });

  /** Bash that notes processes whose arguments or environment hold the password. */
  const onlooker = () =>
    `grep -laF -f "${machine.path("wanted")}" /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null >>"${machine.path("seen")}"`;
  const docker = (body: string) => {
    machine.stub("docker", `BASE="${machine.folder}"\n${onlooker()}\n${body}`);
  };
  const secret = (text: string, before = "") => {
    machine.write("secret", text);
    machine.stub("aws", `${onlooker()}\n${before}\ncat "${machine.path("secret")}"`);
  };
  const run = (args: string[] = [], env: Record<string, string> = {}) =>
    machine.run(
      "password.sh",
      { PMM_URL: url, PMM_REGION: "eu-west-1", PMM_SECRET_ID: "prod-pmm-admin-password", ...env },
      args,
    );

  it("waits until PMM is ready, and only then sets it, on standard input", async () => {
    pmm.readyAt = 4;
    const { status, output } = await run();
    expect(status, output).to.equal(0);
    expect(pmm.checks).to.equal(4);
    expect(machine.read("current")).to.equal(password);
    expect(machine.calls("docker")).to.deep.equal([
      "docker exec --interactive pmm-server change-admin-password --password-from-stdin",
    ]);
    expect(machine.calls("aws")).to.deep.equal([
      "aws secretsmanager get-secret-value --region eu-west-1 --secret-id prod-pmm-admin-password --query SecretString --output text",
    ]);
  });

  it("sets it at every start, also when PMM has it already: nothing marks it as done", async () => {
    for (const start of [1, 2, 3]) {
      const { status } = await run();
      expect(status).to.equal(0);
      expect(machine.calls("docker")).to.have.length(start);
    }
  });

  it("shows it neither in its output, nor in a list of processes, nor in an environment", async () => {
    const { output } = await run();
    expect(output).to.contain("the admin password is set").and.not.to.contain(password);
    expect(machine.read("seen")).to.equal("");
    expect(pmm.logins, "tried once").to.deep.equal([`admin:${password}`]);
  });

  it("hides it in what the container says when it fails", async () => {
    docker('read -r line; echo "cannot take $line" >&2; exit 1');
    const { status, output } = await run([], { PMM_DEADLINE_SECONDS: "1" });
    expect(status).to.equal(1);
    expect(output).to.contain("cannot take (hidden)").and.not.to.contain(password);
  });

  it("tries again when the container or Secrets Manager fails for a while", async () => {
    docker(`[ "$n" -ge 3 ] || exit 1\n${takes}`);
    secret(secretOf({ password }), '[ "$n" -ge 3 ] || { echo "Rate exceeded" >&2; exit 254; }');
    const { status, output } = await run();
    expect(status, output).to.equal(0);
    expect(machine.read("current")).to.equal(password);
    expect(machine.calls("aws")).to.have.length(3);
    expect(machine.calls("docker")).to.have.length(3);
  });

  it("fails loudly when PMM is not ready in time, without asking for the secret", async () => {
    pmm.readyAt = Infinity;
    const { status, output } = await run([], { PMM_DEADLINE_SECONDS: "1" });
    expect(status).to.equal(1);
    expect(output).to.match(/pmm-password: FAILED: PMM being ready: gave up after 1 seconds/);
    expect([...machine.calls("aws"), ...machine.calls("docker")]).to.deep.equal([]);
  });

  it("fails loudly when PMM does not take the password that it was given", async () => {
    docker("cat >/dev/null; echo done"); // an image whose command ignores its standard input
    const { status, output } = await run([], { PMM_DEADLINE_SECONDS: "1" });
    expect(status).to.equal(1);
    expect(output).to.contain("PMM answers 401 to the password that it was just given").and.to.contain("FAILED");
  });

  it("trusts the container when PMM's answer says nothing about the password", async () => {
    pmm.always = 502;
    const { status, output } = await run();
    expect(status).to.equal(0);
    expect(output).to.contain("PMM answers 502 when asked, so it could not be tried");
  });

  it("refuses a secret that holds no password, and does not show what it holds", async () => {
    for (const text of ["S3cretText", secretOf({ pass: "S3cretText" }), secretOf({ password: "S3cr et Text" })]) {
      secret(text);
      const { status, output } = await run();
      expect(status, text).to.equal(1);
      expect(output)
        .to.match(/FAILED: the (secret|password)/)
        .and.not.to.contain("S3cr");
    }
    expect(machine.calls("docker")).to.deep.equal([]);
  });

  it("takes any printable character", async () => {
    const odd = `a"b\\c'd$e\`f%s&<>#;|{}`;
    secret(secretOf({ password: odd }));
    const { status, output } = await run();
    expect(status, output).to.equal(0);
    expect(machine.read("current")).to.equal(odd);
    expect(pmm.logins).to.deep.equal([`admin:${odd}`]);
  });

  describe("given that it follows the secret", () => {
    it("does nothing while PMM takes what the secret says", async () => {
      machine.write("current", password);
      const { status, output } = await run(["follow"]);
      expect(status).to.equal(0);
      expect(output).to.equal("");
      expect(machine.calls("docker")).to.deep.equal([]);
    });

    it("sets it when the secret has changed", async () => {
      machine.write("current", "TheFormerPassword");
      const { status, output } = await run(["follow"]);
      expect(status, output).to.equal(0);
      expect(machine.read("current")).to.equal(password);
      expect(machine.read("seen")).to.equal("");
    });

    it("leaves a server alone that is not ready: its start sets the password", async () => {
      pmm.readyAt = Infinity;
      const { status } = await run(["follow"]);
      expect(status).to.equal(0);
      expect(machine.calls("aws")).to.deep.equal([]);
    });
  });
});
