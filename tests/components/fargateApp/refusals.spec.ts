import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  FargateApp,
  type FargateAppArgs,
  type FargateLoadBalancer,
  type FargateService,
} from "../../../components/fargateApp";
import { resolveSettings } from "../../../components/fargateApp/settings";
import { refusalOf } from "../../support/mocks";
import { api, certificateArn, everything, smallest, topicArn, web, withBalancer, withService } from "./fixtures";

const refusal = (args: FargateAppArgs) => refusalOf(() => new FargateApp("shop", args));
const oneFault = /^FargateApp "shop": 1 argument is wrong\n/;

function refusesService(
  what: string,
  change: Partial<FargateService>,
  fault: string,
  app: Partial<FargateAppArgs> = {},
) {
  it(`a service with ${what}`, async () => {
    const message = await refusal(withService(change, app));
    expect(message).to.include(fault).and.match(oneFault);
  });
}

function refusesBalancer(what: string, change: Partial<FargateLoadBalancer>, fault: string) {
  it(`a load balancer with ${what}`, async () => {
    const message = await refusal(withBalancer(change));
    expect(message).to.include(fault).and.match(oneFault);
  });
}

function refusesApp(what: string, change: Partial<FargateAppArgs>, fault: string) {
  it(what, async () => {
    const message = await refusal({ ...smallest, ...change });
    expect(message).to.include(fault).and.match(oneFault);
  });
}

