import { expect } from "chai";
import fc from "fast-check";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import {
  renderUserData,
  userDataBytes,
  userDataLimitBytes,
  type InstanceValues,
} from "../../../../components/pmmServer/instance/userData";
import { instanceFile, Machine, pathOf } from "./machine";

const values: InstanceValues = {
  region: "eu-west-1",
  image: "percona/pmm-server:3.4.1",
  volumeTag: { key: "cloister:pmm-data", value: "prod-pmm-server" },
  restored: false,
  secretId: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod-pmm-server-admin-password",
  autoScalingGroupName: "prod-pmm-server",
  metricsNamespace: "cloister/pmm-server",
  logGroups: { system: "/pmm/prod/pmm-server/system", container: "/pmm/prod/pmm-server/container" },
  telemetry: false,
  updates: false,
  dataRetentionDays: 30,
  publicAddress: "pmm.example.com",
  customQueries: {},
};

interface CloudConfig {
  write_files: { path: string; content: string; permissions?: string }[];
  runcmd: string[][];
  swap: { filename: string; size: number };
}

function read(more: Partial<InstanceValues> = {}) {
  const config = parse(renderUserData({ ...values, ...more })) as CloudConfig;
  const files = new Map(config.write_files.map((file) => [file.path, file]));
  const contentOf = (path: string) => files.get(path)?.content ?? "";
  return { config, files, contentOf };
}

interface Agent {
  agent: Record<string, unknown>;
  metrics: { namespace: string; metrics_collected: Record<string, Record<string, unknown>> };
  logs: { logs_collected: { files: { collect_list: Record<string, string>[] } } };
}

