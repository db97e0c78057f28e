import { expect } from "chai";
import * as fs from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { cloister, type Ran } from "./support/cli";
import { bigPriceFile, machine, priceFile, writePriceFiles, type Product } from "./support/priceFiles";

const old = { unit: "hour", usageType: "EU-NatGateway-Hours", source: "an earlier source", asOf: "2026-01-01" };
const nat = (usd: number): Product => ({ usagetype: "EU-NatGateway-Hours", usd, operation: "NatGateway" });
const address: Product = { usagetype: "EU-PublicIPv4:InUseAddress", usd: 0.005 };
const ec2 = (...products: Product[]) => priceFile("AmazonEC2", "eu-west-1", products);
const vpc = (...products: Product[]) => priceFile("AmazonVPC", "eu-west-1", products, "2026-10-01T00:00:00Z");

type Table = Record<string, { price: number; source: string }>;

describe("cloister refresh-prices", function () {
  this.timeout(60_000);
  let folder: string;
  let table: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "cloister-prices-"));
    table = path.join(folder, "table.json");
    fs.writeFileSync(
      table,
      JSON.stringify({
        "nat.hour": { ...old, price: 0.04 },
        "alb.hour": { ...old, price: 0.02 },
        x: { ...old, price: 1 },
      }),
    );
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  const run = (args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> =>
    cloister(["refresh-prices", "--region", "eu-west-1", "--out", table, ...args], { ...process.env, ...env });
  const fromFolder = (files: object[], ...args: string[]) => {
    writePriceFiles(folder, files);
    return run(["--from", folder, ...args]);
  };
  const written = () => JSON.parse(fs.readFileSync(table, "utf8")) as Table;
  /** Nothing may be written when something is wrong. */
  const isUntouched = () => {
    expect(Object.keys(written())).to.deep.equal(["nat.hour", "alb.hour", "x"]);
    expect(written()["nat.hour"]?.price).to.equal(0.04);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".new"))).to.deep.equal([]);
  };

  it("says what changed, what is new, what AWS has no more, and writes all with AWS as the source", async () => {
    const { code, stdout, stderr } = await fromFolder([
      ec2(nat(0.05)),
      vpc(address),
      priceFile("AWSELB", "eu-west-1", []),
    ]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.contain("eu-west-1: 3 price files of AWS, published 2026-09-25 to 2026-10-01\n");
    expect(stdout).to.contain("changed  nat.hour   0.04 -> 0.05 USD per hour (+25.0 %)\n");
    expect(stdout).to.contain("added    ipv4.hour  0.005 USD per hour\n");
    expect(stdout).to.contain("0 confirmed, 1 changed, 1 added, 0 refused.\n");
    expect(stdout).to.contain("No longer in AWS's files, kept as they were: alb.hour.\n");
    expect(stdout).to.match(/No file for this region, prices kept as they were: AWSBackup, .*awswaf\.\n/);
    expect(stdout).to.contain(`Written to ${table}.`);
    expect(Object.keys(written())).to.deep.equal(["alb.hour", "ipv4.hour", "nat.hour", "x"]);
    expect(written()["nat.hour"]).to.deep.equal({
      price: 0.05,
      unit: "hour",
      usageType: "EU-NatGateway-Hours",
      source: "AWS Price List, AmazonEC2, published 2026-09-25T17:45:21Z",
      asOf: "2026-09-25",
    });
    expect(written()["alb.hour"]).to.deep.equal({ ...old, price: 0.02 });
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".new"))).to.deep.equal([]);
  });

  it("writes the same file again when nothing is new", async () => {
    await fromFolder([ec2(nat(0.05))]);
    const first = fs.readFileSync(table, "utf8");
    expect((await run(["--from", folder])).stdout).to.contain("1 confirmed, 0 changed, 0 added, 0 refused.\n");
    expect(fs.readFileSync(table, "utf8")).to.equal(first);
  });

  it("writes nothing on a dry run, and one JSON document when asked", async () => {
    const { code, stdout } = await fromFolder([ec2(nat(0.05))], "--dry-run", "--json");
    const { changed, file, read, withoutFile } = JSON.parse(stdout) as Record<string, unknown>;
    expect({ code, changed, file }).to.deep.equal({
      code: 0,
      changed: [{ key: "nat.hour", from: 0.04, to: 0.05, unit: "hour" }],
      file: null,
    });
    expect(read).to.deep.equal([{ service: "AmazonEC2", published: "2026-09-25T17:45:21Z", products: 1 }]);
    expect(withoutFile).to.include("AmazonRDS");
    isUntouched();
  });

  it("refuses a price that is not sure, says so, keeps the old one and writes the others", async () => {
    const { code, stdout } = await fromFolder([ec2(nat(0.05), nat(0.06)), vpc(address)]);
    expect(code).to.equal(1);
    expect(stdout).to.match(/refused {2}nat\.hour {3}2 rows differ: SKU00000 .* 0\.05 USD, SKU00001 .* 0\.06 USD\n/);
    expect(written()["nat.hour"]?.price).to.equal(0.04);
    expect(written()["ipv4.hour"]?.price).to.equal(0.005);
  });

  describe("changes nothing, and names the file, when it", () => {
    const refuses = async (name: string, content: string, reason: RegExp) => {
      writePriceFiles(folder, [vpc(address)]);
      fs.writeFileSync(path.join(folder, name), content);
      const { code, stdout, stderr } = await run(["--from", folder]);
      expect(code).to.equal(1);
      expect(stdout).to.equal("");
      expect(stderr).to.match(reason);
      expect(stderr).to.contain(path.join(folder, name));
      isUntouched();
    };
    const whole = JSON.stringify(ec2(nat(0.05)));

    it("ends in the middle", () => refuses("AmazonEC2.json", whole.slice(0, -40), /is not used: .*ends in the middle/));
    it("ends between two products", () => {
      const end = whole.indexOf('"terms"') - 2;
      return refuses("AmazonEC2.json", whole.slice(0, end), /ends in the middle/);
    });
    it("is empty", () => refuses("AmazonEC2.json", "", /ends in the middle/));
    it("is no JSON", () => refuses("AmazonEC2.json", "<html>Access denied</html>", /is no JSON/));
    it("has something after its end", () => refuses("AmazonEC2.json", `${whole}${whole}`, /is no JSON/));
    it("is no price file", () => refuses("AmazonEC2.json", "{}", /names no offerCode or publicationDate/));
    it("is another service's", () =>
      refuses("AmazonRDS.json", whole, /is not used: it is the file of AmazonEC2, not of AmazonRDS/));
    it("is another region's", () =>
      refuses(
        "AmazonEC2.json",
        JSON.stringify(priceFile("AmazonEC2", "us-east-1", [nat(0.05)])),
        /its products are of us-east-1, not of eu-west-1/,
      ));
    it("has its terms before its products", () => {
      const { products, ...rest } = ec2(nat(0.05)) as Record<string, unknown>;
      return refuses("AmazonEC2.json", JSON.stringify({ ...rest, products }), /terms come before its products/);
    });
  });

  it("refuses a folder without price files, a region that it does not know and a mirror that anybody could change", async () => {
    expect((await run(["--from", folder])).stderr).to.match(
      /^error: There is no price file for eu-west-1: .*AmazonEC2\.json/,
    );
    expect((await run(["--from", path.join(folder, "no")])).stderr).to.contain("no is no folder.");
    expect((await run(["--from", folder, "--region", "eu-west-9"])).stderr).to.contain("It must be one of us-east-1,");
    expect((await run(["--mirror", "http://example.org"])).stderr).to.contain("begins with https://");
    expect((await run(["--service", "AmazonEC3"])).stderr).to.contain("Allowed choices are AWSBackup,");
    isUntouched();
  });

  it("refuses a table that is no JSON, before it reads anything", async () => {
    fs.writeFileSync(table, "{");
    const { code, stderr } = await fromFolder([ec2(nat(0.05))]);
    expect({ code, is: stderr.startsWith(`error: ${table} is no JSON`) }).to.deep.equal({ code: 1, is: true });
  });

  describe("from a server", () => {
    let server: Server | undefined;
    const serve = async (listener: RequestListener) => {
      server = createServer(listener).listen(0, "127.0.0.1");
      await new Promise((resolve) => server?.once("listening", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    afterEach(() => {
      server?.closeAllConnections();
      server?.close();
    });

    it("asks for each service's file of the region, and goes on where there is none", async () => {
      const asked: string[] = [];
      const mirror = await serve(({ url = "" }, response) => {
        asked.push(url);
        if (url.includes("AmazonEC2")) response.end(JSON.stringify(ec2(nat(0.05))));
        else response.writeHead(404).end("<Error/>");
      });
      const { code, stdout } = await run(["--mirror", mirror]);
      expect(code).to.equal(0);
      expect(stdout).to.contain("eu-west-1: one price file of AWS, published 2026-09-25\n");
      expect(asked).to.include("/offers/v1.0/aws/AmazonEC2/current/eu-west-1/index.json");
      expect(asked).to.include("/offers/v1.0/aws/AmazonRoute53/current/index.json");
      expect(asked).to.have.length(23);
      expect(written()["nat.hour"]?.price).to.equal(0.05);
    });

    it("changes nothing when a file breaks off, however much came before", async () => {
      const text = JSON.stringify(ec2(nat(0.05)));
      const mirror = await serve(({ url = "" }, response) => {
        if (!url.includes("AmazonEC2")) return response.writeHead(404).end();
        response.writeHead(200, { "content-length": text.length });
        return response.write(text.slice(0, -20), () => setTimeout(() => response.destroy(), 100));
      });
      const { code, stderr } = await run(["--mirror", mirror]);
      expect(code).to.equal(1);
      expect(stderr).to.match(/^error: AmazonEC2 at http.* is not used: it broke off \(.+\)\. Nothing was changed\./);
      isUntouched();
    });

    it("changes nothing when the server fails, or is not there", async () => {
      const mirror = await serve((_request, response) => response.writeHead(503).end());
      expect((await run(["--mirror", mirror])).stderr).to.match(/^error: http.* answers 503 Service Unavailable\.\n/);
      server?.close();
      server?.closeAllConnections();
      const gone = await run(["--mirror", mirror, "--json"]);
      expect(gone.code).to.equal(1);
      const { error } = JSON.parse(gone.stdout) as { error: { message: string; fix: string } };
      expect(error.message).to.equal(`${mirror} cannot be reached (ECONNREFUSED).`);
      expect(error.fix).to.contain("--from");
      isUntouched();
    });

    it("reads a file that is larger than the memory it may have", async () => {
      const wanted = machine("EU-BoxUsage:m7g.large", 0.091);
      const mirror = await serve((_request, response) => Readable.from(bigPriceFile(90e6, wanted)).pipe(response));
      const { code, stdout, stderr } = await run(["--mirror", mirror, "--service", "AmazonEC2"], {
        NODE_OPTIONS: "--max-old-space-size=40",
      });
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
      expect(stdout).to.contain("added    ec2.m7g.large  0.091 USD per hour\n");
    });
  });
});
