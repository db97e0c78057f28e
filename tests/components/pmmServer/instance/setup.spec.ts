import { expect } from "chai";
import { existsSync } from "node:fs";
import { Machine } from "./machine";

const version = "25.0.16-1.amzn2023.0.4";
const agent = "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl";

describe("the PMM instance's first boot", function () {
  this.timeout(30_000);

  let machine: Machine;
  beforeEach(() => {
    machine = new Machine(["bash", "cat", "chmod", "cp", "date", "grep", "mkdir", "sleep"]);
    machine.stub("timeout", 'shift; exec "$@"');
    machine.stub("systemctl", "exit 0");
    machine.write("agent", `#!/bin/bash\necho "agent $*" >>"${machine.path("calls")}"\n`);
    dnf(installs);
  });
  afterEach(() => {
    machine.remove();
  });

  const installs = (() => {
    const put = (from: string, to: string) => `cp "$BASE/${from}" "$BASE/${to}" && chmod +x "$BASE/${to}"`;
    return `case "$*" in
      *\\ docker-${version}) ${put("agent", "bin/docker")} ;;
      *\\ amazon-cloudwatch-agent) mkdir -p "$BASE/root/${agent.replace(/\/[^/]*$/, "")}"; ${put("agent", `root/${agent}`)} ;;
      *) exit 1 ;;
    esac`;
  })();
  const dnf = (body: string) => {
    machine.stub("dnf", `BASE="${machine.folder}"\n${body}`);
  };
  const run = (env: Record<string, string> = {}) =>
    machine.run("setup.sh", {
      PMM_FILE_ROOT: machine.path("root"),
      PMM_DOCKER_VERSION: version,
      PMM_ATTEMPTS: "4",
      PMM_PAUSE_SECONDS: "0",
      ...env,
    });

  it("installs the pinned Docker with its signature checked, starts everything, then the agent", async () => {
    const { status, output } = await run();
    expect(status, output).to.equal(0);
    const calls = machine.calls().filter((call) => !call.startsWith("timeout"));
    expect(calls[0]).to.match(/^dnf install .*--setopt=gpgcheck=1.* docker-25\.0\.16-1\.amzn2023\.0\.4$/);
    expect(calls.slice(1, 4)).to.deep.equal([
      "systemctl daemon-reload",
      "systemctl enable --now --quiet docker",
      "systemctl enable --now --no-block --quiet pmm-volume.service pmm-server.service pmm-upkeep.timer",
    ]);
    expect(calls.at(-1)).to.equal("agent -a fetch-config -m ec2 -s -c file:/etc/pmm/agent.json");
    expect(existsSync(machine.path("root/var/log/pmm"))).to.equal(true);
  });

  it("tries again while the package manager is locked or the way to the repository is not there", async () => {
    dnf(`[ "$n" -ge 3 ] || exit 200\n${installs}`);
    const { status, output } = await run();
    expect(status, output).to.equal(0);
    expect(output).to.contain(`installing docker-${version}: attempt 2 of 4 did not succeed`);
  });

  it("ends loudly when Docker cannot be installed, and starts nothing", async () => {
    dnf("exit 1");
    const { status, output } = await run();
    expect(status).to.equal(1);
    expect(output).to.contain(`pmm-setup: FAILED: installing docker-${version}: gave up after 4 attempts`);
    expect(machine.calls("systemctl")).to.deep.equal([]);
  });

  it("runs PMM also when the agent cannot be installed, and says that it is missing", async () => {
    dnf(`case "$*" in *agent) exit 1 ;; esac\n${installs}`);
    const { status, output } = await run();
    expect(status).to.equal(1);
    expect(output).to.contain("FAILED: installing amazon-cloudwatch-agent");
    expect(machine.calls("systemctl enable").join(" ")).to.contain("pmm-server.service");
  });
});
