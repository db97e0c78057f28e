import { expect } from "chai";
import { parseConfig } from "../config";
import { stackConfig } from "./support/program";

/** The settings below `cloister:` as a test changes them: their shape is what is under test. */
type Settings = any; // eslint-disable-line @typescript-eslint/no-explicit-any

function settings(stack: string, change: (settings: Settings) => void = () => undefined) {
  const own = Object.fromEntries(
    Object.entries(stackConfig(stack))
      .filter(([key]) => key.startsWith("cloister:"))
      .map(([key, value]) => [key.slice("cloister:".length), structuredClone(value)]),
  );
  change(own);
  return own;
}

function refusal(change: (settings: Settings) => void, stack = "dev", region = "us-east-1"): string {
  try {
    parseConfig(settings(stack, change), region, stack);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("expected a refusal, but the configuration was accepted");
}

describe("the stack's configuration", () => {
  for (const stack of ["dev", "prod"]) {
    it(`of ${stack} is accepted`, () => {
      expect(parseConfig(settings(stack), "us-east-1", stack).environment).to.equal(stack);
    });
  }

  it("takes defaults where the file is silent", () => {
    const config = parseConfig(
      settings("dev", (s) => {
        delete s.alarmEmails;
        delete s.schedule;
        delete s.budget.alertPercent;
      }),
      "us-east-1",
      "dev",
    );
    expect(config).to.deep.include({ alarmEmails: [], encryptAlarmTopic: false });
    expect(config.schedule).to.equal(undefined);
    expect(config.budget.alertPercent).to.equal(80);
  });

  describe("when a key is misspelt", () => {
    it("names it, its place and the nearest setting", () => {
      expect(refusal((s) => (s.network.egres = "none"))).to.equal(
        "Pulumi.dev.yaml: 1 setting is wrong\n  cloister:network.egres: is no setting; did you mean egress?",
      );
    });

    it("does so at the top and deep inside", () => {
      const message = refusal((s) => {
        s.enviroment = "dev";
        s.app.services.api.prot = 1;
      });
      expect(message).to.contain("cloister:enviroment: is no setting; did you mean environment?");
      expect(message).to.contain("cloister:app.services.api.prot: is no setting; did you mean port?");
    });

    it("still tells what is wrong elsewhere", () => {
      const message = refusal((s) => {
        s.network.egres = "none";
        s.accountId = "12";
        s.network.connectedCidrs = ["10.20.0.0/24"];
      });
      expect(message).to.match(/^Pulumi\.dev\.yaml: 3 settings are wrong\n/);
      expect(message).to.contain("must not overlap connectedCidrs[0] 10.20.0.0/24");
    });

    it("lists what there is when nothing is near", () => {
      expect(refusal((s) => (s.budget.banana = 1))).to.contain("the settings here are monthlyUsd, alertPercent");
    });
  });

  it("names a missing setting", () => {
    expect(refusal((s) => delete s.owner)).to.contain("cloister:owner: is missing");
  });

  it("names a wrong type with the value got", () => {
    expect(refusal((s) => (s.network.publicSubnets = "yes"))).to.contain(
      'cloister:network.publicSubnets: must be boolean, got "yes"',
    );
  });

  it("names the accepted values of a choice", () => {
    expect(refusal((s) => (s.network.egress = "nat"))).to.match(
      /cloister:network\.egress: must be one of .*natGatewayPerZone.*, got "nat"/,
    );
  });

  it("refuses an account number that is not one, once", () => {
    const message = refusal((s) => (s.accountId = "12"));
    expect(message.match(/cloister:accountId/g)).to.have.length(1);
    expect(message).to.match(/cloister:accountId: .*12 digits.*got "12"/);
  });

  it("refuses a missing region", () => {
    expect(refusal(() => undefined, "dev", "")).to.contain("aws:region: is missing");
  });

  it("refuses a network that overlaps one it will be connected to", () => {
    expect(refusal((s) => (s.network.connectedCidrs = ["10.20.128.0/17"]))).to.match(
      /cloister:network\.(cidr|connectedCidrs).*10\.20\.128\.0\/17/,
    );
  });

  it("refuses two services on one path", () => {
    expect(refusal((s) => (s.app.services.web.paths = ["/api"]))).to.match(/cloister:app\.services\..*\/api/);
  });

  it("refuses zones of tasks outside the network", () => {
    expect(refusal((s) => (s.app.taskZones = ["us-east-1f"]))).to.contain("cloister:app.taskZones: has us-east-1f");
  });

  it("refuses an internet-facing balancer without public subnets", () => {
    expect(refusal((s) => (s.network.publicSubnets = false), "prod")).to.contain("cloister:app.loadBalancer.internal");
  });

  it("refuses a service with two sources of its image, and one with none", () => {
    const message = refusal((s) => {
      s.app.services.api.imageTag = "1";
      delete s.app.services.web.image;
    });
    expect(message).to.contain(
      "cloister:app.services.api: needs exactly one of image, imageTag and build, got image and imageTag",
    );
    expect(message).to.contain("cloister:app.services.web: needs exactly one of image, imageTag and build, got none");
  });

  it("refuses tasks without a way to their image, once", () => {
    const message = refusal((s) => {
      s.network.egress = "none";
    });
    expect(message).to.match(/1 setting is wrong\n {2}cloister:network\.egress: none needs interfaceEndpoints/);
  });

  it("refuses an image tag that would move", () => {
    expect(refusal((s) => (s.app.services.api.imageTag = "latest"), "prod")).to.match(
      /cloister:app\.services\.api\.imageTag: must be a tag .*not latest.*, got "latest"/,
    );
  });

  it("refuses a service that stays awake while its database sleeps", () => {
    expect(refusal((s) => (s.app.services.api.schedule = { offHoursMinimum: 1 }))).to.contain(
      "cloister:app.services.api.schedule.offHoursMinimum: must be 0",
    );
  });

  it("tells faults of several sections and components together", () => {
    const message = refusal((s) => {
      s.accountId = "12";
      s.network.cidr = "8.8.8.0/16";
      s.app.services.api.memoryMiB = 300;
      s.database.storageGiB = 5;
    });
    expect(message).to.match(/^Pulumi\.dev\.yaml: \d+ settings are wrong\n/);
    for (const path of [
      "cloister:accountId",
      "cloister:network.cidr",
      "cloister:app.services.api",
      "cloister:database.storageGiB",
    ])
      expect(message).to.contain(`\n  ${path}`);
  });

  describe("of the monitoring server", () => {
    it("is off unless it is asked for", () => {
      expect(parseConfig(settings("dev"), "us-east-1", "dev").pmm.enabled).to.equal(false);
    });

    it("is checked as the component checks it, when it is on", () => {
      const message = refusal((s) => (s.pmm = { enabled: true, instanceType: "m7g.large", dataRetentionDays: 0 }));
      expect(message).to.include("cloister:pmm.instanceType: must be an x86_64 type");
      expect(message).to.include("cloister:pmm.dataRetentionDays: must be a whole number");
      expect(message).to.include("cloister:pmm.pmmVersion: must be an exact version of PMM 3");
      expect(message).to.include("cloister:pmm.domain.names: must hold at least one name");
    });

    it("fits the network: its zone, its way out, and its public side", () => {
      const message = refusal((s) => {
        s.pmm.availabilityZone = "us-east-1f";
        s.pmm.internal = false;
        s.network.publicSubnets = false;
      }, "prod");
      expect(message).to.include("cloister:pmm.availabilityZone: must be among network.availabilityZones us-east-1a");
      expect(message).to.include("cloister:pmm.internal: false needs public subnets");
      expect(message).to.include("cloister:pmm.allowedCidrBlocks: must name the ranges that may connect");
      expect(refusal((s) => (s.network.egress = "none"), "prod")).to.include(
        "cloister:pmm.enabled: true needs a way to packages and the image",
      );
    });

    it("is told to no one when it is off", () => {
      const off = settings("dev", (s) => (s.pmm = { enabled: false, instanceType: "m7g.large" }));
      expect(parseConfig(off, "us-east-1", "dev").pmm.enabled).to.equal(false);
    });
  });

  describe("of the Temporal cluster", () => {
    it("is off unless it is asked for", () => {
      expect(parseConfig(settings("dev"), "us-east-1", "dev").temporal.enabled).to.equal(false);
    });

    it("is checked as the component checks it, when it is on", () => {
      const message = refusal((s) => (s.temporal = { enabled: true, instanceType: "m7i.large" }));
      expect(message).to.include("cloister:temporal.instanceType: must be a Graviton type");
      expect(message).to.include("cloister:temporal.historyShards: must be a whole number");
      expect(message).to.include("cloister:temporal.dsqlClusterArn: must be arn:aws:dsql:");
      expect(message).to.match(
        /cloister:temporal\.temporalImage: must end with an exact version .*temporal-dev-server"/,
      );
    });

    it("needs a way to DSQL, and every endpoint where the network has no way out", () => {
      const alone = refusal((s) => {
        s.network.egress = "none";
        s.network.interfaceEndpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"];
        delete s.temporal.dsqlServiceName;
      }, "prod");
      expect(alone).to.include("cloister:temporal.dsqlServiceName: must be given");
      expect(alone).to.include(
        "cloister:network.interfaceEndpoints: must also have ssmmessages, ec2messages, aps-workspaces, ec2, ecs, ecs-agent, ecs-telemetry for temporal",
      );
    });

    it("is told to no one when it is off", () => {
      const off = settings("prod", (s) => (s.temporal = { ...s.temporal, enabled: false, stage: "running" }));
      expect(parseConfig(off, "us-east-1", "prod").temporal.enabled).to.equal(false);
    });
  });
});
