import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fillAccount, type Account } from "./support/account";
import { cloister } from "./support/cli";
import { startFront, type AwsRequest, type Front } from "./support/front";
import { motoCommand, startMoto, type Moto } from "./support/moto";
import { PluginDouble } from "./support/plugin";

const taskId = "0123456789abcdef0123456789abcdef";
const taskArn = `arn:aws:ecs:eu-west-1:123456789012:task/dev-shop/${taskId}`;
const session = {
  SessionId: "me-0a1b",
  StreamUrl: "wss://ssmmessages.eu-west-1.amazonaws.com/x",
  TokenValue: "secret-token",
};

/** A task as ECS describes it; moto starts none for a service. */
const running = {
  taskArn,
  lastStatus: "RUNNING",
  enableExecuteCommand: true,
  containers: ["api", "history", "web"].map((name) => ({
    name: name === "history" ? "temporal-history" : name,
    runtimeId: `${taskId}-265927825`,
    managedAgents: [{ name: "ExecuteCommandAgent", lastStatus: "RUNNING" }],
  })),
};

describe("sessions through running tasks", function () {
  this.timeout(60_000);
  let moto: Moto;
  let account: Account;
  let front: Front;
  let plugin: PluginDouble;
  let task: Record<string, unknown>;
  let refused: { __type: string; message: string } | undefined;
  before(async function () {
    if (motoCommand() === undefined) return this.skip();
    moto = await startMoto();
    account = await fillAccount(moto);
    front = await startFront(moto.url, { answer });
  });
  after(async () => {
    await front?.close();
    account?.remove();
    moto?.stop();
  });
  beforeEach(() => {
    task = running;
    refused = undefined;
    front.requests.length = 0;
    plugin = new PluginDouble();
  });
  afterEach(() => plugin.remove());

  /** What moto lacks, in the shapes of the API references of ECS and Systems Manager. */
  function answer({ action }: AwsRequest) {
    if (action === "ListTasks") return { body: { taskArns: [taskArn] } };
    if (action === "DescribeTasks") return { body: { tasks: [task] } };
    if (!["ExecuteCommand", "StartSession", "TerminateSession"].includes(action)) return undefined;
    if (refused !== undefined) return { status: 400, body: refused };
    const { SessionId: sessionId, StreamUrl: streamUrl, TokenValue: tokenValue } = session;
    return action === "ExecuteCommand"
      ? { body: { session: { sessionId, streamUrl, tokenValue }, taskArn, interactive: true } }
      : { body: session };
  }
  const environment = () => ({ ...moto.env, ...plugin.env, AWS_ENDPOINT_URL: front.url });
  const run = (args: string[]) => {
    const separator = args.indexOf("--");
    const options = separator === -1 ? args : args.slice(0, separator);
    const rest = separator === -1 ? [] : args.slice(separator);
    return cloister([...options, ...account.outputs, ...rest], environment());
  };
  const asked = (action: string) => front.requests.filter((request) => request.action === action);
  const signature = (service: string) =>
    new RegExp(
      `^AWS4-HMAC-SHA256 Credential=testing/\\d{8}/eu-west-1/${service}/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-target(;[a-z0-9;-]+)?, Signature=[0-9a-f]{64}$`,
    );

  describe("cloister exec", () => {
    it("asks ECS for a shell in the service's own container, and hands the session to the plugin", async () => {
      const ran = await run(["exec", "api"]);
      expect(ran.code).to.equal(0);
      const [request] = asked("ExecuteCommand");
      expect(JSON.parse(request?.body ?? "")).to.deep.equal({
        cluster: "dev-shop",
        task: taskArn,
        container: "api",
        command: "/bin/sh",
        interactive: true,
      });
      expect(request?.service).to.equal("AmazonEC2ContainerServiceV20141113");
      expect(request?.headers["authorization"]).to.match(signature("ecs"));
      expect(plugin.call?.session).to.deep.equal(session);
      expect(plugin.call?.args).to.deep.equal([
        "AWS_SSM_START_SESSION_RESPONSE",
        "eu-west-1",
        "StartSession",
        "",
        JSON.stringify({ Target: `ecs:dev-shop_${taskId}_${taskId}-265927825` }),
        front.url,
      ]);
      expect(JSON.stringify([plugin.call?.args, ran.stdout, ran.stderr])).not.to.contain(session.TokenValue);
    });

    it("runs one command, word for word, and prints one JSON document", async () => {
      const ran = await run(["exec", "history", "--json", "--", "sh", "-c", "echo it's $HOME"]);
      expect(JSON.parse(ran.stdout)).to.have.nested.property("ran.container", "temporal-history");
      expect(ran.stderr).to.contain("Starting session");
      const { command } = JSON.parse(asked("ExecuteCommand")[0]?.body ?? "") as { command: string };
      expect(command).to.equal("sh -c 'echo it'\\''s $HOME'");
    });

    it("opens nothing with --dry-run", async () => {
      expect((await run(["exec", "api", "--dry-run"])).stdout).to.equal(
        `Would run /bin/sh in container api of task ${taskId}.\n`,
      );
      expect(asked("ExecuteCommand")).to.deep.equal([]);
      expect(plugin.call).to.equal(undefined);
    });

    for (const [title, change, said] of [
      [
        "Exec is off",
        { enableExecuteCommand: false },
        "ECS Exec is off in the running task of api.\n  Set executeCommand",
      ],
      [
        "the agent does not run",
        { containers: running.containers.map((one) => ({ ...one, managedAgents: [] })) },
        "The agent of ECS Exec does not run in the task of api.",
      ],
      ["no task runs", { lastStatus: "PENDING" }, "No task of api runs.\n  See why: cloister status api."],
    ] as const) {
      it(`says what to do when ${title}`, async () => {
        task = { ...running, ...change };
        const ran = await run(["exec", "api"]);
        expect(ran.code).to.equal(1);
        expect(ran.stderr).to.contain(`error: ${said}`);
        expect(asked("ExecuteCommand")).to.deep.equal([]);
      });
    }

    it("names the task, container or service that is meant", async () => {
      expect((await run(["exec", "api", "--container", "ap"])).stderr).to.contain("Did you mean api?");
      expect((await run(["exec", "api", "--task", "ffff"])).stderr).to.contain(`There are: ${taskId}.`);
      expect((await run(["exec", "apii"])).stderr).to.contain("Did you mean api?");
    });

    it("says why the session is refused", async () => {
      refused = { __type: "TargetNotConnectedException", message: "The execute command failed" };
      expect((await run(["exec", "api"])).stderr).to.contain("is not connected to Systems Manager.\n  It needs");
    });

    it("asks AWS nothing when the plugin is missing, or so old that it would show the token", async () => {
      plugin.remove();
      const missing = await run(["exec", "api"]);
      expect(missing.stderr).to.contain(
        "error: session-manager-plugin is not on the PATH, or does not run.\n  Install it: ",
      );
      plugin = new PluginDouble({ version: "1.2.497.0" });
      expect((await run(["exec", "api"])).stderr).to.contain("session-manager-plugin 1.2.497.0 is too old");
      expect(front.requests).to.deep.equal([]);
      plugin.remove();
      plugin = new PluginDouble({ version: "1.3.0.0" });
      expect((await run(["exec", "api"])).code).to.equal(0);
    });

    it("fails when the plugin does", async () => {
      plugin.remove();
      plugin = new PluginDouble({ exitCode: 3 });
      expect(await run(["exec", "api"]))
        .to.include({ code: 1 })
        .and.to.have.property("stderr")
        .that.contains("ended with 3");
    });
  });

  describe("cloister port-forward", () => {
    const target = `ecs:dev-shop_${taskId}_${taskId}-265927825`;
    const temporal = target.replace("dev-shop", "temporal-dev-cluster");

    for (const [args, request] of [
      [
        ["history", "17234:7234"],
        {
          Target: temporal,
          DocumentName: "AWS-StartPortForwardingSession",
          Parameters: { portNumber: ["7234"], localPortNumber: ["17234"] },
        },
      ],
      [
        ["database"],
        {
          Target: target,
          DocumentName: "AWS-StartPortForwardingSessionToRemoteHost",
          Parameters: {
            host: ["dev-shop-db.abc.eu-west-1.rds.amazonaws.com"],
            portNumber: ["5432"],
            localPortNumber: ["5432"],
          },
        },
      ],
    ] as const) {
      it(`asks Systems Manager for ${args.join(" ")}, and ends the session afterwards`, async () => {
        const ran = await run(["port-forward", ...args]);
        expect(ran.stderr).not.to.contain("error");
        expect(ran.code).to.equal(0);
        const [start] = asked("StartSession");
        expect(start?.service).to.equal("AmazonSSM");
        expect(JSON.parse(start?.body ?? "")).to.deep.equal(request);
        expect(start?.headers["authorization"]).to.match(signature("ssm"));
        expect(plugin.call?.session).to.deep.equal(session);
        expect(plugin.call?.args.slice(0, 4)).to.deep.equal([
          "AWS_SSM_START_SESSION_RESPONSE",
          "eu-west-1",
          "StartSession",
          "",
        ]);
        expect(JSON.parse(plugin.call?.args[4] ?? "")).to.deep.equal(request);
        expect(JSON.parse(asked("TerminateSession")[0]?.body ?? "")).to.deep.equal({ SessionId: session.SessionId });
      });
    }

    it("says what it would forward with --dry-run, and opens nothing", async () => {
      const ran = await run(["port-forward", "database", "15432:5432", "--through", "web", "--dry-run", "--json"]);
      expect(JSON.parse(ran.stdout)).to.deep.equal({
        wouldForward: {
          local: 15432,
          remote: 5432,
          host: "dev-shop-db.abc.eu-west-1.rds.amazonaws.com",
          through: `task ${taskId} of web (web)`,
        },
      });
      expect(asked("StartSession")).to.deep.equal([]);
    });

    it("refuses a local port that is taken, and what is no port", async () => {
      const server = net.createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as net.AddressInfo;
      expect((await run(["port-forward", "database", `${port}:5432`])).stderr).to.contain(
        `Port ${port} of this machine is taken.`,
      );
      server.close();
      for (const ports of ["0", "80:70000", "a:b", "1:2:3"])
        expect((await run(["port-forward", "database", ports])).stderr).to.contain("are no ports");
      expect(asked("StartSession")).to.deep.equal([]);
    });

    it("suggests the target that is meant, and asks for a port where there is none of its own", async () => {
      expect((await run(["port-forward", "databse"])).stderr).to.contain("Did you mean database?");
      expect((await run(["port-forward", "web"])).stderr).to.contain("web names no port of its own.");
    });

    it("ends plugin and session when it is ended", async () => {
      plugin.remove();
      plugin = new PluginDouble({ holds: true });
      const child = spawn(
        process.execPath,
        [path.join("bin", "cloister.js"), "port-forward", "database", "25432:5432", ...account.outputs],
        { env: environment(), stdio: "ignore" },
      );
      while (plugin.call === undefined) await pause(20);
      child.kill("SIGTERM");
      await once(child, "close");
      expect(child.exitCode).to.equal(0);
      expect(asked("TerminateSession")).to.have.length(1);
    });
  });
});
