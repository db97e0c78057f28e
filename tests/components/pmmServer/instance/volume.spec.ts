import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync, truncateSync } from "node:fs";
import { Machine, pathOf } from "./machine";

const volume = "vol-0123456789abcdef0";
const instance = "i-0aaaaaaaaaaaaaaaa";
const other = "i-0bbbbbbbbbbbbbbbb";
const tools = ["bash", "cat", "cmp", "date", "echo", "grep", "mkdir", "rm", "sed", "sleep", "tr"];
const disks = ["blkid", "chown", "findmnt", "mkfs.xfs", "mount", "mountpoint", "umount", "xfs_growfs"];

const line = (state: string, holder = "None", id = volume) => `printf '%s\\t%s\\t%s\\n' ${id} ${state} ${holder}`;
const attached = line("in-use", instance);

/** Runs a command of this machine, for setting up. */
function real(command: string, ...args: string[]) {
  const run = spawnSync(pathOf(command) ?? command, args, { encoding: "utf8" });
  return { status: run.status, output: `${run.stdout}${run.stderr}`.trim() };
}

/** An instance whose metadata answers, and whose EC2 is decided by Bash. */
function boot(more: readonly string[] = []) {
  const machine = new Machine([...tools, ...more]);
  machine.stub(
    "curl",
    `case "$*" in
      *api/token*) echo TOKEN ;;
      *instance-id*) grep -q "X-aws-ec2-metadata-token: TOKEN" && echo ${instance} ;;
      *availability-zone*) grep -q "X-aws-ec2-metadata-token: TOKEN" && echo eu-west-1b ;;
      *) exit 22 ;;
    esac`,
  );
  const ec2 = (describe: string, attach = "exit 0") => {
    machine.stub("aws", `case "$2" in describe-volumes) ${describe} ;; attach-volume) ${attach} ;; *) exit 2 ;; esac`);
  };
  const run = (env: Record<string, string> = {}) =>
    machine.run("volume.sh", {
      PMM_REGION: "eu-west-1",
      PMM_VOLUME_TAG_KEY: "cloister:pmm-data",
      PMM_VOLUME_TAG_VALUE: "prod-pmm-server",
      PMM_VOLUME_RESTORED: "false",
      PMM_SYS: machine.path("sys"),
      PMM_MOUNT_POINT: machine.path("srv"),
      PMM_READY_FILE: machine.path("run/volume"),
      ...env,
    });
  return { machine, ec2, run };
}

