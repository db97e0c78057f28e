import { expect } from "chai";
import * as fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { serverEnvironment, serverFiles, type ServerValues } from "../../../../components/temporalServices/config";
import { runScript } from "./shell";
import { serverValues } from "./values";

/** What a task knows only when it starts. */
const late = {
  ES_SEEDS: "vpc-temporal.eu-west-1.es.amazonaws.com",
  TEMPORAL_BROADCAST_ADDRESS: "10.0.3.7",
  DYNAMIC_CONFIG_FILE_PATH: "/etc/temporal/config/dynamicconfig/dynamicconfig.yaml",
};

/** The forms of Go's text/template and sprig that server.yaml.tmpl uses, and no other. */
function render(template: string, environment: Record<string, string>): string {
  const value = (name: string) => environment[name] ?? "";
  return template.replaceAll(/\{\{(.*?)\}\}/g, (_, action: string) => {
    const plain = /^ env "(\w+)"( \| quote)? $/.exec(action);
    if (plain?.[1] !== undefined) return plain[2] ? JSON.stringify(value(plain[1])) : value(plain[1]);
    const pair = /^ printf "%s:%s" \(env "(\w+)"\) \(env "(\w+)"\) \| quote $/.exec(action);
    if (pair?.[1] === undefined || pair[2] === undefined) throw new Error(`not known here: {{${action}}}`);
    return JSON.stringify(`${value(pair[1])}:${value(pair[2])}`);
  });
}

const template = serverFiles().environment.TEMPORAL_CONFIG_TEMPLATE ?? "";

interface Rpc {
  rpc: { grpcPort: number; membershipPort: number; bindOnIP: string };
}
interface Config {
  persistence: {
    numHistoryShards: number;
    defaultStore: string;
    visibilityStore: string;
    datastores: { dsql: { sql: Record<string, unknown> }; opensearch: { elasticsearch: Record<string, unknown> } };
  };
  global: { membership: Record<string, unknown>; metrics: { prometheus: Record<string, unknown> } };
  services: Record<string, Rpc>;
  archival: Record<string, { state: string; enableRead: boolean }>;
  publicClient?: unknown;
}

function configOf(values: ServerValues): Config {
  return parse(render(template, { ...serverEnvironment(values), ...late })) as Config;
}

