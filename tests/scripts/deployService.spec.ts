import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { fillAccount, registerTask, writeLog, type Account } from "./support/account";
import { cloister, type Ran } from "./support/cli";
import { startFront, type Front } from "./support/front";
import { pushImages } from "./support/images";
import { motoCommand, startMoto, type Moto } from "./support/moto";

const api = "dev-shop-api-1a2b";
const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const arnOf = (revision: number) => `arn:aws:ecs:eu-west-1:123456789012:task-definition/dev-shop-api:${revision}`;

type Service = Record<string, unknown> & { taskDefinition: string };

describe("cloister deploy-service", function () {
  this.timeout(60_000);
  let moto: Moto;
  let account: Account;
  let front: Front | undefined;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
  });
  after(() => moto?.stop());
  beforeEach(async () => {
    await moto.reset();
    account = await fillAccount(moto);
    await pushImages(moto, "dev-shop-api", ["1.0.0", "1.1.0"]);
  });
  afterEach(async () => {
    account?.remove();
    await front?.close();
    front = undefined;
  });

  /** Runs the command before a moto whose services are what `change` makes of them; moto completes no deployment. */
  const run = async (args: string[], change: (service: Service) => void = () => undefined): Promise<Ran> => {
    front = await startFront(moto.url, {
      change: ({ action }, body) => {
        if (action !== "DescribeServices") return;
        for (const service of body["services"] as Service[]) {
          service["deployments"] = [{ status: "PRIMARY", rolloutState: "COMPLETED" }];
          change(service);
        }
      },
    });
    const env = { ...moto.env, CLOISTER_POLL_MS: "20", AWS_ENDPOINT_URL: front.url };
    return cloister(["deploy-service", ...args, ...account.outputs], env);
  };
  const running = async () => {
    const { services = [] } = await account.ecs.send(
      new DescribeServicesCommand({ cluster: "dev-shop", services: [api] }),
    );
    return services[0]?.taskDefinition;
  };
  const revisions = async () => {
    const { taskDefinitionArns = [] } = await account.ecs.send(
      new ListTaskDefinitionsCommand({ familyPrefix: "dev-shop-api" }),
    );
    return taskDefinitionArns.map((arn) => arn.split(":").at(-1));
  };

  it("brings a service to a tag: a new revision that differs in the image alone", async () => {
    const ran = await run(["api", "--image", "1.1.0", "--yes", "--json"]);
    expect(ran.code).to.equal(0);
    expect(ran.stderr).to.contain("api: 1 of 1 tasks run");
    expect(JSON.parse(ran.stdout)).to.have.nested.property("deployed.to", "dev-shop-api:2");
    expect(await running()).to.equal(arnOf(2));
    const definition = async (arn: string) => {
      const { taskDefinition } = await account.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }));
      const { revision: _revision, taskDefinitionArn: _arn, registeredAt: _at, ...rest } = taskDefinition ?? {};
      return rest;
    };
    const [before, after] = [await definition(arnOf(1)), await definition(arnOf(2))];
    const [container] = before.containerDefinitions ?? [];
    expect(after).to.deep.equal({
      ...before,
      containerDefinitions: [{ ...container, image: `${registry}/dev-shop-api:1.1.0` }],
    });
  });

  it("says what it would do with --dry-run, and changes nothing", async () => {
    for (const args of [["--image", "1.1.0"], ["--revision", "1"], []]) {
      const before = await moto.state();
      const ran = await run(["api", ...args, "--dry-run"]);
      expect(ran.stdout).to.match(/^Would /);
      expect(front?.requests.filter(({ action }) => !/^(Describe|List|BatchGet)/.test(action))).to.deep.equal([]);
      await front?.close();
      // moto itself copies an image when it is asked for it.
      if (args[0] !== "--image") expect(await moto.state()).to.equal(before);
    }
    expect(await running()).to.equal(arnOf(1));
    expect(await revisions()).to.deep.equal(["1"]);
  });

  it("stops before anything is changed when the repository has no such image, or there is none", async () => {
    const absent = await run(["api", "--image", "1.2.0", "--yes"]);
    expect(absent.code).to.equal(1);
    expect(absent.stderr).to.contain(`error: There is no image ${registry}/dev-shop-api:1.2.0.\n`);
    await front?.close();
    const elsewhere = await run(["api", "--image", `${registry}/other:1.2.0`, "--yes"]);
    expect(elsewhere.stderr).to.contain(`error: There is no repository for ${registry}/other:1.2.0.\n`);
    expect(await revisions()).to.deep.equal(["1"]);
  });

  for (const image of ["latest", `${registry}/dev-shop-api`]) {
    it(`refuses ${image}, which does not say exactly which image`, async () => {
      const ran = await run(["api", "--image", image, "--yes"]);
      expect(ran.stderr).to.contain("does not say exactly which image");
      expect(ran.code).to.equal(1);
    });
  }

  it("reports a rollback by ECS as a failure, with reasons and log, and takes its revision back", async () => {
    await writeLog(account.logs, "/ecs/dev/shop-api", "ecs/api/a", ["no such table: users"], Date.now() + 5_000);
    let looks = 0;
    const ran = await run(["api", "--image", "1.1.0", "--yes"], (service) => {
      if (service["serviceName"] !== api || service.taskDefinition !== arnOf(2)) return;
      service["deployments"] = [{ status: "PRIMARY", rolloutState: "IN_PROGRESS" }];
      if (looks++ === 0) return;
      service.taskDefinition = arnOf(1);
      service["events"] = [{ message: "(service api) rolling back to the last completed deployment." }];
    });
    expect(ran.code).to.equal(1);
    expect(ran.stderr).to.contain(
      "error: api was not deployed: Service dev-shop-api-1a2b is to run dev-shop-api:1, not dev-shop-api:2: it was rolled back.",
    );
    expect(ran.stderr).to.contain("  log: no such table: users\nIt runs dev-shop-api:1 again.\n");
    expect(await running()).to.equal(arnOf(1));
    expect(await revisions()).to.deep.equal(["1"]);
  });

  it("takes a service back itself where ECS gives up and does not, or the time is over", async () => {
    const failed = await run(["api", "--image", "1.1.0", "--yes"], (service) => {
      if (service.taskDefinition !== arnOf(2)) return;
      service["deployments"] = [
        { status: "PRIMARY", rolloutState: "FAILED", rolloutStateReason: "tasks failed to start." },
      ];
    });
    expect(failed.stderr).to.contain("tasks failed to start.").and.to.contain("It runs dev-shop-api:1 again.\n");
    expect(await running()).to.equal(arnOf(1));
    await front?.close();
    const late = await run(["api", "--image", "1.1.0", "--yes", "--timeout", "1s"], (service) => {
      if (service.taskDefinition === arnOf(3)) service["runningCount"] = 0;
    });
    expect(late.code).to.equal(1);
    expect(late.stderr)
      .to.contain("Waited 1 s for services to be stable")
      .and.to.contain("It runs dev-shop-api:1 again");
    expect(await running()).to.equal(arnOf(1));
  });

  it("goes to a revision that is there, and says so of one that is not", async () => {
    await registerTask(account.ecs, "dev-shop-api", "api", "1.1.0");
    expect((await run(["api", "--revision", "2", "--yes"])).code).to.equal(0);
    expect(await running()).to.equal(arnOf(2));
    await front?.close();
    const ran = await run(["api", "--revision", "9", "--yes"]);
    expect(ran.stderr).to.contain("error: There is no task definition dev-shop-api:9.\n");
    expect(await running()).to.equal(arnOf(2));
  });

  it("starts the tasks of a service anew where no image is named", async () => {
    expect((await run(["api", "--yes"])).code).to.equal(0);
    const update = front?.requests.find(({ action }) => action === "UpdateService");
    expect(JSON.parse(update?.body ?? "")).to.include({ forceNewDeployment: true, taskDefinition: arnOf(1) });
    expect(await revisions()).to.deep.equal(["1"]);
  });

  it("names the container that is meant, and asks before the change", async () => {
    const wrong = await run(["api", "--image", "1.1.0", "--container", "ap"]);
    expect(wrong.stderr).to.contain('api has no container "ap".\n  Did you mean api?');
    await front?.close();
    const asked = await run(["api", "--image", "1.1.0"]);
    expect(asked.stderr).to.contain("Nobody is at a terminal to answer.");
    expect(await revisions()).to.deep.equal(["1"]);
  });
});