describe("the PMM instance's data volume", function () {
  this.timeout(30_000);

  describe("given EC2 alone", () => {
    let made: ReturnType<typeof boot>;
    beforeEach(() => {
      made = boot();
      for (const command of ["mkfs.xfs", "mount", "blkid"]) made.machine.stub(command, "exit 1");
    });
    afterEach(() => {
      made.machine.remove();
    });
    const short = { PMM_DEADLINE_SECONDS: "2" };
    const nothingDone = () => [...made.machine.calls("mkfs.xfs"), ...made.machine.calls("mount")];

    it("finds its volume by tag and zone, and attaches it to itself", async () => {
      made.ec2(`[ "$n" -ge 3 ] && ${attached} || ${line("available")}`);
      const { output } = await made.run(short);
      expect(made.machine.calls("aws")[0]).to.equal(
        "aws ec2 describe-volumes --region eu-west-1 --output text --filters " +
          "Name=tag:cloister:pmm-data,Values=prod-pmm-server Name=availability-zone,Values=eu-west-1b " +
          "--query Volumes[].[VolumeId,State,Attachments[0].InstanceId]",
      );
      expect(made.machine.calls("aws ec2 attach-volume")).to.deep.equal([
        `aws ec2 attach-volume --region eu-west-1 --volume-id ${volume} --instance-id ${instance} --device /dev/sdf --output text`,
      ]);
      expect(output).to.contain(`FAILED: the device of ${volume}: gave up after 2 seconds`);
    });

    it("waits while the former instance holds it, and takes it from nobody", async () => {
      made.ec2(
        `case "$n" in 1|2) ${line("in-use", other)} ;; 3) ${line("available")} ;; 4) exit 9 ;; *) ${attached} ;; esac`,
      );
      const { output } = await made.run(short);
      expect(output).to.contain(`${volume} is still attached to ${other}`);
      expect(made.machine.calls("aws ec2").map((call) => call.split(" ")[2])).to.deep.equal([
        ...["describe-volumes", "describe-volumes", "describe-volumes", "attach-volume"],
        "describe-volumes",
      ]);
    });

    it("does not attach again after a reboot", async () => {
      made.ec2(attached);
      await made.run(short);
      expect(made.machine.calls("aws ec2 attach-volume")).to.deep.equal([]);
    });

    it("tries again when EC2 fails or refuses for a while", async () => {
      made.ec2(`[ "$n" -ge 2 ] || exit 255; [ "$n" -ge 5 ] && ${attached} || ${line("available")}`, "exit 254");
      const { output } = await made.run(short);
      expect(output).to.contain(`${volume} could not be attached yet`);
      expect(made.machine.calls("aws ec2 attach-volume").length).to.be.greaterThan(0);
    });

    it("refuses two volumes with the tag at once, and names both", async () => {
      made.ec2(`${line("available")}; ${line("available", "None", "vol-0fffffffffffffff0")}`);
      const { status, output } = await made.run();
      expect(status).to.equal(1);
      expect(output).to.contain("FAILED: several volumes in eu-west-1b carry cloister:pmm-data=prod-pmm-server");
      expect(output).to.contain(volume).and.to.contain("vol-0fffffffffffffff0");
      expect(made.machine.calls("aws ec2")).to.have.length(1);
    });

    it("gives up loudly when there is no volume, and removes the sign that PMM may start", async () => {
      made.ec2("exit 0");
      made.machine.write("run/volume", "left from before");
      const { status, output } = await made.run(short);
      expect(status).to.equal(1);
      expect(output).to.contain("FAILED: attaching the data volume: gave up after 2 seconds");
      expect(made.machine.read("run/volume")).to.equal("");
      expect(nothingDone()).to.deep.equal([]);
    });

    it("knows its device by the serial number, not by a name", async () => {
      made.ec2(attached);
      made.machine.write("sys/block/nvme1n1/device/serial", "vol0ffffffffffffffff \n");
      const { output } = await made.run(short);
      expect(output).to.contain(`the device of ${volume}: gave up`);
      expect(nothingDone()).to.deep.equal([]);
    });
  });

  describe("given a block device", () => {
    let made: ReturnType<typeof boot>;
    let loop = "";
    const file = () => made.machine.path("disk");
    const mountPoint = () => made.machine.path("srv");

    before(function () {
      const missing = ["losetup", ...disks].filter((command) => pathOf(command) === undefined);
      if (missing.length > 0) {
        this.test?.parent?.tests.forEach((test) => (test.title += ` (skipped: no ${missing.join(", ")})`));
        this.skip();
      }
      const probe = new Machine([]);
      const disk = probe.write("disk", "");
      truncateSync(disk, 1_048_576);
      const tried = real("losetup", "--find", "--show", disk);
      if (tried.status === 0) real("losetup", "--detach", tried.output);
      probe.remove();
      if (tried.status !== 0) {
        this.test?.parent?.tests.forEach((test) => (test.title += " (skipped: no loop devices here)"));
        this.skip();
      }
    });

    beforeEach(() => {
      made = boot(disks);
      made.ec2(attached);
      made.machine.write("disk", "");
      truncateSync(file(), 320 * 1_048_576); // the least that XFS takes is 300 MiB; nothing of it is written
      plug();
    });

    afterEach(() => {
      real("umount", mountPoint());
      real("losetup", "--detach", loop);
      made.machine.remove();
    });

    /** The volume appears as a device with its serial number. */
    function plug(): void {
      const { status, output } = real("losetup", "--find", "--show", file());
      expect(status, output).to.equal(0);
      loop = output;
      made.machine.write(`sys/block/${loop.replace("/dev/", "")}/device/serial`, "vol0123456789abcdef0\n");
    }
    const unplug = () => {
      real("umount", mountPoint());
      real("losetup", "--detach", loop);
      made.machine.write(`sys/block/${loop.replace("/dev/", "")}/device/serial`, "");
    };
    const uuid = () => real("blkid", "--probe", "--match-tag", "UUID", "--output", "value", loop).output;
    /** The first bytes, where signatures and superblocks are, and how much was ever written. */
    const contents = () => {
      const start = Buffer.alloc(4 * 1_048_576);
      const descriptor = openSync(file(), "r");
      readSync(descriptor, start);
      closeSync(descriptor);
      return `${createHash("sha256").update(start).digest("hex")} ${statSync(file()).blocks}`;
    };

    it("formats a blank one, mounts it, gives it to the container's user, and says that PMM may start", async () => {
      const { status, output } = await made.run();
      expect(status, output).to.equal(0);
      expect(output).to.contain("is blank: formatting");
      expect(real("findmnt", "--noheadings", "--output", "SOURCE,FSTYPE", mountPoint()).output).to.match(
        new RegExp(`^${loop} +xfs$`),
      );
      const { uid, gid } = statSync(mountPoint());
      expect([uid, gid]).to.deep.equal([1000, 0]);
      expect(made.machine.read("run/volume").trim()).to.equal(volume);
    });

    it("keeps what is on it: after a reboot, and on another instance", async () => {
      await made.run();
      const before = uuid();
      made.machine.write("srv/pmm-distribution", "docker");
      const again = await made.run();
      expect(again.status, again.output).to.equal(0);
      unplug();
      plug();
      const replaced = await made.run();
      expect(replaced.status, replaced.output).to.equal(0);
      expect(replaced.output).not.to.contain("formatting");
      expect(made.machine.read("srv/pmm-distribution")).to.equal("docker");
      expect(uuid()).to.equal(before);
    });

    it("grows the file system to a volume that has grown", async () => {
      await made.run();
      const size = () => Number(real("findmnt", "--bytes", "--noheadings", "--output", "SIZE", mountPoint()).output);
      const before = size();
      unplug();
      truncateSync(file(), 480 * 1_048_576);
      plug();
      const { status, output } = await made.run();
      expect(status, output).to.equal(0);
      expect(size()).to.be.greaterThan(before + 100 * 1_048_576);
    });

    it("takes over a volume made from a snapshot as it is", async () => {
      await made.run();
      made.machine.write("srv/pmm-distribution", "docker");
      unplug();
      plug();
      const { status, output } = await made.run({ PMM_VOLUME_RESTORED: "true" });
      expect(status, output).to.equal(0);
      expect(made.machine.read("srv/pmm-distribution")).to.equal("docker");
    });

    const refused = async (pattern: RegExp, env: Record<string, string> = {}) => {
      const before = contents();
      const { status, output } = await made.run(env);
      expect(status, output).to.equal(1);
      expect(output).to.match(pattern).and.to.contain("nothing was changed").and.not.to.contain("formatting");
      expect(contents(), "bytes on the volume").to.equal(before);
      expect(made.machine.read("run/volume")).to.equal("");
    };

    it("refuses a blank one that was made from a snapshot", () =>
      refused(/FAILED: .* was made from a snapshot and holds no file system/, { PMM_VOLUME_RESTORED: "true" }));

    it("refuses a foreign file system", async () => {
      real("mkfs.ext4", "-q", "-L", "orders", loop);
      await refused(/FAILED: .* holds ext4 labelled "orders", not PMM's data/);
    });

    it("refuses XFS that is not PMM's, and says how to hand it over", async () => {
      real("mkfs.xfs", "-q", loop);
      await refused(/FAILED: .* holds xfs labelled "", not PMM's data.*xfs_admin -L pmm-data/);
    });

    it("refuses a partition table", async function () {
      if (pathOf("sfdisk") === undefined) this.skip();
      spawnSync(pathOf("sfdisk") ?? "", ["--quiet", loop], { input: "label: gpt\n,100M\n" });
      await refused(/FAILED: .* holds a partition table \(gpt\)/);
    });

    it("refuses data without a signature", async () => {
      spawnSync(pathOf("dd") ?? "", [`of=${loop}`, "bs=1", "seek=700000", "conv=notrunc"], { input: "x" });
      await refused(/FAILED: .* holds data without a known signature/);
    });

    it("refuses a mount point that something else has", async () => {
      await made.run();
      real("umount", mountPoint());
      real("mount", "-t", "tmpfs", "tmpfs", mountPoint());
      const { status, output } = await made.run();
      expect(status).to.equal(1);
      expect(output).to.match(/FAILED: .*srv is tmpfs and not/);
      expect(made.machine.read("run/volume")).to.equal("");
    });
  });
});
