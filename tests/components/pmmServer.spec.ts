import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { PmmServer, type PmmServerArgs } from "../../components/pmmServer";
import { all, listing, only, record, valueOf, type Recorded } from "../support/mocks";
import { base, build, topic, types } from "./pmmServer/fixture";

const own = (resources: readonly Recorded[]) => listing(resources).map((line) => line.split(":").pop());
const tagged = { environment: "test", service: "pmm-server", created_by_module: "cloister" };

/** A file that the instance is given, by the end of its path. */
function instanceFile(resources: readonly Recorded[], ending: string): string {
  const text = Buffer.from(only(resources, types.template).inputs.userData, "base64").toString("utf8");
  const { write_files: files } = parse(text) as { write_files: { path: string; content: string }[] };
  const file = files.find(({ path: name }) => name.endsWith(ending));
  if (!file) throw new Error(`the instance is not given ${ending}`);
  return file.content;
}

describe("PmmServer", () => {
  describe("given the least arguments", () => {
    let resources: Recorded[];
    before(async () => {
      ({ resources } = await build());
    });

    it("creates a group of one, its volume, a way in, rights, backups, alarms and logs, nothing else", () => {
      expect(own(resources)).to.have.members([
        "PmmServer watch",
        "Group watch-group",
        "LaunchTemplate watch-launch-template",
        "Volume watch-data-volume",
        "SecurityGroup watch-load-balancer-security-group",
        "SecurityGroup watch-server-security-group",
        "SecurityGroupEgressRule watch-load-balancer-server-egress",
        "SecurityGroupIngressRule watch-load-balancer-server-ingress",
        "SecurityGroupEgressRule watch-server-to-internet-egress",
        "LoadBalancer watch-load-balancer",
        "TargetGroup watch-interface-target-group",
        "TargetGroup watch-agent-target-group",
        "Listener watch-https-listener",
        "Listener watch-redirect-listener",
        "ListenerRule watch-agent-listener-rule",
        "Certificate watch-certificate",
        "Record watch-certificate-validation-record",
        "CertificateValidation watch-certificate-validation",
        "Record watch-pmm.example.com-alias-record",
        "RandomPassword watch-admin-password",
        "Secret watch-admin-password-secret",
        "SecretVersion watch-admin-password-secret-version",
        "Role watch-instance-role",
        "RolePolicy watch-instance-role-policy",
        "InstanceProfile watch-instance-profile",
        "Vault watch-backup-vault",
        "Plan watch-backup-plan",
        "Selection watch-backup-selection",
        "Role watch-backup-role",
        "RolePolicy watch-backup-role-policy",
        "LogGroup watch-system-log-group",
        "LogGroup watch-container-log-group",
        ...["status-check", "cpu", "memory", "root-disk", "data-disk"].map((key) => `MetricAlarm watch-${key}-alarm`),
        ...["unhealthy-targets", "server-errors", "failed-backups"].map((key) => `MetricAlarm watch-${key}-alarm`),
        "Dashboard watch-dashboard",
      ]);
      expect(resources.filter((r) => r.custom && r.parent !== "watch")).to.deep.equal([]);
    });

    it("keeps the data when the instance, the component or the stack goes", () => {
      const volume = only(resources, types.volume);
      expect(volume).to.include({ protect: true, retainOnDelete: true });
      expect(volume.inputs).to.deep.include({
        availabilityZone: "eu-west-1a",
        encrypted: true,
        size: 100,
        type: "gp3",
        multiAttachEnabled: false,
      });
      expect(only(resources, types.vault).retainOnDelete).to.equal(true);
      // The instance owns its root disk and nothing else: the volume is no mapping of its template.
      const { blockDeviceMappings } = only(resources, types.template).inputs;
      expect(blockDeviceMappings.map((mapping: { deviceName: string }) => mapping.deviceName)).to.deep.equal([
        "/dev/xvda",
      ]);
    });

    it("never runs a second instance beside the first, whatever changes", () => {
      const { inputs, deleteBeforeReplace } = only(resources, types.group);
      expect(inputs).to.include({ minSize: 1, maxSize: 1, desiredCapacity: 1 });
      expect(inputs.vpcZoneIdentifiers).to.deep.equal(["subnet-a"]);
      // AWS starts nothing above 100 % of one, and may stop the one first.
      const stopFirst = { minHealthyPercentage: 0, maxHealthyPercentage: 100 };
      expect(inputs.instanceMaintenancePolicy).to.deep.equal(stopFirst);
      expect(inputs.instanceRefresh.preferences).to.include(stopFirst);
      expect(inputs.tags).to.deep.include({ key: "cloister:singleton", value: "declared", propagateAtLaunch: true });
      expect(deleteBeforeReplace).to.equal(true);
      expect(resources.filter((r) => /autoscaling\/(policy|schedule)|appautoscaling/.test(r.type))).to.deep.equal([]);
    });

    it("replaces the instance when its template changes, which needs a version in figures", async () => {
      const deployed = await record(() => new PmmServer("watch", base), { preview: false });
      const group = only(deployed.resources, types.group);
      expect(group.inputs.launchTemplate.id).to.equal("watch-launch-template-id");
      expect(group.inputs.launchTemplate.version).to.not.equal("$Latest");
      expect(group.propertyDependencies.launchTemplate).to.include("watch-launch-template");
      const before = only(resources, types.template).inputs.userData;
      const after = only((await build({ pmmVersion: "3.5.0" })).resources, types.template).inputs.userData;
      expect(after).to.not.equal(before);
    });

    it("leaves volume, vault and group as they are, whatever changes of the instance", async () => {
      const changes: Partial<PmmServerArgs>[] = [
        { instanceType: "m6i.xlarge" },
        { pmmVersion: "3.5.0" },
        { imageId: "ami-0123456789abcdef0" },
        { dataRetentionDays: 90, telemetry: true },
        { customQueries: { "postgresql/low-resolution/orders.yml": "a: 1" } },
        { allowedSecurityGroupIds: { hosts: "sg-hosts" } },
      ];
      const kept = [types.volume, types.vault, types.group] as const;
      const before = kept.map((type) => only(resources, type).inputs as object);
      for (const change of changes) {
        const changed = (await build(change)).resources;
        expect(
          kept.map((type) => only(changed, type).inputs as object),
          JSON.stringify(change),
        ).to.deep.equal(before);
        const template = (of: readonly Recorded[]) => JSON.stringify(only(of, types.template).inputs);
        if (!change.allowedSecurityGroupIds) expect(template(changed)).to.not.equal(template(resources));
      }
    });

    it("starts the instance when all that its first boot needs is there", () => {
      const { dependencies } = only(resources, types.group);
      expect(dependencies).to.include.members([
        "watch-data-volume",
        "watch-instance-role-policy",
        "watch-instance-profile",
        "watch-admin-password-secret-version",
        "watch-system-log-group",
        "watch-container-log-group",
        "watch-server-to-internet-egress",
        "watch-load-balancer-server-ingress",
        "watch-https-listener",
        "watch-agent-listener-rule",
      ]);
    });

    it("has no key, no public address, metadata by token only, and nothing open but the balancer's way", () => {
      const template = only(resources, types.template).inputs;
      expect(template).to.not.have.any.keys("keyName", "networkInterfaces");
      expect(template.metadataOptions).to.deep.equal({
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
      });
      expect(template.imageId).to.equal(
        "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      );
      expect(template.blockDeviceMappings[0].ebs.encrypted).to.equal("true");
      const ingress = all(resources, types.ingress);
      expect(ingress.map(({ name }) => name)).to.deep.equal(["watch-load-balancer-server-ingress"]);
      expect(ingress[0]?.inputs).to.include({ fromPort: 443, toPort: 443, ipProtocol: "tcp" });
      expect(only(resources, types.balancer).inputs).to.include({ internal: true, enableDeletionProtection: true });
    });

    it("answers people and agents behind one name, each in the protocol that PMM speaks", () => {
      const [interfaceGroup, agentGroup] = ["interface", "agent"].map(
        (key) => only(resources, types.targetGroup, `watch-${key}-target-group`).inputs,
      );
      expect(interfaceGroup).to.include({ port: 443, protocol: "HTTPS", protocolVersion: "HTTP1" });
      expect(interfaceGroup?.healthCheck).to.include({
        path: "/v1/server/readyz",
        matcher: "200",
        protocol: "HTTPS",
      });
      expect(agentGroup).to.include({ port: 443, protocol: "HTTPS", protocolVersion: "GRPC" });
      expect(agentGroup?.healthCheck).to.include({ matcher: "0-99", protocol: "HTTPS" });
      const { conditions, priority } = only(resources, types.rule).inputs;
      expect(priority).to.equal(1);
      const [{ pathPattern }] = conditions;
      expect(pathPattern.values)
        .to.include.members(["/agent.*", "/inventory.*", "/management.*", "/server.*"])
        .and.to.have.length.within(4, 5); // AWS takes five values a rule
      expect(only(resources, types.listener, "watch-redirect-listener").inputs.defaultActions[0]).to.deep.include({
        type: "redirect",
      });
      expect(only(resources, types.group).inputs.healthCheckType).to.equal("EC2");
    });

    it("tells the instance its image, volume, secret, groups and name", () => {
      expect(instanceFile(resources, "instance.env").trim().split("\n")).to.deep.equal([
        "PMM_REGION=eu-west-1",
        "PMM_VOLUME_TAG_KEY=cloister:pmm-data",
        "PMM_VOLUME_TAG_VALUE=test-pmm-server",
        "PMM_VOLUME_RESTORED=false",
        "PMM_SECRET_ID=arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-pmm-server-admin-password",
      ]);
      expect(instanceFile(resources, "server.env").trim().split("\n")).to.deep.equal([
        "PMM_ENABLE_TELEMETRY=false",
        "PMM_ENABLE_UPDATES=false",
        "PMM_DATA_RETENTION=720h",
        "PMM_PUBLIC_ADDRESS=pmm.example.com",
      ]);
      expect(instanceFile(resources, "pmm-server.service")).to.contain("IMAGE=percona/pmm-server:3.4.1\n");
      expect(only(resources, types.volume).inputs.tags["cloister:pmm-data"]).to.equal("test-pmm-server");
      expect(only(resources, types.secret).inputs.name).to.equal("test-pmm-server-admin-password");
    });

    it("tags everything that can be tagged, also what EC2 makes by itself", () => {
      for (const { name, type, inputs } of resources) {
        if (inputs.tags === undefined || Array.isArray(inputs.tags)) continue;
        expect(inputs.tags, `${type} ${name}`).to.include(tagged);
      }
      const specifications = only(resources, types.template).inputs.tagSpecifications as {
        resourceType: string;
        tags: Record<string, string>;
      }[];
      expect(specifications.map(({ resourceType }) => resourceType)).to.have.members([
        "instance",
        "volume",
        "network-interface",
      ]);
      for (const { tags } of specifications) expect(tags).to.include(tagged);
      for (const [key, value] of Object.entries(tagged))
        expect(only(resources, types.group).inputs.tags).to.deep.include({ key, value, propagateAtLaunch: true });
      expect(only(resources, types.volume).inputs.tags.module_version).to.match(/^\d+\.\d+\.\d+$/);
    });

    it("keeps the password secret", async () => {
      expect(only(resources, "random:index/randomPassword:RandomPassword").inputs).to.include({
        length: 32,
        special: false,
      });
      const deployed = await record(() => new PmmServer("watch", base), { preview: false });
      const { inputs, secrets } = only(deployed.resources, types.secretVersion);
      expect(secrets).to.deep.equal(["secretString"]);
      const { secretString } = inputs;
      const { username, password } = JSON.parse(secretString) as Record<string, string>;
      expect(username).to.equal("admin");
      const plain = deployed.resources.filter((r) => r.type !== types.secretVersion).map((r) => r.inputs);
      expect(JSON.stringify(plain)).to.not.contain(password);
    });

    it("knows every policy document at the first preview", () => {
      for (const role of all(resources, types.role)) expect(role.unknowns).to.deep.equal([]);
      for (const policy of all(resources, types.policy)) expect(policy.unknowns).to.deep.equal([]);
    });
  });

  describe("alarms", () => {
    it("look at the group and never at an instance, and at the disks as the agent measures them", async () => {
      const { resources } = await build();
      const agent = JSON.parse(instanceFile(resources, "agent.json")) as {
        metrics: {
          namespace: string;
          metrics_collected: { disk: { resources: string[]; drop_device: boolean; append_dimensions: object } };
        };
      };
      const { disk } = agent.metrics.metrics_collected;
      const measured = disk.resources.map((mount) => ({ path: mount, fstype: "xfs", ...disk.append_dimensions }));
      const alarms = ["root-disk", "data-disk"].map((key) => only(resources, types.alarm, `watch-${key}-alarm`).inputs);
      expect(alarms.map(({ dimensions }) => dimensions)).to.have.deep.members(measured);
      expect(disk.drop_device).to.equal(true);
      for (const { inputs, name } of all(resources, types.alarm)) {
        expect(JSON.stringify(inputs), name).to.not.contain("InstanceId");
        if (/disk|memory/.test(name)) expect(inputs.namespace).to.equal(agent.metrics.namespace);
        if (inputs.namespace === "AWS/EC2")
          expect(inputs.dimensions).to.deep.equal({ AutoScalingGroupName: "test-pmm-server" });
      }
    });

    it("fire on one failed status check, which is 1 and never more, and on its silence", async () => {
      const { inputs } = only((await build()).resources, types.alarm, "watch-status-check-alarm");
      expect(inputs).to.include({
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        statistic: "Maximum",
        treatMissingData: "breaching",
      });
    });

    it("watch the vault for backups that fail, expire or are aborted", async () => {
      const { inputs } = only((await build()).resources, types.alarm, "watch-failed-backups-alarm");
      const queries = inputs.metricQueries as { metric?: { metricName: string; namespace: string } }[];
      expect(queries.flatMap(({ metric }) => (metric ? [metric.metricName] : []))).to.have.members([
        "NumberOfBackupJobsFailed",
        "NumberOfBackupJobsExpired",
        "NumberOfBackupJobsAborted",
      ]);
    });

    it("tell the topic given, when they fire and when they are over, and name a page that exists", async () => {
      const { resources } = await build();
      for (const { inputs, name } of all(resources, types.alarm)) {
        expect([inputs.alarmActions, inputs.okActions], name).to.deep.equal([[topic], [topic]]);
        const page = /Runbook: (\S+)$/.exec(inputs.alarmDescription)?.[1] ?? "";
        expect(fs.existsSync(path.join(__dirname, "../..", page)), page).to.equal(true);
      }
      expect(all(resources, types.topic)).to.deep.equal([]);
    });

    it("make a topic of their own when none is given, and tell every address", async () => {
      const alarmEmails = ["oncall@example.com", "lead@example.com"];
      const { resources } = await build({ alarmTopicArn: undefined, alarmEmails });
      expect(only(resources, types.topic).inputs.name).to.equal("test-pmm-server-alarms");
      expect(all(resources, types.subscription).map(({ inputs }) => inputs.endpoint)).to.have.members(alarmEmails);
      const arn = "arn:aws:sns:eu-west-1:123456789012:test-pmm-server-alarms";
      for (const { inputs } of all(resources, types.alarm)) expect(inputs.alarmActions).to.deep.equal([arn]);
    });

    it("add addresses to the topic given", async () => {
      const { resources } = await build({ alarmEmails: ["oncall@example.com"] });
      expect(only(resources, types.subscription).inputs).to.include({ topic, endpoint: "oncall@example.com" });
      expect(all(resources, types.topic)).to.deep.equal([]);
    });
  });

  it("shows on the dashboard what the alarms look at", async () => {
    const { resources } = await build({}, { preview: false });
    const { widgets } = JSON.parse(only(resources, types.dashboard).inputs.dashboardBody) as {
      widgets: { type: string; x: number; y: number; properties: { metrics?: string[][]; query?: string } }[];
    };
    const shown = widgets.flatMap(({ properties }) => properties.metrics ?? []).map((metric) => metric.join(" "));
    expect(shown).to.include.members([
      "AWS/EC2 CPUUtilization AutoScalingGroupName test-pmm-server",
      "cloister/pmm-server mem_used_percent AutoScalingGroupName test-pmm-server",
      "cloister/pmm-server disk_used_percent path /srv fstype xfs AutoScalingGroupName test-pmm-server",
    ]);
    const places = widgets.map(({ x, y }) => `${x}:${y}`);
    expect(new Set(places).size).to.equal(places.length);
    expect(widgets.find(({ type }) => type === "log")?.properties.query).to.contain("/pmm/test/pmm-server/container");
  });

  describe("backups", () => {
    const rulesOf = async (args: Parameters<typeof build>[0]) => {
      const { rules } = only((await build(args)).resources, types.plan).inputs as {
        rules: { ruleName: string; schedule: string; lifecycle: { deleteAfter: number } }[];
      };
      return Object.fromEntries(rules.map(({ ruleName, lifecycle }) => [ruleName, lifecycle.deleteAfter]));
    };

    it("are daily for 30 days and weekly for a year", async () => {
      expect(await rulesOf({})).to.deep.equal({ daily: 30, weekly: 365 });
    });

    it("keep no daily one longer than a weekly one", async () => {
      expect(await rulesOf({ backupRetentionDays: 14 })).to.deep.equal({ daily: 14, weekly: 14 });
      expect(await rulesOf({ backupRetentionDays: 2_000 })).to.deep.equal({ daily: 30, weekly: 2_000 });
    });

    it("are of the data volume alone, by the role that may", async () => {
      const { resources } = await build({}, { preview: false });
      const { inputs, dependencies } = only(resources, types.selection);
      expect(inputs.resources).to.deep.equal(["arn:aws:mock:eu-west-1:123456789012:watch-data-volume"]);
      expect(inputs.iamRoleArn).to.equal("arn:aws:iam::123456789012:role/test-pmm-server-backup");
      expect(dependencies).to.include("watch-backup-role-policy");
    });
  });

  describe("given a snapshot to restore from", () => {
    const snapshotId = "snap-0123456789abcdef0";

    it("makes the volume of it, under a tag of its own: the former volume is kept and must not be attached", async () => {
      const { resources } = await build({ dataVolume: { snapshotId } });
      const volume = only(resources, types.volume);
      expect(volume.inputs).to.include({ snapshotId, size: 100 });
      expect(volume.inputs.tags["cloister:pmm-data"]).to.equal(`test-pmm-server-${snapshotId}`);
      expect(volume).to.include({ protect: true, retainOnDelete: true });
      expect(instanceFile(resources, "instance.env"))
        .to.contain(`PMM_VOLUME_TAG_VALUE=test-pmm-server-${snapshotId}\n`)
        .and.to.contain("PMM_VOLUME_RESTORED=true\n");
      for (const name of ["watch-instance-role-policy", "watch-backup-role-policy"])
        expect(only(resources, types.policy, name).inputs.policy).to.contain(`test-pmm-server-${snapshotId}`);
    });
  });

  describe("given databases to watch", () => {
    it("lets the server into each, on its port, and no further", async () => {
      const { resources } = await build({
        monitoredDatabases: {
          orders: { securityGroupId: "sg-orders", port: 5432 },
          users: { securityGroupId: "sg-users", port: 3306 },
        },
      });
      const of = (key: string) => ({
        in: only(resources, types.ingress, `watch-server-${key}-ingress`).inputs,
        out: only(resources, types.egress, `watch-server-${key}-egress`).inputs,
      });
      expect(of("orders").in).to.include({ securityGroupId: "sg-orders", fromPort: 5432, toPort: 5432 });
      expect(of("orders").out).to.include({ referencedSecurityGroupId: "sg-orders", fromPort: 5432, toPort: 5432 });
      expect(of("users").in).to.include({ securityGroupId: "sg-users", fromPort: 3306, toPort: 3306 });
      expect(of("users").out).to.include({ referencedSecurityGroupId: "sg-users", fromPort: 3306 });
      expect(only(resources, types.group).dependencies).to.include("watch-server-users-ingress");
    });
  });

  describe("given callers", () => {
    it("lets in the ranges and groups named, to 443 and to the redirect", async () => {
      const { resources } = await build({
        allowedCidrBlocks: ["10.0.0.0/16"],
        allowedSecurityGroupIds: { hosts: "sg-hosts" },
      });
      const ingress = all(resources, types.ingress).filter(({ name }) => name.includes("-from-"));
      expect(ingress.map(({ name, inputs }) => [name, inputs.fromPort])).to.have.deep.members([
        ["watch-load-balancer-from-10.0.0.0-16-https-ingress", 443],
        ["watch-load-balancer-from-10.0.0.0-16-http-ingress", 80],
        ["watch-load-balancer-from-hosts-https-ingress", 443],
        ["watch-load-balancer-from-hosts-http-ingress", 80],
      ]);
    });

    it("says so on the load balancer when it faces the internet", async () => {
      const { resources } = await build({ internal: false, allowedCidrBlocks: ["198.51.100.0/24"] });
      const { inputs } = only(resources, types.balancer);
      expect(inputs.internal).to.equal(false);
      expect(inputs.tags["cloister:internet-facing"]).to.equal("declared");
    });
  });

  describe("given names", () => {
    it("proves a name and its wildcard by one record, and points both to the balancer", async () => {
      const names = ["pmm.example.com", "*.pmm.example.com", "monitoring.example.com"];
      const { resources } = await build({ domain: { zoneId: "Z1", names } });
      expect(only(resources, types.certificate).inputs).to.deep.include({
        domainName: "pmm.example.com",
        subjectAlternativeNames: ["*.pmm.example.com", "monitoring.example.com"],
      });
      expect(all(resources, types.record).map(({ name }) => name)).to.have.members([
        "watch-certificate-validation-record",
        "watch-certificate-validation-monitoring.example.com-record",
        "watch-pmm.example.com-alias-record",
        "watch-wildcard.pmm.example.com-alias-record",
        "watch-monitoring.example.com-alias-record",
      ]);
    });

    it("takes a certificate that exists", async () => {
      const certificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b";
      const { resources } = await build({ domain: { ...base.domain, certificateArn } });
      expect(all(resources, types.certificate)).to.deep.equal([]);
      expect(only(resources, types.listener, "watch-https-listener").inputs.certificateArn).to.equal(certificateArn);
    });
  });

  it("lets the readers named read the password by the secret's own policy", async () => {
    const reader = "arn:aws:iam::123456789012:role/deployers";
    const { resources } = await build({ secretReaders: [reader] });
    const { Statement: statements } = JSON.parse(only(resources, types.secretPolicy).inputs.policy);
    expect(statements).to.deep.equal([
      {
        Sid: "ReadersRead",
        Effect: "Allow",
        Principal: { AWS: [reader] },
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
      },
    ]);
  });

  it("runs a burstable type at full speed when it must, and encrypts with the keys given", async () => {
    const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-1111-2222-3333-444455556666";
    const { resources } = await build({
      instanceType: "t3.large",
      dataVolume: { kmsKeyArn: key, sizeGiB: 200 },
      secretKmsKeyArn: key,
    });
    expect(only(resources, types.template).inputs.creditSpecification).to.deep.equal({ cpuCredits: "unlimited" });
    expect(only(resources, types.volume).inputs).to.include({ kmsKeyId: key, size: 200 });
    expect(only(resources, types.vault).inputs.kmsKeyArn).to.equal(key);
    expect(only(resources, types.secret).inputs.kmsKeyId).to.equal(key);
  });

  it("pins the image when one is given", async () => {
    const { resources } = await build({ imageId: "ami-0123456789abcdef0" });
    expect(only(resources, types.template).inputs.imageId).to.equal("ami-0123456789abcdef0");
  });

  it("leaves every output with a value, and none of them secret", async () => {
    const { result } = await build({}, { preview: false });
    const outputs = {
      url: "https://pmm.example.com",
      adminUser: "admin",
      adminPasswordSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:test-pmm-server-admin-password",
      securityGroupId: "watch-server-security-group-id",
      autoScalingGroupName: "test-pmm-server",
      dataVolumeId: "watch-data-volume-id",
      alarmTopicArn: topic,
    } as const;
    for (const [name, value] of Object.entries(outputs))
      expect(await valueOf(result[name as keyof typeof outputs]), name).to.equal(value);
    expect(await valueOf(result.backupVaultName)).to.equal("watch-backup-vault");
    expect(await valueOf(result.targetGroupArn)).to.contain("watch-interface-target-group");
    const command = await valueOf(result.portForwardCommand);
    expect(command)
      .to.contain("--auto-scaling-group-names test-pmm-server")
      .and.to.contain("AWS-StartPortForwardingSession")
      .and.to.contain('"portNumber":["443"]');
    for (const output of Object.values(result))
      if (pulumi.Output.isInstance(output)) expect(await pulumi.isSecret(output)).to.equal(false);
  });

  it("stands beside another one in the same account", async () => {
    const { resources } = await record(() => [
      new PmmServer("watch", base),
      new PmmServer("second", { ...base, serviceName: "pmm-second" }),
    ]);
    const fixed = resources.flatMap(({ type, inputs }) => {
      const name = (inputs.name ?? inputs.dashboardName) as unknown;
      return typeof name === "string" && !/record|rolePolicy/.test(type) ? [`${type} ${name}`] : [];
    });
    expect(new Set(fixed).size).to.equal(fixed.length);
    expect(fixed.length).to.be.greaterThan(15);
  });
});
