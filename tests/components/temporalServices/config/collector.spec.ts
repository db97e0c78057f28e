import Ajv from "ajv";
import { expect } from "chai";
import * as fc from "fast-check";
import { parse } from "yaml";
import {
  collectorConfig,
  collectorConfigLimit,
  shownMetrics,
  type CollectorValues,
} from "../../../../components/temporalServices/config";
import { collectorSchema } from "./collectorSchema";

const roles = ["history", "matching", "frontend", "worker"];

function valuesOf(project: string): CollectorValues {
  return {
    region: "eu-west-1",
    clusterName: `${project}-cluster`,
    services: roles.map((role) => ({
      serviceName: `${project}-temporal-${role}`,
      containerName: `temporal-${role}`,
    })),
    metricsPort: 9090,
    metrics: "shown",
  };
}

interface Config {
  extensions: {
    ecs_observer: {
      result_file: string;
      services: { name_pattern: string; container_name_pattern: string; metrics_ports: number[] }[];
    };
  };
  receivers: {
    prometheus: {
      config: {
        scrape_configs: {
          scrape_interval: string;
          file_sd_configs: { files: string[] }[];
          metric_relabel_configs: { regex: string }[];
        }[];
      };
    };
  };
}

const textOf = (values: CollectorValues) => collectorConfig(values);
const configOf = (values: CollectorValues) => parse(textOf(values)) as Config;

describe("configuration of the metrics collector", () => {
  const values = valuesOf("temporal-dev");
  const validate = new Ajv({ allErrors: true }).compile(collectorSchema);

  it("is what the collector's parts document, whatever the names and whether all metrics are kept", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,15}[a-z0-9]$/);
    fc.assert(
      fc.property(name, fc.constantFrom("shown" as const, "all" as const), (project, metrics) => {
        const valid = validate(configOf({ ...valuesOf(project), metrics }));
        expect(valid, JSON.stringify(validate.errors)).to.equal(true);
      }),
    );
  });

  it("is refused by that schema with a part that nobody documents", () => {
    expect(validate({ ...configOf(values), exporter: {} })).to.equal(false);
  });

  it("fits a standard parameter with the longest project name", () => {
    expect(Buffer.byteLength(textOf(valuesOf("temporal-longest1")))).to.be.lessThan(collectorConfigLimit);
  });

  it("finds the tasks of each service and of no other, and reads them every 15 seconds", () => {
    const { extensions, receivers } = configOf(values);
    const { services } = extensions.ecs_observer;
    const found = (service: string) =>
      services.filter(({ name_pattern: pattern }) => new RegExp(pattern).test(service));
    for (const role of roles) expect(found(`temporal-dev-temporal-${role}`), role).to.have.lengthOf(1);
    expect(found("temporal-dev-temporal-ui")).to.have.lengthOf(0);
    expect(found("temporal-dev-temporal-history-2")).to.have.lengthOf(0);
    expect(services.flatMap(({ metrics_ports: ports }) => ports)).to.deep.equal([9090, 9090, 9090, 9090]);
    expect(receivers.prometheus.config.scrape_configs[0]?.scrape_interval).to.equal("15s");
  });

  it("reads the file that the discovery writes, in the one directory that the image's user owns", () => {
    const { extensions, receivers } = configOf(values);
    const file = extensions.ecs_observer.result_file;
    expect(receivers.prometheus.config.scrape_configs[0]?.file_sd_configs[0]?.files).to.deep.equal([file]);
    expect(file).to.match(/^\/home\/aoc\//);
  });

  it("keeps exactly what the dashboards draw, histograms with their three series", () => {
    const rule = configOf(values).receivers.prometheus.config.scrape_configs[0]?.metric_relabel_configs[0];
    const kept = new RegExp(`^(?:${rule?.regex ?? ""})$`);
    for (const { name, kind } of shownMetrics) {
      const series = kind === "histogram" ? ["_bucket", "_count", "_sum"].map((end) => name + end) : [name];
      for (const one of series) expect(kept.test(one), one).to.equal(true);
    }
    for (const other of ["go_goroutines", "action", "service_requests_total", "task_latency_load_bucket"]) {
      expect(kept.test(other), other).to.equal(false);
    }
  });

  it("keeps everything when asked to", () => {
    const { receivers } = configOf({ ...values, metrics: "all" });
    expect(receivers.prometheus.config.scrape_configs[0]?.metric_relabel_configs).to.deep.equal([]);
  });

  it("leaves nothing to be filled in, and takes but one value from the environment", () => {
    const text = textOf(values);
    expect(text).not.to.match(/<\w+>/);
    expect(text.match(/\$[^ \n]+/g)).to.deep.equal(["${env:AMP_REMOTE_WRITE_ENDPOINT}"]);
  });
});
