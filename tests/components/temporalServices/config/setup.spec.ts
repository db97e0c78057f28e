import { expect } from "chai";
import {
  namespaceEnvironment,
  namespaceScript,
  schemaSetupEnvironment,
  schemaSetupScript,
  searchIndexPrefix,
  searchSetupEnvironment,
  searchSetupScript,
} from "../../../../components/temporalServices/config";
import { runScript } from "./shell";

const visibilityIndex = `${searchIndexPrefix}_dev`;

describe("setup of the DSQL schema", () => {
  const environment = schemaSetupEnvironment({ region: "eu-west-1", dsqlEndpoint: "x.dsql.on.aws", dsqlPort: 5432 });

  it("makes the tables of versions, then everything else", () => {
    const { calls, status } = runScript(schemaSetupScript(), environment, { "temporal-dsql-tool": "" });
    expect(status).to.equal(0);
    expect(calls).to.deep.equal([
      "temporal-dsql-tool setup-schema --version 0.0",
      "temporal-dsql-tool update-schema --schema-name dsql/temporal",
    ]);
  });

  it("fails with the first step that fails", () => {
    const { calls, status } = runScript(schemaSetupScript(), environment, { "temporal-dsql-tool": "exit 1" });
    expect(status).to.equal(1);
    expect(calls).to.have.lengthOf(1);
  });
});

describe("setup of the OpenSearch index", () => {
  const environment = { ...searchSetupEnvironment({ region: "eu-west-1", visibilityIndex }), ES_SEEDS: "vpc-x.es.aws" };
  const run = (tool: string) =>
    runScript(searchSetupScript(), environment, { "temporal-elasticsearch-tool": tool, sleep: "" });

  it("waits for the domain, forbids indexes that nobody made, puts the template, makes the index, in this order", () => {
    const { calls, status } = run('[ "$ES_SERVER" = "https://vpc-x.es.aws:443" ] && [ "$n" -gt 2 ]');
    expect(status).to.equal(0);
    expect(calls.filter((call) => call.startsWith("temporal"))).to.deep.equal([
      "temporal-elasticsearch-tool ping",
      "temporal-elasticsearch-tool ping",
      "temporal-elasticsearch-tool ping",
      "temporal-elasticsearch-tool setup-schema",
      `temporal-elasticsearch-tool create-index --index ${visibilityIndex}`,
      `temporal-elasticsearch-tool update-schema --index ${visibilityIndex}`,
    ]);
  });

  it("has each request signed by the task's role", () => {
    const { status } = run('[ "$AWS_CREDENTIALS" = aws-sdk-default ] && [ "$AWS_REGION" = eu-west-1 ]');
    expect(status).to.equal(0);
  });

  it("gives up after five minutes, with a reason", () => {
    const { calls, status, stderr } = run("exit 1");
    expect(status).to.equal(1);
    expect(calls.filter((call) => call.startsWith("sleep 10"))).to.have.lengthOf(29);
    expect(stderr).to.contain("OpenSearch does not answer at https://vpc-x.es.aws:443");
  });

  it("fails when a step after the first answer fails", () => {
    const { calls, status } = run('[ "$1" != create-index ]');
    expect(status).to.equal(1);
    expect(calls.at(-1)).to.contain("create-index");
  });
});

describe("step that makes a namespace", () => {
  const environment = namespaceEnvironment({ address: "127.0.0.1:7233", namespace: "default", retentionDays: 3 });
  const run = (temporal: string) => runScript(namespaceScript(), environment, { temporal, sleep: "" });

  it("leaves a namespace that exists", () => {
    const { calls, status } = run("");
    expect(status).to.equal(0);
    expect(calls).to.deep.equal(["temporal operator namespace describe --namespace default"]);
  });

  it("makes one that does not, with the retention in hours", () => {
    const { calls, status } = run('[ "$3" = create ]');
    expect(status).to.equal(0);
    expect(calls.at(-1)).to.equal("temporal operator namespace create --namespace default --retention 72h");
  });

  it("asks again while the roles start, and gives up after ten minutes", () => {
    expect(run('[ "$n" -gt 6 ]').status).to.equal(0);
    const { calls, status } = run("exit 1");
    expect(status).to.equal(1);
    expect(calls.filter((call) => call.startsWith("sleep"))).to.have.lengthOf(59);
  });
});