describe("FargateApp refuses", () => {
  it("every fault in one error, before anything is registered", async () => {
    const message = await refusal({
      ...smallest,
      environment: "Dev",
      accountId: "123",
      loadBalancerSubnetIds: ["subnet-a"],
      logRetentionDays: 8,
      services: {
        web: { ...web, port: 0, cpuUnits: 256, memoryMiB: 4096, secrets: { A: "a b" } },
        api: { ...api, paths: ["api"], schedule: { timeZone: "Mars/Base" }, scaling: { minCount: 5, maxCount: 2 } },
      },
    });
    for (const path of [
      "environment",
      "accountId",
      "loadBalancerSubnetIds",
      "logRetentionDays",
      "services.web.port",
      "services.web.memoryMiB",
      "services.web.secrets.A",
      "services.api.paths[0]",
      "services.api.schedule.timeZone",
      "services.api.scaling.maxCount",
    ]) {
      expect(message).to.include(`\n  ${path}: `);
    }
    expect(message).to.match(/10 arguments are wrong/);
  });

  it("nothing of what is right", () => {
    for (const args of [smallest, everything]) expect(() => resolveSettings("shop", args)).to.not.throw();
  });

  describe("what AWS would not take of a service:", () => {
    refusesService(
      "a port above the last",
      { port: 65_536 },
      "services.web.port: must be a whole number from 1 to 65535, got 65536",
    );
    refusesService("a broken port", { port: 80.5 }, "got 80.5");
    refusesService("unknown CPU units", { cpuUnits: 300 }, "services.web.cpuUnits");
    refusesService("memory that its size lacks", { memoryMiB: 768 }, "services.web.memoryMiB: must be 512, 1024, 2048");
    refusesService(
      "an unknown architecture",
      { architecture: "MIPS" as "ARM64" },
      "services.web.architecture: must be one of X86_64, ARM64",
    );
    refusesService(
      "a negative count",
      { desiredCount: -1 },
      "services.web.desiredCount: must be a whole number from 0 to 5000",
    );
    refusesService("a URL as its image", { image: "https://registry.example.com/a" }, "services.web.image");
    refusesService("an empty image", { image: "" }, "services.web.image");
    refusesService("a broken digest", { image: "nginx@sha256:123" }, "services.web.image");
    refusesService(
      "a health path without a slash",
      { healthCheck: { path: "health" } },
      "services.web.healthCheck.path",
    );
    refusesService(
      "a bare health command",
      { healthCheck: { command: ["curl", "x"] } },
      "services.web.healthCheck.command: must be CMD or CMD-SHELL",
    );
    refusesService(
      "a health command of no words",
      { healthCheck: { command: ["CMD"] } },
      "services.web.healthCheck.command",
    );
    refusesService(
      "a start period above five minutes",
      { healthCheck: { startPeriodSeconds: 301 }, healthCheckGracePeriodSeconds: 400 },
      "services.web.healthCheck.startPeriodSeconds",
    );
    refusesService(
      "five extra groups",
      { securityGroupIds: ["1", "2", "3", "4", "5"] },
      "services.web.securityGroupIds: must be at most 4",
    );
    refusesService("a relative writable path", { writablePaths: ["tmp"] }, "services.web.writablePaths[0]");
    refusesService("one writable path twice", { writablePaths: ["/tmp", "/tmp"] }, "services.web.writablePaths[1]");
    refusesService(
      "a statement of nothing",
      { taskPolicyStatements: [{ actions: [], resources: ["*"] }] },
      "services.web.taskPolicyStatements[0].actions",
    );
    refusesService(
      "a statement on nothing",
      { taskPolicyStatements: [{ actions: ["s3:GetObject"], resources: [] }] },
      "services.web.taskPolicyStatements[0].resources",
    );
    refusesService(
      "a word as an action",
      { taskPolicyStatements: [{ actions: ["read"], resources: ["*"] }] },
      "services.web.taskPolicyStatements[0].actions[0]",
    );
    refusesService(
      "a statement id with a hyphen",
      { taskPolicyStatements: [{ sid: "a-b", actions: ["s3:GetObject"], resources: ["*"] }] },
      "services.web.taskPolicyStatements[0].sid",
    );
    refusesService("a variable without a name", { environment: { "": "1" } }, "services.web.environment.");
    refusesService(
      "one name as variable and as secret",
      { environment: { A: "1" }, secrets: { A: "/a" } },
      "services.web.secrets.A: must not be set in environment as well",
    );
    refusesService(
      "its URL under a name in use",
      { environment: { A: "1" }, urlEnvironmentName: "A" },
      "services.web.urlEnvironmentName",
    );

    it("a key that cannot be part of a name, is taken, or makes names too long", async () => {
      expect(await refusal({ ...smallest, services: { Web: web } })).to.include("services.Web: must be keyed by");
      for (const key of ["db-migrate", "insights"]) {
        expect(await refusal({ ...smallest, services: { [key]: web } })).to.include("which names another part");
      }
      const key = `a${"b".repeat(45)}`; // dev-shop- and -execution leave 45
      expect(await refusal({ ...smallest, services: { [key]: web } })).to.include("at most 64 characters, got 65");
      expect(() => resolveSettings("shop", { ...smallest, services: { [key.slice(1)]: web } })).to.not.throw();
    });
  });

  describe("what would not work:", () => {
    const schedule = { startTime: "18:00", stopTime: "08:00" };
    refusesService(
      "a start period longer than the grace period",
      { healthCheck: { startPeriodSeconds: 90 } },
      "services.web.healthCheckGracePeriodSeconds: must be at least the start period of 90 s, got 60",
    );
    refusesService(
      "a grace period shorter than the default start period",
      { healthCheckGracePeriodSeconds: 59 },
      "must be at least the start period of 60 s, got 59",
    );
    refusesService(
      "a read-only root beside Exec",
      { readOnlyRootFilesystem: true },
      "services.web.readOnlyRootFilesystem: must not be true together with executeCommand",
      { executeCommand: true },
    );
    refusesService(
      "a command for a check that is off",
      { healthCheck: { containerCheck: false, command: ["CMD", "x"] } },
      "services.web.healthCheck: must have neither",
    );
    refusesService(
      "a start period for a check that is off",
      { healthCheck: { containerCheck: false, startPeriodSeconds: 5 } },
      "services.web.healthCheck: must have neither",
    );
    refusesService(
      "fewer tasks at most than at least",
      { scaling: { minCount: 3, maxCount: 2 } },
      "services.web.scaling.maxCount: must be a whole number from 3 to 5000, got 2",
    );
    refusesService(
      "scaling from nothing",
      { scaling: { minCount: 0, maxCount: 2 } },
      "services.web.scaling.minCount: must be a whole number from 1 to 5000, got 0; to sleep at night",
    );
    refusesService(
      "a target of no CPU",
      { scaling: { maxCount: 2, cpuTargetPercent: 0 } },
      "services.web.scaling.cpuTargetPercent",
    );
    refusesService(
      "a target above all memory",
      { scaling: { maxCount: 2, memoryTargetPercent: 101 } },
      "services.web.scaling.memoryTargetPercent",
    );
    refusesService(
      "a target of no requests",
      { scaling: { maxCount: 2, requestsPerTarget: 0 } },
      "services.web.scaling.requestsPerTarget",
    );
    refusesService(
      "a count outside its bounds",
      { scaling: { minCount: 2, maxCount: 4 }, desiredCount: 5 },
      "services.web.desiredCount: must be a whole number from 2 to 4, got 5",
    );
    refusesService(
      "an unknown time zone",
      { schedule: { timeZone: "Mars/Base" } },
      'services.web.schedule.timeZone: must be an IANA time zone such as Europe/Berlin, got "Mars/Base"',
    );
    refusesService("an evening before the morning", { schedule }, "services.web.schedule.stopTime");
    refusesService(
      "two tasks at night",
      { schedule: { offHoursMinimum: 2 } },
      "services.web.schedule.offHoursMinimum: must be a whole number from 0 to 1, got 2",
    );
    refusesService(
      "a schedule of no tasks",
      { desiredCount: 0, schedule: {} },
      "services.web.schedule: must be absent while desiredCount is 0",
    );
    refusesService(
      "a mount without a file system",
      { fileSystemMounts: [{ accessPoint: "a", containerPath: "/a" }] },
      "services.web.fileSystemMounts[0].accessPoint: must be a key of efs.accessPoints (there are none)",
    );
    refusesService(
      "a mount on a writable path",
      { fileSystemMounts: [{ accessPoint: "repositories", containerPath: "/tmp" }], writablePaths: ["/tmp"] },
      "services.web.writablePaths[0]",
      { efs: everything.efs },
    );
  });

  describe("forms of secrets it does not know,", () => {
    it("without showing what may be the secret itself", async () => {
      const message = await refusal(withService({ secrets: { DATABASE_URL: "postgres://user:hunter2@host/db" } }));
      expect(message).to.include("services.web.secrets.DATABASE_URL: must be a parameter name").and.match(oneFault);
      expect(message).to.not.include("hunter2");
    });

    it("an ARN with a key but not all colons", async () => {
      const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:url";
      expect(await refusal(withService({ secrets: { A: arn } }))).to.include(`got "${arn}"`);
    });

    it("also when they come late", async () => {
      const settings = resolveSettings("shop", withService({ secrets: { A: pulumi.output("a b") } }));
      const late = settings.services[0]?.secrets.A as unknown as { promise(): Promise<string> };
      const error = await late.promise().then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message).to.include("services.web.secrets.A: must be a parameter name");
    });
  });

  describe("what nobody or everybody could reach:", () => {
    refusesBalancer(
      "no callers",
      { allowedCidrBlocks: [] },
      "loadBalancer.allowedCidrBlocks: must say who may connect",
    );
    refusesBalancer(
      "the internet in front and no certificate",
      { internal: false },
      "loadBalancer.certificateArn: must be given",
    );
    refusesBalancer(
      "plain HTTP allowed beside a certificate",
      { certificateArn, allowPlainHttp: true },
      "loadBalancer.allowPlainHttp: must be absent",
    );
    refusesBalancer(
      "a range with host bits",
      { allowedCidrBlocks: ["10.0.0.1/16"] },
      "loadBalancer.allowedCidrBlocks[0]: must be an IPv4 range",
    );
    refusesBalancer("an IPv6 range", { allowedCidrBlocks: ["::/0"] }, "loadBalancer.allowedCidrBlocks[0]");
    refusesBalancer(
      "one range twice",
      { allowedCidrBlocks: ["10.0.0.0/8", "10.0.0.0/8"] },
      "loadBalancer.allowedCidrBlocks[1]: must be there once",
    );
    refusesBalancer(
      "a group under a name with spaces",
      { allowedSecurityGroupIds: { "a b": "sg-1" } },
      "loadBalancer.allowedSecurityGroupIds.a b",
    );
    refusesBalancer(
      "a certificate of another region",
      { certificateArn: certificateArn.replace("eu-west-1", "us-east-1") },
      "loadBalancer.certificateArn: must be the ARN of a certificate in eu-west-1",
    );
    refusesBalancer(
      "a web ACL of CloudFront",
      { wafArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b" },
      "loadBalancer.wafArn",
    );
    refusesBalancer(
      "no idle time",
      { idleTimeoutSeconds: 0 },
      "loadBalancer.idleTimeoutSeconds: must be a whole number from 1 to 4000, got 0",
    );
    refusesBalancer("too much idle time", { idleTimeoutSeconds: 4001 }, "got 4001");
    refusesBalancer(
      "a domain with a scheme",
      { domain: { name: "https://a.example.com", zoneId: "Z1" } },
      "loadBalancer.domain.name",
    );
    refusesBalancer(
      "a domain longer than a certificate's name",
      { domain: { name: `${"a".repeat(60)}.com.de`, zoneId: "Z1" } },
      "loadBalancer.domain.name",
    );
    refusesBalancer(
      "a domain without zone or certificate",
      { domain: { name: "a.example.com" } },
      "loadBalancer.domain.zoneId: must be given",
    );
    refusesBalancer(
      "AWS's own word in the logs' prefix",
      { accessLogs: { bucket: "b", prefix: "x/AWSLogs" } },
      "loadBalancer.accessLogs.prefix",
    );
    refusesBalancer(
      "a slash before the logs' prefix",
      { accessLogs: { bucket: "b", prefix: "/x" } },
      "loadBalancer.accessLogs.prefix",
    );
  });

  describe("what could never start:", () => {
    refusesApp(
      "tasks without a way to their images",
      { allowInternetEgress: false },
      "endpointSecurityGroupId: must be given, or allowInternetEgress: true",
    );
    refusesApp(
      "endpoints without the way to image layers",
      { allowInternetEgress: false, endpointSecurityGroupId: "sg-1" },
      "s3PrefixListId: must be given",
    );
    refusesApp(
      "one subnet for the load balancer",
      { loadBalancerSubnetIds: ["subnet-a"] },
      "loadBalancerSubnetIds: must be subnets in at least two zones",
    );
    refusesApp(
      "an environment that Parameter Store keeps for AWS",
      { environment: "awsome" },
      "environment: must not begin with aws or ssm",
    );
    refusesApp("no subnet for the tasks", { taskSubnetIds: [] }, "taskSubnetIds: must hold at least one subnet");
    refusesApp("no services", { services: {} }, "services: must hold at least one service");
    refusesApp("alarms without a topic", { alarms: ["serviceCpu"] }, "alarmTopicArn: must be given for the alarms");
    refusesApp(
      "an unknown alarm",
      { alarms: ["disk" as "serviceCpu"], alarmTopicArn: topicArn },
      "alarms[0]: must be one of",
    );
    refusesApp(
      "one alarm twice",
      { alarms: ["serviceCpu", "serviceCpu"], alarmTopicArn: topicArn },
      "alarms[1]: must be there once",
    );
    refusesApp("a retention CloudWatch lacks", { logRetentionDays: 8 }, "logRetentionDays: must be one of");
    refusesApp("an application's name with capitals", { application: "Shop" }, "application: must be");
    refusesApp("a migration of nothing", { migration: { command: [] } }, "migration.command: must hold the command");
    refusesApp(
      "a migration of an unknown service",
      { migration: { service: "x", command: ["m"] } },
      'migration.service: must be the key of a service (web), got "x"',
    );
    refusesApp(
      "a migration of one of several services, unsaid",
      { services: { web, api }, migration: { command: ["m"] } },
      "migration.service: must be the key of a service (web, api), got nothing",
    );
    refusesApp(
      "a migration with an unknown secret",
      { migration: { command: ["m"], secrets: { A: "a b" } } },
      "migration.secrets.A",
    );
    refusesApp("a migration from no image", { migration: { command: ["m"], image: "a b" } }, "migration.image");
    const efs = { subnetIdByZone: { "eu-west-1a": "s" }, accessPoints: { a: { path: "/a" } } };
    refusesApp(
      "a file system in no zone",
      { efs: { ...efs, subnetIdByZone: {} } },
      "efs.subnetIdByZone: must hold at least one",
    );
    refusesApp(
      "a file system in another region",
      { efs: { ...efs, subnetIdByZone: { "us-east-1a": "s" } } },
      "efs.subnetIdByZone.us-east-1a: must be a zone of eu-west-1",
    );
    refusesApp(
      "a file system without access points",
      { efs: { ...efs, accessPoints: {} } },
      "efs.accessPoints: must hold at least one",
    );
    refusesApp(
      "an access point five levels deep",
      { efs: { ...efs, accessPoints: { a: { path: "/a/b/c/d/e" } } } },
      "efs.accessPoints.a.path",
    );
    refusesApp(
      "an access point of a negative user",
      { efs: { ...efs, accessPoints: { a: { path: "/a", userId: -1 } } } },
      "efs.accessPoints.a.userId",
    );
    refusesApp(
      "permissions that are not octal",
      { efs: { ...efs, accessPoints: { a: { path: "/a", permissions: "0789" } } } },
      "efs.accessPoints.a.permissions",
    );
  });
});