describe("the PMM instance's user data", function () {
  this.timeout(30_000);

  it("is taken by EC2, and counted before it is sent there", () => {
    expect(userDataBytes(values)).to.equal(Buffer.byteLength(renderUserData(values)));
    expect(userDataBytes(values)).to.be.lessThan(userDataLimitBytes - 1024); // room for a page of queries
    const text = "x".repeat(userDataLimitBytes);
    expect(userDataBytes({ ...values, customQueries: { "mysql/low-resolution/a.yml": text } })).to.be.greaterThan(
      userDataLimitBytes,
    );
  });

  it("begins with the line that makes it a cloud-config, and leaves no place of the template open", () => {
    const text = renderUserData(values);
    expect(text.startsWith("#cloud-config\n")).to.equal(true);
    expect(text).not.to.match(/\{\{/);
  });

  it("brings every script as it is, but for comments, and lets root alone write", () => {
    const { files } = read();
    for (const script of ["setup", "volume", "password"]) {
      const file = files.get(`/usr/local/lib/pmm/${script}.sh`);
      expect(file?.permissions).to.equal("0755");
      expect(file?.content.split("\n")[0]).to.equal("#!/bin/bash");
      expect(file?.content)
        .to.contain("set -Eeuo pipefail")
        .and.not.to.match(/^\s*# /m);
    }
  });

  it("starts by installing the pinned version of Docker, with swap", () => {
    const { config } = read();
    expect(config.runcmd).to.deep.equal([
      ["env", "PMM_DOCKER_VERSION=25.0.16-1.amzn2023.0.4", "/usr/local/lib/pmm/setup.sh"],
    ]);
    expect(config.swap).to.deep.equal({ filename: "/swapfile", size: 2 * 1024 ** 3 });
  });

  it("tells the scripts where they are and what is theirs", () => {
    const lines = read({ restored: true }).contentOf("/etc/pmm/instance.env").trim().split("\n");
    expect(lines).to.deep.equal([
      "PMM_REGION=eu-west-1",
      "PMM_VOLUME_TAG_KEY=cloister:pmm-data",
      "PMM_VOLUME_TAG_VALUE=prod-pmm-server",
      "PMM_VOLUME_RESTORED=true",
      `PMM_SECRET_ID=${values.secretId}`,
    ]);
  });

  it("sets PMM 3's own variables, the retention in hours, and none of version 2", () => {
    const of = (more: Partial<InstanceValues>) => read(more).contentOf("/etc/pmm/server.env").trim().split("\n");
    expect(of({})).to.deep.equal([
      "PMM_ENABLE_TELEMETRY=false",
      "PMM_ENABLE_UPDATES=false",
      "PMM_DATA_RETENTION=720h",
      "PMM_PUBLIC_ADDRESS=pmm.example.com",
    ]);
    expect(of({ telemetry: true, updates: true, dataRetentionDays: 365 })).to.include.members([
      "PMM_ENABLE_TELEMETRY=true",
      "PMM_ENABLE_UPDATES=true",
      "PMM_DATA_RETENTION=8760h",
    ]);
  });

  it("runs the image given, on ports 80 and 443, with its data on the volume and never without it", () => {
    const unit = read({ image: "percona/pmm-server@sha256:abc" }).contentOf("/etc/systemd/system/pmm-server.service");
    expect(unit).to.contain("IMAGE=percona/pmm-server@sha256:abc");
    const start = /^ExecStart=(.*)$/m.exec(unit)?.[1] ?? "";
    expect(start)
      .to.contain("--publish 80:8080 --publish 443:8443 --volume /srv:/srv ${IMAGE}")
      .and.not.to.contain("--restart");
    expect(unit.indexOf("test -f /run/pmm/volume")).to.be.lessThan(unit.indexOf("docker run"));
    expect(unit)
      .to.match(/^Restart=always$/m)
      .and.to.match(/^WantedBy=multi-user.target$/m);
    expect(unit).to.match(/^ExecStartPost=.*restart --no-block pmm-password.service$/m);
  });

  it("measures by the group and not by the instance", () => {
    const { agent, metrics } = JSON.parse(read().contentOf("/etc/pmm/agent.json")) as Agent;
    expect(agent.omit_hostname).to.equal(true);
    expect(metrics).not.to.have.property("append_dimensions"); // asks EC2 for tags, which the role may not
    expect(metrics.namespace).to.equal("cloister/pmm-server");
    const { mem, swap, disk } = metrics.metrics_collected;
    for (const part of [mem, swap, disk]) {
      expect(part?.append_dimensions).to.deep.equal({ AutoScalingGroupName: "prod-pmm-server" });
    }
    expect(disk)
      .to.include({ drop_device: true })
      .and.to.deep.include({ resources: ["/", "/srv"] });
  });

  it("sends logs to the two groups given, each to a stream of its own, and to groups that exist", () => {
    const { logs } = JSON.parse(read().contentOf("/etc/pmm/agent.json")) as Agent;
    const sent = logs.logs_collected.files.collect_list;
    expect(new Set(sent.map((log) => log.log_group_name))).to.deep.equal(new Set(Object.values(values.logGroups)));
    expect(new Set(sent.map((log) => log.log_stream_name)).size).to.equal(sent.length);
    for (const unit of ["volume", "password", "server"]) {
      const path = `/var/log/pmm/${unit}.log`;
      expect(read().contentOf(`/etc/systemd/system/pmm-${unit}.service`)).to.contain(`StandardError=append:${path}`);
      expect(sent.map((log) => log.file_path)).to.include(path);
    }
  });

  it("puts own queries beside PMM's, whatever is in them", () => {
    const path = "postgresql/high-resolution/orders.yml";
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ unit: "binary-ascii" }), (a, b) => {
        const { contentOf, config } = read({ customQueries: { [path]: a + b } });
        expect(contentOf(`/etc/pmm/custom-queries/${path}`)).to.equal(a + b);
        expect(config.runcmd).to.have.length(1);
      }),
    );
    const unit = read({ customQueries: { [path]: "a: 1", "mysql/low-resolution/b.yml": "b: 2" } }).contentOf(
      "/etc/systemd/system/pmm-server.service",
    );
    for (const each of [path, "mysql/low-resolution/b.yml"]) {
      expect(unit).to.contain(
        `--volume /etc/pmm/custom-queries/${each}:/usr/local/percona/pmm/collectors/custom-queries/${each}:ro `,
      );
    }
  });

  it("is the same text for the same values, in whatever order the queries are given", () => {
    const queries: [string, string][] = [
      ["mysql/low-resolution/a.yml", "a: 1"],
      ["mysql/low-resolution/b.yml", "b: 1"],
    ];
    const [one, two] = [queries, [...queries].reverse()].map((entries) =>
      renderUserData({ ...values, customQueries: Object.fromEntries(entries) }),
    );
    expect(one).to.equal(two);
  });

  it("refuses a value that a shell, systemd or Docker would read as something else", () => {
    for (const image of ["a b", "a\nb", "a'b", 'a"b', "a$b", "a`b", "a%b", "a;b", ""]) {
      expect(() => renderUserData({ ...values, image }), image).to.throw(RangeError, "image");
    }
  });

  describe("given the tools that check such files", () => {
    let machine: Machine;
    beforeEach(() => {
      machine = new Machine([]);
    });
    afterEach(() => {
      machine.remove();
    });

    /** Skips, and says so in the title, where a tool is not installed. */
    const tool = (context: Mocha.Context, name: string): string => {
      const path = pathOf(name);
      if (path === undefined) {
        if (context.test) context.test.title += ` (skipped: ${name} is not installed)`;
        context.skip();
      }
      return path ?? "";
    };
    const check = (command: string, args: string[]) => {
      const run = spawnSync(command, args, { encoding: "utf8", env: { PATH: process.env.PATH, LANG: "C" } });
      return { status: run.status, output: `${run.stdout}${run.stderr}` };
    };

    it("is valid to cloud-init, with the strangest of queries too", function () {
      const cloudInit = tool(this, "cloud-init");
      const strange = {
        "postgresql/low-resolution/a.yml": " - \t\"x\": 'y' # \u007f\u0085\u2028é😀\n{{setup.sh}}\n...\n---\n",
      };
      for (const customQueries of [{}, strange]) {
        const file = machine.write("user-data", renderUserData({ ...values, customQueries }));
        const { status, output } = check(cloudInit, ["schema", "--config-file", file]);
        expect(status, output).to.equal(0);
        expect(output).to.match(/^Valid/);
      }
    });

    it("brings scripts without a warning of shellcheck, in the source and as they arrive", function () {
      const shellcheck = tool(this, "shellcheck");
      for (const script of ["setup.sh", "volume.sh", "password.sh"]) {
        const arrived = machine.write(script, read().contentOf(`/usr/local/lib/pmm/${script}`));
        const { status, output } = check(shellcheck, [instanceFile(script), arrived]);
        expect(status, output).to.equal(0);
        expect(check("grep", ["-c", "shellcheck disable", instanceFile(script)]).output.trim()).to.equal("0");
      }
    });

    it("brings units that systemd takes without a word", function () {
      const analyze = tool(this, "systemd-analyze");
      // A system of its own: nothing but the units, what they run, and the targets of this machine's systemd.
      const { files } = read();
      const units = [...files.keys()].filter((path) => path.startsWith("/etc/systemd/system/"));
      expect(units).to.have.length(5);
      for (const path of units) machine.write(path, files.get(path)?.content ?? "");
      const executables = ["/usr/bin/docker", "/usr/bin/test", "/usr/bin/systemctl", "/usr/sbin/xfs_growfs", "/bin/sh"];
      for (const path of [...executables, ...[...files.keys()].filter((file) => file.endsWith(".sh"))]) {
        chmodSync(machine.write(path, "#!/bin/sh\n"), 0o755);
      }
      const system = ["/usr/lib/systemd/system", "/lib/systemd/system"].map((path) => machine.path(path));
      mkdirSync(system[0] ?? "", { recursive: true });
      cpSync("/lib/systemd/system", system[0] ?? "", { recursive: true, dereference: false });
      writeFileSync(join(system[0] ?? "", "docker.service"), "[Service]\nExecStart=/usr/bin/docker\n");
      const verify = () =>
        check(analyze, ["verify", `--root=${machine.folder}`, ...units.map((path) => machine.path(path))]);
      const { status, output } = verify();
      expect(output, "what systemd says").to.equal("");
      expect(status).to.equal(0);
      const broken = machine.path(units[0] ?? "");
      writeFileSync(broken, "[Service]\nTypo=yes\nExecStart=/usr/bin/nowhere\n");
      expect(verify().output, `a broken ${dirname(broken)} is noticed`).not.to.equal("");
    });
  });
});