describe("configuration of the Temporal server", () => {
  it("is recognized by the server as a template, in its first kilobyte", () => {
    expect(template.slice(0, 1024)).to.match(/^# enable-template$/m);
  });

  it("reads no variable that nobody sets", () => {
    const read = new Set([...template.matchAll(/env "(\w+)"/g)].map((match) => match[1]));
    const known = { ...serverEnvironment(serverValues), ...late };
    expect([...read].filter((name) => name === undefined || !(name in known))).to.deep.equal([]);
  });

  it("persists in DSQL as admin over verified TLS, keeps its connections and renews them before DSQL ends them", () => {
    const { persistence } = configOf(serverValues);
    expect(persistence.defaultStore).to.equal("dsql");
    expect(persistence.datastores.dsql.sql).to.deep.equal({
      pluginName: "dsql",
      databaseName: "postgres",
      connectAddr: "abcdefghijklmnopqrstuvwxyz.dsql.eu-west-1.on.aws:5432",
      connectProtocol: "tcp",
      user: "admin",
      maxConns: 20,
      maxIdleConns: 20,
      maxConnLifetime: "55m",
      tls: { enabled: true, enableHostVerification: true },
    });
  });

  it("finds workflows in OpenSearch with signed requests", () => {
    const { persistence } = configOf(serverValues);
    expect(persistence.visibilityStore).to.equal("opensearch");
    const search = persistence.datastores.opensearch.elasticsearch;
    expect(search.url).to.deep.equal({ scheme: "https", host: "vpc-temporal.eu-west-1.es.amazonaws.com:443" });
    expect(search.indices).to.deep.equal({ visibility: "temporal_visibility_v1_dev" });
    expect(search["aws-request-signing"]).to.deep.equal({
      enabled: true,
      region: "eu-west-1",
      credentialProvider: "aws-sdk-default",
    });
  });

  it("joins the ring within two minutes under the task's own address", () => {
    expect(configOf(serverValues).global.membership).to.deep.equal({
      maxJoinDuration: "120s",
      broadcastAddress: "10.0.3.7",
    });
  });

  it("archives nothing, and lets the worker find the frontend in the ring", () => {
    const config = configOf(serverValues);
    expect(Object.values(config.archival).map(({ state, enableRead }) => [state, enableRead])).to.deep.equal([
      ["disabled", false],
      ["disabled", false],
    ]);
    expect(config.publicClient).to.equal(undefined);
  });

  it("carries every value that it is given, whatever the values are", () => {
    const port = fc.integer({ min: 1024, max: 65_535 });
    const rolePorts = fc.record({ grpc: port, membership: port });
    const values = fc.record({
      role: fc.constantFrom("history", "matching", "frontend", "worker"),
      ports: fc.record({ history: rolePorts, matching: rolePorts, frontend: rolePorts, worker: rolePorts }),
      metricsPort: port,
      maxConnections: fc.integer({ min: 1, max: 500 }),
      historyShards: fc.integer({ min: 1, max: 16_384 }),
      visibilityIndex: fc.stringMatching(/^temporal_visibility_v1[a-z0-9_-]{0,20}$/),
    });
    fc.assert(
      fc.property(values, (drawn) => {
        const config = configOf({ ...serverValues, ...drawn });
        expect(config.persistence.numHistoryShards).to.equal(drawn.historyShards);
        const { sql } = config.persistence.datastores.dsql;
        expect([sql.maxConns, sql.maxIdleConns]).to.deep.equal([drawn.maxConnections, drawn.maxConnections]);
        expect(config.global.metrics.prometheus.listenAddress).to.equal(`0.0.0.0:${drawn.metricsPort}`);
        for (const [role, { grpc, membership }] of Object.entries(drawn.ports)) {
          expect(config.services[role]?.rpc).to.deep.equal({
            grpcPort: grpc,
            membershipPort: membership,
            bindOnIP: "0.0.0.0",
          });
        }
      }),
    );
  });
});

describe("dynamic configuration", () => {
  it("refuses what a column of DSQL cannot hold", () => {
    const text = serverFiles().environment.TEMPORAL_DYNAMIC_CONFIG_CONTENT ?? "";
    const config = parse(text) as Record<string, { value: unknown }[]>;
    const column = 1024 * 1024;
    for (const key of ["limit.blobSize.error", "limit.memoSize.error", "limit.mutableStateSize.error"]) {
      expect(config[key]?.[0]?.value, key).to.be.a("number").that.is.lessThan(column);
    }
  });
});

describe("start of a Temporal role", () => {
  const metadata =
    '{"DockerId":"x","Networks":[{"NetworkMode":"awsvpc","IPv4Addresses":["10.0.3.7"],"MACAddress":"0e"}]}';
  const { script, environment } = serverFiles();
  const start = (answer: string, result: string) =>
    runScript(
      script,
      {
        ...environment,
        ...serverEnvironment(serverValues),
        ECS_CONTAINER_METADATA_URI_V4: "http://169.254.170.2/v4/x",
        TEMPORAL_ENVIRONMENT: "docker",
        RESULT: result,
      },
      {
        wget: `printf '%s' '${answer}'`,
        "temporal-server":
          'cp "$2" "$RESULT/server.yaml"; cp "$DYNAMIC_CONFIG_FILE_PATH" "$RESULT/dynamic.yaml"; env >"$RESULT/env"',
      },
    );

  it("writes both files, finds its address, and starts the role from them", () => {
    const result = mkdtempSync(join(tmpdir(), "temporal-start-"));
    try {
      const { calls, status, stderr } = start(metadata, result);
      expect(status, stderr).to.equal(0);
      expect(calls[0]).to.contain("http://169.254.170.2/v4/x");
      expect(calls[1]).to.match(
        /^temporal-server --config-file \S+\/server\.yaml --allow-no-auth start --service history$/,
      );
      const read = (name: string) => readFileSync(join(result, name), "utf8");
      expect(read("server.yaml")).to.equal(template);
      expect(read("dynamic.yaml")).to.equal(environment.TEMPORAL_DYNAMIC_CONFIG_CONTENT);
      expect(read("env")).to.match(/^TEMPORAL_BROADCAST_ADDRESS=10\.0\.3\.7$/m);
      expect(read("env"), "which the server refuses beside --config-file").not.to.match(/^TEMPORAL_ENVIRONMENT=/m);
    } finally {
      rmSync(result, { recursive: true, force: true });
    }
  });

  it("ends with a reason, and starts nothing, where the metadata tells no address", () => {
    const { calls, status, stderr } = start("{}", tmpdir());
    expect(status).to.equal(1);
    expect(stderr).to.contain("the task's metadata tells no address");
    expect(calls).to.have.lengthOf(1);
  });
});
