import Ajv2020 from "ajv/dist/2020";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { previewOffline, type PreviewDocument } from "../../preview";
import { renderText } from "../../preview/report/text";
import { root } from "../support/program";

describe("the preview of our own stacks", function () {
  this.timeout(120_000);
  let dev: PreviewDocument;
  let prod: PreviewDocument;
  before(async () => {
    [dev, prod] = await Promise.all([
      previewOffline({ cwd: root, stack: "dev" }),
      previewOffline({ cwd: root, stack: "prod" }),
    ]);
  });

  it("is clean: no violation, nothing undetermined, nothing exempted", () => {
    for (const { policies } of [dev, prod]) {
      expect(policies).to.deep.include({ violations: [], undetermined: [], exempted: [] });
      expect(policies.passed).to.be.greaterThan(15);
    }
  });

  it("is a document of the published schema", () => {
    const schema = JSON.parse(fs.readFileSync(path.join(root, "docs", "preview.schema.json"), "utf8")) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const document of [dev, prod])
      expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors)).to.equal(true);
  });

  it("says that nothing of dev can be reached from the internet", () => {
    expect(dev.exposure.internet).to.deep.equal([]);
    expect(renderText(dev, { tree: false, color: false })).to.contain("From the internet  nothing can be reached");
  });

  it("says that the internet reaches prod's load balancer and, by it alone, the services", () => {
    const reached = Object.fromEntries(prod.exposure.internet.map((way) => [way.target, way]));
    expect(Object.keys(reached).toSorted()).to.deep.equal(["app-api-service", "app-load-balancer", "app-web-service"]);
    expect(reached["app-load-balancer"]).to.deep.include({
      verdict: "reachable",
      sources: ["0.0.0.0/0"],
      ports: ["tcp 80", "tcp 443"],
    });
    expect(reached["app-api-service"]?.path).to.match(
      /^internet -> .* -> app-load-balancer :443 -> .* -> app-api-service :8000$/,
    );
    expect(prod.exposure.internet.flatMap((way) => way.doubts)).to.deep.equal([]);
  });

  it("says which tier lets which one in", () => {
    const into = (group: string) =>
      prod.exposure.tiers.filter(({ to }) => to === group).map(({ from, ports }) => `${from} ${ports.join()}`);
    expect(into("database-database-group")).to.deep.equal([
      "database-proxy-group tcp 5432",
      "pmm-server-security-group tcp 5432", // monitoring reads the database itself, not the pool before it
    ]);
    expect(into("database-proxy-group")).to.deep.equal(["database-client-group tcp 5432"]);
    expect(into("app-api-security-group")).to.deep.equal(["app-load-balancer-security-group tcp 8000"]);
  });

  it("says of every role who may assume it and what it may use, and that none gets to more", () => {
    for (const role of [...dev.roles, ...prod.roles]) {
      expect(role.assumedBy, role.urn).to.have.length(1);
      expect(role, role.urn).to.deep.include({ administrator: "no", escalation: "no", chain: "" });
    }
    const proxy = prod.roles.find(({ urn }) => urn.endsWith("::database-proxy-role"));
    expect(proxy?.services).to.deep.equal(["secretsmanager"]);
  });
});
