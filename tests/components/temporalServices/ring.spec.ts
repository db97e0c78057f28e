import { expect } from "chai";
import type { Recorded } from "../../support/mocks";
import { Reader } from "../../../plan/reader";
import { canonicalType, type Resource } from "../../../plan/resource";
import { buildNetwork, portsOf, type Host, type Network } from "../../../policy-pack/models/network";
import { valueOf } from "../../support/mocks";
import { endpoints, recordWithNetwork } from "./fixture";

/** The recorded graph as the policy pack's models see it after a deployment. */
function resourcesOf(recorded: readonly Recorded[]): Resource[] {
  const urns = new Map(recorded.map(({ name, type, urn }) => [`${type}::${name}`, urn]));
  const urnOf = (name: string) => recorded.filter((one) => one.name === name).map(({ urn }) => urn);
  return recorded.map(({ type, name, urn, inputs, propertyDependencies }) => ({
    type: canonicalType(type),
    urn: urns.get(`${type}::${name}`) ?? urn,
    name,
    properties: new Reader({ ...inputs, id: `${name}-id`, arn: `arn:aws:mock:eu-west-1:123456789012:${name}` }),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([key, names]) => [key, names.flatMap(urnOf)]),
    ),
  }));
}

/** A setup task as a host: what `run-task` is given decides its groups and subnets. */
function setupHost(name: string, runInput: string): Resource {
  const { networkConfiguration } = JSON.parse(runInput) as {
    networkConfiguration: { awsvpcConfiguration: { subnets: string[]; securityGroups: string[] } };
  };
  const { subnets, securityGroups } = networkConfiguration.awsvpcConfiguration;
  return {
    type: "aws:ecs/service:Service",
    urn: `urn:pulumi:test::cloister::aws:ecs/service:Service::${name}`,
    name,
    properties: new Reader({ id: name, networkConfiguration: { subnets, securityGroups, assignPublicIp: false } }),
    propertyDependencies: {},
  };
}

type Services = Parameters<typeof portsOf>[0];

function shownPorts(services: Services): string {
  return portsOf(services)
    .map(({ protocol, from: first, to: last }) => {
      const ports = first === last ? String(first) : `${first}-${last}`;
      return protocol === "tcp" ? ports : `${protocol} ${ports}`;
    })
    .join(", ");
}

const roles = ["history", "matching", "frontend", "worker"].map((role) => `temporal-${role}-service`);
const nodes = ["a", "b", "c"].map((node) => `temporal-node-${node}-group`);
const schemaSetup = "dsql-schema-setup";
const indexSetup = "opensearch-setup";
const ring = "6933-6935, 6939, 7233-7235, 7239";

describe("the security groups of TemporalServices", function () {
  this.timeout(30_000);
  let graph: Resource[];
  let network: Network;
  const hosts = new Map<string, Host>();

  before(async () => {
    const { resources, result } = await recordWithNetwork({ stage: "running" }, { preview: false });
    const inputs = await Promise.all(
      ["dsqlSchema", "openSearchIndex"].map(
        (key) => valueOf(result.setupTaskRunInput[key] as never) as Promise<string>,
      ),
    );
    graph = [
      ...resourcesOf(resources),
      setupHost(schemaSetup, inputs[0] ?? ""),
      setupHost(indexSetup, inputs[1] ?? ""),
    ];
    network = buildNetwork(graph);
    for (const host of network.facts.hosts) hosts.set(host.name, host);
  });

  function host(name: string): Host {
    const found = hosts.get(name);
    if (!found) throw new Error(`no host ${name} among ${[...hosts.keys()].join(", ")}`);
    return found;
  }

  /** TCP ports on which one certainly reaches the other; fails where it cannot be told. */
  function reach(from: string, to: string): string {
    const { verdict, services, possibly } = network.between(host(from), host(to));
    expect(verdict, `${from} to ${to}`).to.not.equal("undetermined");
    expect(possibly, `${from} to ${to}`).to.deep.equal(services);
    return shownPorts(services);
  }

  /** What should be reached, and nothing else. */
  function expected(from: string, to: string): string {
    const awsEndpoint = /^network-interface-.*-endpoint$/.test(to);
    const isRole = roles.includes(from);
    if (isRole && roles.includes(to)) return ring;
    if (from === "temporal-ui-service" && to === "temporal-frontend-service") return "7233";
    if (from === "temporal-adot-service" && roles.includes(to)) return "9090";
    if (to === "temporal-visibility-domain" && (isRole || from === indexSetup)) return "443";
    if (to === "network-service-dsql-endpoint" && (isRole || from === schemaSetup)) return "5432";
    return awsEndpoint ? "443" : "";
  }

  it("are worn by every task, node and store", () => {
    expect([...hosts.keys()]).to.include.members([
      ...[...roles, "temporal-ui-service", "temporal-grafana-service", "temporal-adot-service"],
      ...[...nodes, schemaSetup, indexSetup, "temporal-visibility-domain", "network-service-dsql-endpoint"],
    ]);
    expect([...hosts.keys()].filter((name) => name.startsWith("network-interface-"))).to.have.length(endpoints.length);
  });

  it("let all four roles reach each other on membership and gRPC, as the source's groups do not", () => {
    for (const from of roles) for (const to of roles) expect(reach(from, to), `${from} to ${to}`).to.equal(ring);
  });

  it("let everybody reach exactly what they need, and nothing else", () => {
    const running = [...hosts.values()].filter(({ kind }) => kind === "task" || kind === "instanceGroup");
    expect(running).to.have.length(12);
    for (const from of running)
      for (const to of hosts.values())
        expect(reach(from.name, to.name), `${from.name} to ${to.name}`).to.equal(expected(from.name, to.name));
  });

  it("let Grafana ask the workspace, and the collector write to it, by their endpoint", () => {
    for (const from of ["temporal-grafana-service", "temporal-adot-service"])
      expect(reach(from, "network-interface-aps-workspaces-endpoint")).to.equal("443");
  });

  it("have no rule too many: without any single one somebody misses something", () => {
    const own = graph.filter(
      ({ type, name }) => /SecurityGroup(In|E)gressRule$/.test(type) && name.startsWith("temporal-"),
    );
    expect(own.length).to.be.greaterThan(30);
    for (const rule of own) {
      const without = buildNetwork(graph.filter((one) => one !== rule));
      const running = without.facts.hosts.filter(({ kind }) => kind === "task" || kind === "instanceGroup");
      const isMissed = running.some((from) =>
        without.facts.hosts.some(
          (to) => shownPorts(without.between(from, to).services) !== expected(from.name, to.name),
        ),
      );
      // The model has no host behind a prefix list: S3 is a range of AWS's.
      expect(isMissed || rule.name.endsWith("-s3-egress"), rule.name).to.equal(true);
    }
  });

  it("let nobody in from the internet, and nobody out to it", () => {
    for (const one of hosts.values()) {
      expect(network.fromInternet(one).verdict, one.name).to.equal("not");
      if (one.kind === "task") expect(network.toInternet(one).verdict, one.name).to.equal("not");
    }
  });
});
