import { expect } from "chai";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "../../../components/privateNetwork/natInstance.sh");

/** What stands in for the machine's commands; each writes its call to `calls`. */
interface Machine {
  /** Interface of the default route; empty: there is no route yet. */
  interface: string;
  /** Bash that decides a call of the package manager, given its count in `$n`. */
  dnf: string;
  /** Value that the kernel reports for net.ipv4.ip_forward. */
  forwarding: string;
  /** Commands that fail. */
  broken: string[];
  /** Bash that decides a call of `ip`, given its count in `$n`; default: the route through `interface`. */
  ip: string;
}

const locked = "echo 'Failed to obtain the transaction lock' >&2; exit 200";
const noNetwork = "echo 'Cannot download repomd.xml: Could not resolve host' >&2; exit 1";
const installs = 'printf "#!/bin/bash\\n%s" "$NFT" >"$BIN/nft"; chmod +x "$BIN/nft"; exit 0';

/** Boots a machine and tells what came of it. */
function boot(settings: Partial<Machine>) {
  const machine: Machine = { interface: "ens5", dnf: installs, forwarding: "1", broken: [], ip: "", ...settings };
  const folder = mkdtempSync(join(tmpdir(), "nat-instance-"));
  const bin = join(folder, "bin");
  const root = join(folder, "root");
  mkdirSync(bin);
  mkdirSync(root);
  const calls = join(folder, "calls");
  writeFileSync(calls, "");
  for (const tool of ["bash", "awk", "grep", "mkdir", "cat", "chmod", "rm", "timeout", "echo", "printf", "wc", "env"]) {
    for (const place of ["/usr/bin", "/bin"]) {
      if (existsSync(join(place, tool)) && !existsSync(join(bin, tool)))
        symlinkSync(join(place, tool), join(bin, tool));
    }
  }
  const stub = (name: string, body: string) => {
    const file = join(bin, name);
    rmSync(file, { force: true });
    writeFileSync(
      file,
      `#!/bin/bash\necho "${name} $*" >>"${calls}"\nn=$(grep -c "^${name} " "${calls}")\nexport n\n${body}\n`,
    );
    chmodSync(file, 0o755);
  };
  const route = machine.interface && `echo "default via 10.0.255.1 dev ${machine.interface} proto dhcp src 10.0.255.9"`;
  stub("ip", machine.ip || route || ":");
  stub("dnf", machine.dnf);
  stub("sysctl", `[[ "$*" == *--values* ]] && echo ${machine.forwarding}; exit 0`);
  for (const name of ["systemctl", "modprobe", "mkswap", "swapon", "swapoff", "sleep"]) stub(name, "exit 0");
  stub("dd", 'for a; do [[ "$a" == of=* ]] && : >"${a#of=}"; done; exit 0');
  for (const name of machine.broken) stub(name, "exit 1");
  const nft = `echo "nft $*" >>"${calls}"; cat "${root}/etc/nftables/nat-instance.nft"`;
  const run = spawnSync(join(bin, "bash"), [script], {
    encoding: "utf8",
    timeout: 15_000,
    env: { PATH: bin, BIN: bin, NFT: nft, NAT_FILE_ROOT: root, NAT_ATTEMPTS: "4", NAT_PAUSE_SECONDS: "7" },
  });
  const read = (file: string) => (existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");
  const result = {
    status: run.status,
    console: run.stderr,
    calls: readFileSync(calls, "utf8").trim().split("\n"),
    rules: read("etc/nftables/nat-instance.nft"),
    kernel: read("etc/sysctl.d/90-nat-instance.conf"),
    loaded: read("etc/sysconfig/nftables.conf"),
    modules: read("etc/modules-load.d/nat-instance.conf"),
    swapLeft: existsSync(join(root, "nat-swap")),
  };
  rmSync(folder, { recursive: true });
  return result;
}

const count = (calls: string[], beginning: string) => calls.filter((call) => call.startsWith(beginning)).length;

describe("the NAT instance's first boot", function () {
  this.timeout(30_000);

  describe("given that everything is at hand", () => {
    it("masquerades and forwards through the interface of the default route, whatever its name", () => {
      for (const name of ["ens5", "eth0", "enp0s5"]) {
        const { status, rules, kernel, console } = boot({ interface: name });
        expect(status, console).to.equal(0);
        expect(rules).to.contain(`oifname "${name}" masquerade`);
        expect(kernel).to.contain("net.ipv4.ip_forward = 1").and.to.contain(`net.ipv4.conf.${name}.send_redirects = 0`);
        expect(console).to.contain("nat-instance: ready");
      }
    });

    it("lets private hosts send through it but not to it", () => {
      const { rules } = boot({});
      expect(rules).to.match(/chain input \{[^}]*policy drop;[^}]*ct state established,related accept/);
      expect(rules).not.to.match(/dport/);
    });

    it("makes the rules outlast a reboot", () => {
      const { calls, loaded } = boot({});
      expect(loaded).to.equal('include "/etc/nftables/nat-instance.nft"\n');
      expect(calls).to.include("systemctl enable --quiet nftables");
    });

    it("has room for more connections than 512 MiB give by default, from the first boot on", () => {
      const { calls, kernel, modules } = boot({});
      expect(kernel).to.contain("net.netfilter.nf_conntrack_max = 65536");
      expect(modules).to.equal("nf_conntrack\n");
      const at = (beginning: string) => calls.findIndex((call) => call.startsWith(beginning));
      expect(at("modprobe nf_conntrack")).to.be.greaterThan(-1).and.to.be.lessThan(at("sysctl --quiet -p"));
    });

    it("turns swap on before it installs, and leaves none behind", () => {
      const { calls, swapLeft } = boot({});
      const at = (beginning: string) => calls.findIndex((call) => call.startsWith(beginning));
      expect(at("swapon")).to.be.greaterThan(-1).and.to.be.lessThan(at("dnf"));
      expect(at("swapoff")).to.be.greaterThan(at("dnf"));
      expect(swapLeft).to.equal(false);
    });

    it("turns off the agent that has no role and takes the memory", () => {
      expect(boot({}).calls[0]).to.equal("systemctl disable --now --quiet amazon-ssm-agent");
    });
  });

  describe("given a package manager that is locked twice", () => {
    it("waits, tries again and succeeds", () => {
      const { status, calls, console } = boot({ dnf: `if ((n <= 2)); then ${locked}; fi; ${installs}` });
      expect(status, console).to.equal(0);
      expect(count(calls, "dnf ")).to.equal(3);
      expect(calls.filter((call) => call === "sleep 7")).to.have.length(2);
    });

    it("asks it not to wait for the lock by itself, which has no end", () => {
      expect(boot({}).calls.find((call) => call.startsWith("dnf"))).to.contain("exit_on_lock=True");
    });
  });

  describe("given a network that comes late", () => {
    it("waits for the route and for the repository", () => {
      const { status, calls, rules, console } = boot({
        ip: 'if ((n >= 3)); then echo "default via 10.0.255.1 dev ens6 proto dhcp"; fi',
        dnf: `if ((n == 1)); then ${noNetwork}; fi; ${installs}`,
      });
      expect(status, console).to.equal(0);
      expect(count(calls, "ip ")).to.equal(3);
      expect(count(calls, "dnf ")).to.equal(2);
      expect(rules).to.contain('oifname "ens6" masquerade');
    });
  });

  describe("given that it never comes right", () => {
    it("fails loudly when there is no route", () => {
      const { status, console, rules } = boot({ interface: "" });
      expect(status).to.equal(1);
      expect(console).to.match(/FAILED: default route: gave up after 4 attempts/);
      expect(rules).to.equal("");
    });

    it("fails loudly when nothing can be installed", () => {
      const { status, console, calls } = boot({ dnf: noNetwork });
      expect(status).to.equal(1);
      expect(count(calls, "dnf ")).to.equal(4);
      expect(console).to.match(/FAILED: installing nftables: gave up/);
      expect(console).not.to.contain("ready");
    });

    it("fails loudly when the package manager says yes and installs nothing", () => {
      expect(boot({ dnf: "exit 0" })).to.include({ status: 1 });
    });

    it("fails loudly when the rules do not start", () => {
      const { status, console } = boot({ broken: ["systemctl"] });
      expect(status).to.equal(1);
      expect(console).to.match(/FAILED: starting nftables: gave up/);
    });

    it("fails loudly when the kernel does not forward", () => {
      const { status, console } = boot({ forwarding: "0" });
      expect(status).to.equal(1);
      expect(console).to.match(/FAILED: the rules are not in effect/);
    });

    it("says which line failed when something unforeseen does", () => {
      const { status, console } = boot({ broken: ["mkdir"] });
      expect(status).to.equal(1);
      expect(console).to.match(/FAILED: line \d+: mkdir/);
    });
  });

  describe("given that swap cannot be made", () => {
    it("goes on without", () => {
      const { status, console, swapLeft } = boot({ broken: ["swapon"] });
      expect(status, console).to.equal(0);
      expect(console).to.contain("no swap: going on without");
      expect(swapLeft).to.equal(false);
    });
  });

  it("fits into user data, of which EC2 takes 16 KiB", () => {
    expect(statSync(script).size).to.be.lessThan(16 * 1024);
    expect(readFileSync(script, "utf8")).to.match(/^#!\/bin\/bash\n/);
  });

  it("has no fault that shellcheck knows", function () {
    const run = spawnSync("shellcheck", [script], { encoding: "utf8" });
    if (run.error) this.skip(); // not installed here
    expect(run.stdout).to.equal("");
  });
});
