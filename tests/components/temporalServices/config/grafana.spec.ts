import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { dashboards, grafanaFiles, shownMetrics } from "../../../../components/temporalServices/config";
import { runScript } from "./shell";

interface Dashboard {
  uid: string;
  title: string;
  panels: {
    id: number;
    title: string;
    description: string;
    datasource: { type: string; uid: string };
    gridPos: { x: number; y: number; w: number; h: number };
    fieldConfig: { defaults: { unit: string } };
    targets: { refId: string; expr: string; legendFormat: string }[];
  }[];
}

const { script, environment } = grafanaFiles({ region: "eu-west-1" });
const variable = (name: string) => environment[name] ?? "";
const all = dashboards.map((name) => JSON.parse(variable(`GRAFANA_DASHBOARD_${name.toUpperCase()}`)) as Dashboard);
const expressions = all.flatMap(({ title, panels }) =>
  panels.flatMap((panel) => panel.targets.map(({ expr }) => ({ at: `${title}: ${panel.title}`, expr }))),
);
const kinds = new Map(shownMetrics.map(({ name, kind }) => [name, kind]));

/** Names of series in an expression: what stands before a brace. */
function seriesOf(expression: string): string[] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{/g)].map((match) => match[1] ?? "");
}

describe("data source of Grafana", () => {
  const { datasources } = parse(variable("GRAFANA_DATA_SOURCES")) as {
    datasources: { uid: string; type: string; url: string; jsonData: Record<string, unknown> }[];
  };

  it("asks Managed Prometheus with requests signed by the task's role", () => {
    expect(datasources).to.have.lengthOf(1);
    expect(datasources[0]?.url).to.equal("$AMP_QUERY_ENDPOINT");
    expect(datasources[0]?.jsonData).to.include({
      sigV4Auth: true,
      sigV4AuthType: "default",
      sigV4Region: "$AWS_REGION",
    });
    expect(environment.GF_AUTH_SIGV4_AUTH_ENABLED).to.equal("true");
    expect(environment.AWS_REGION).to.equal("eu-west-1");
  });

  it("is the one that every panel draws from", () => {
    const { uid, type } = datasources[0] ?? {};
    for (const { panels } of all) {
      for (const { datasource } of panels) expect(datasource).to.deep.equal({ type, uid });
    }
  });
});

describe("dashboards of Grafana", () => {
  it("are the four of the server, history, matching and persistence", () => {
    expect(all.map(({ uid }) => uid)).to.deep.equal([
      "temporal-server",
      "temporal-history",
      "temporal-matching",
      "temporal-persistence",
    ]);
  });

  it("draw no metric but what Temporal tells, and every one that the collector keeps", () => {
    const drawn = new Set<string>();
    for (const { at, expr } of expressions) {
      const series = seriesOf(expr);
      expect(series, at).not.to.have.lengthOf(0);
      for (const name of series) {
        const base = kinds.get(name) === undefined ? name.replace(/_bucket$/, "") : name;
        expect(kinds.has(base), `${at}: ${name}`).to.equal(true);
        drawn.add(base);
      }
    }
    expect([...drawn].toSorted()).to.deep.equal([...kinds.keys()].toSorted());
  });

  it("read each metric as what it is: counters by their rate, histograms by a quantile of their buckets, gauges bare", () => {
    for (const { at, expr } of expressions) {
      for (const name of seriesOf(expr)) {
        const kind = kinds.get(name) ?? "histogram";
        const before = expr.slice(0, expr.indexOf(`${name}{`));
        const rated = /(?:rate|increase)\($/.test(before);
        expect(rated, `${at}: ${name}`).to.equal(kind !== "gauge");
        if (kind === "histogram") {
          expect(name, at).to.match(/_bucket$/);
          expect(expr, at).to.match(/^histogram_quantile\(0\.\d+, sum by \(le, /);
        }
      }
    }
  });

  it("have expressions that close what they open, over the interval of the panel", () => {
    for (const { at, expr } of expressions) {
      for (const [open, close] of ["()", "{}", "[]"]) {
        expect(expr.split(open ?? "").length, `${at}: ${expr}`).to.equal(expr.split(close ?? "").length);
      }
      if (expr.includes("[")) expect(expr, at).to.contain("[$__rate_interval]");
    }
  });

  it("say in each panel what is seen and in which unit, and cover no other panel", () => {
    for (const { title, panels } of all) {
      expect(new Set(panels.map(({ id }) => id)).size, title).to.equal(panels.length);
      const places = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
      expect(new Set(places).size, title).to.equal(panels.length);
      for (const panel of panels) {
        expect(panel.description, panel.title).to.match(/\.$/);
        expect(panel.fieldConfig.defaults.unit, panel.title).to.match(/^(reqps|s|short|bytes|percentunit)$/);
        expect(new Set(panel.targets.map(({ refId }) => refId)).size).to.equal(panel.targets.length);
      }
    }
  });
});

describe("start of Grafana", () => {
  it("leaves room in a task definition, which holds 64 KB", () => {
    expect(Buffer.byteLength(JSON.stringify({ script, environment }))).to.be.lessThan(48 * 1024);
  });

  it("writes the provisioning files and dashboards, and hands over to the image's own start", () => {
    const directory = mkdtempSync(join(tmpdir(), "temporal-grafana-"));
    try {
      const here = (path: string) => path.replace("/tmp/provisioning", directory);
      const moved = {
        ...environment,
        GF_PATHS_PROVISIONING: here(variable("GF_PATHS_PROVISIONING")),
        TEMPORAL_DASHBOARDS: here(variable("TEMPORAL_DASHBOARDS")),
      };
      const lines = script.trimEnd().split("\n");
      expect(lines.at(-1)).to.equal("exec /run.sh");
      const { status, stderr } = runScript(lines.slice(0, -1).join("\n"), moved, {});
      expect(status, stderr).to.equal(0);
      const read = (...path: string[]) => readFileSync(join(directory, ...path), "utf8");
      expect(read("datasources", "metrics.yaml")).to.equal(environment.GRAFANA_DATA_SOURCES);
      const providers = parse(read("dashboards", "temporal.yaml")) as { providers: { options: { path: string } }[] };
      expect(providers.providers[0]?.options.path).to.equal("$TEMPORAL_DASHBOARDS");
      expect(readdirSync(moved.TEMPORAL_DASHBOARDS).toSorted()).to.deep.equal(
        dashboards.map((name) => `${name}.json`).toSorted(),
      );
      for (const name of dashboards) {
        const written = readFileSync(join(moved.TEMPORAL_DASHBOARDS, `${name}.json`), "utf8");
        expect(written).to.equal(environment[`GRAFANA_DASHBOARD_${name.toUpperCase()}`]);
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("reaches for nothing on the internet", () => {
    expect(environment).to.include({
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_REPORTING_ENABLED: "false",
    });
  });
});
