import { expect } from "chai";
import { Readable } from "node:stream";
import { pricedRegions, pricesOf } from "../../../cost/prices";
import { catalog } from "../../../scripts/prices/catalog";
import { readOffer } from "../../../scripts/prices/offerFile";
import { createMatcher } from "../../../scripts/prices/rules";
import { find } from "../../../scripts/prices/table";
import { database, machine, priceFile, type Product } from "../support/priceFiles";

/** What is found in a file with these products: price and usage type by key, or why not. */
async function found(service: string, region: string, products: readonly Product[]): Promise<Record<string, unknown>> {
  const rules = catalog.filter((rule) => rule.service === service);
  const text = JSON.stringify(priceFile(service, region, products));
  const offer = await readOffer(Readable.from([text]), createMatcher(rules, region), new AbortController().signal);
  const findings = rules.map((rule) => find(rule, offer)).filter((finding) => !("missing" in finding));
  return Object.fromEntries(
    findings.map((finding) => [
      finding.key,
      "row" in finding ? { [finding.row.usageType]: finding.row.price } : (finding as { refused: string }).refused,
    ]),
  );
}

describe("prices read from AWS's files", () => {
  it("are those of Linux on shared hardware: not Windows, software on top, dedicated, reserved or unused machines", async () => {
    const type = "t4g.small";
    expect(
      await found("AmazonEC2", "eu-west-1", [
        machine(`EU-BoxUsage:${type}`, 0.0276, { operatingSystem: "Windows", operation: "RunInstances:0002" }),
        machine(`EU-BoxUsage:${type}`, 0.0684, { preInstalledSw: "SQL Std", operation: "RunInstances:0004" }),
        machine(`EU-BoxUsage:${type}`, 0.0484, { operatingSystem: "RHEL", operation: "RunInstances:0010" }),
        machine(`EU-DedicatedUsage:${type}`, 0.0195, { tenancy: "Dedicated" }),
        machine(`EU-BoxUsage:${type}`, 0.0195, { tenancy: "Dedicated" }),
        machine(`EU-HostBoxUsage:${type}`, 0, { tenancy: "Host" }),
        machine(`EU-UnusedBox:${type}`, 0.0184, { capacitystatus: "UnusedCapacityReservation" }),
        machine(`EU-Reservation:${type}`, 0, { capacitystatus: "AllocatedCapacityReservation" }),
        machine(`EU-BoxUsage:${type}`, 0.0184),
        machine("EU-BoxUsage:t4g.smaller", 0.5),
        // Each of what tells machines apart is enough.
        machine(`EU-BoxUsage:${type}`, 1, { operatingSystem: "SUSE" }),
        machine(`EU-BoxUsage:${type}`, 2, { tenancy: "Host" }),
        machine(`EU-BoxUsage:${type}`, 3, { preInstalledSw: "SQL Web" }),
        machine(`EU-BoxUsage:${type}`, 4, { capacitystatus: "UnusedCapacityReservation" }),
        machine(`EU-BoxUsage:${type}`, 5, { operation: "RunInstances:0g00" }),
      ]),
    ).to.deep.equal({ "ec2.t4g.small": { "EU-BoxUsage:t4g.small": 0.0184 } });
  });

  it("are those of the zonal NAT gateway, not of the regional or the provisioned one beside it", async () => {
    const nat = (usagetype: string, usd: number, operation: string, unit = "Hrs") => ({
      usagetype,
      usd,
      operation,
      unit,
    });
    expect(
      await found("AmazonEC2", "eu-west-1", [
        nat("EU-RegionalNatGateway-Hours", 0.05, "RegionalNatGateway"),
        nat("EU-NatGateway-Prvd-Hours", 0.06, "NatGateway"),
        nat("EU-NatGateway-Hours", 0.048, "NatGateway"),
        nat("EU-NatGateway-Prvd-Bytes", 0.07, "NatGateway", "GB"),
        nat("EU-NatGateway-Bytes", 0.048, "NatGateway", "GB"),
        nat("EU-NatGateway-Hours", 0.1, "SomethingElse"),
      ]),
    ).to.deep.equal({
      "nat.hour": { "EU-NatGateway-Hours": 0.048 },
      "nat.gigabyte": { "EU-NatGateway-Bytes": 0.048 },
    });
  });

  it("are those of the region: EU- is Ireland, EUW2- London; us-east-1's have USE1- or none", async () => {
    const address = (usagetype: string, usd: number, regionCode: string) => ({ usagetype, usd, regionCode });
    const all = [
      address("EU-PublicIPv4:InUseAddress", 0.005, "eu-west-1"),
      address("EUW2-PublicIPv4:InUseAddress", 0.006, "eu-west-2"),
      address("USE1-PublicIPv4:InUseAddress", 0.007, "us-east-1"),
      address("EU-PublicIPv4:InUseAddress", 0.008, "eu-south-2"),
    ];
    const at = (region: string) => found("AmazonVPC", region, all);
    expect(await at("eu-west-1")).to.deep.equal({ "ipv4.hour": { "EU-PublicIPv4:InUseAddress": 0.005 } });
    expect(await at("eu-west-2")).to.deep.equal({ "ipv4.hour": { "EUW2-PublicIPv4:InUseAddress": 0.006 } });
    expect(await at("us-east-1")).to.deep.equal({ "ipv4.hour": { "USE1-PublicIPv4:InUseAddress": 0.007 } });
    expect(await found("AmazonVPC", "us-east-1", [{ usagetype: "PublicIPv4:InUseAddress", usd: 0.005 }])).to.deep.equal(
      {
        "ipv4.hour": { "PublicIPv4:InUseAddress": 0.005 },
      },
    );
    expect(await found("AmazonVPC", "eu-west-1", [{ usagetype: "PublicIPv4:InUseAddress", usd: 0.005 }])).to.deep.equal(
      {},
    );
    const keys = { usagetype: "eu-west-1-KMS-Keys", usd: 1, unit: "Keys" };
    expect(await found("awskms", "eu-west-1", [keys])).to.deep.equal({ "kms.key": { "eu-west-1-KMS-Keys": 1 } });
  });

  it("are those of an engine and a deployment: Multi-AZUsage, which is not twice one zone, no readable standbys", async () => {
    const name = "db.t4g.small";
    expect(
      await found("AmazonRDS", "us-east-1", [
        database(`InstanceUsage:${name}`, 0.032),
        database(`InstanceUsage:${name}`, 0.033, { databaseEngine: "MySQL" }),
        database(`InstanceUsage:${name}`, 0.05, { databaseEngine: "SQL Server" }),
        database(`Multi-AZUsage:${name}`, 0.065),
        database(`Multi-AZClusterUsage:${name}`, 0.1, { deploymentOption: "Multi-AZ (readable standbys)" }),
        database(`Multi-AZUsage:${name}`, 0.1, { deploymentOption: "Multi-AZ (readable standbys)" }),
        database("InstanceUsageIOOptimized:db.t3.medium", 0.11, { databaseEngine: "Aurora PostgreSQL" }),
        database("InstanceUsage:db.t3.medium", 0.082, { databaseEngine: "Aurora PostgreSQL" }),
        database("ExtendedSupport:Yr1-Yr2:PostgreSQL12", 0.1, { unit: "vCPU-Hours" }),
        database("ExtendedSupport:Yr1-Yr2:PostgreSQL13", 0.1, { unit: "vCPU-Hours" }),
        database("ExtendedSupport:Yr3:PostgreSQL12", 0.2, { unit: "vCPU-Hours" }),
        database("ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL12", 0.3, { unit: "vCPU-Hours" }),
      ]),
    ).to.deep.equal({
      "rds.postgres.single.db.t4g.small": { "InstanceUsage:db.t4g.small": 0.032 },
      "rds.postgres.multi.db.t4g.small": { "Multi-AZUsage:db.t4g.small": 0.065 },
      "rds.mysql.single.db.t4g.small": { "InstanceUsage:db.t4g.small": 0.033 },
      "aurora.postgres.db.t3.medium": { "InstanceUsage:db.t3.medium": 0.082 },
      "rds.extendedSupport.year1": { "ExtendedSupport:Yr1-Yr2:PostgreSQL12": 0.1 },
      "rds.extendedSupport.year3": { "ExtendedSupport:Yr3:PostgreSQL12": 0.2 },
    });
  });

  it("are those of the kind of load balancer, not of Classic ones, Outposts or reserved capacity", async () => {
    const at = (usagetype: string, usd: number, operation: string, unit = "Hrs") => ({
      usagetype,
      usd,
      operation,
      unit,
    });
    expect(
      await found("AWSELB", "eu-west-1", [
        at("EU-LoadBalancerUsage", 0.028, "LoadBalancing"),
        at("EU-LoadBalancerUsage", 0.0252, "LoadBalancing:Application"),
        at("EU-LoadBalancerUsage", 0.025, "LoadBalancing:Network"),
        at("EU-Outposts-LCUUsage", 0, "LoadBalancing:Application", "LCU-Hrs"),
        at("EU-ReservedLCUUsage", 0.007, "LoadBalancing:Application", "LCU-Hrs"),
        at("EU-LCUUsage", 0.008, "LoadBalancing:Application", "LCU-Hrs"),
      ]),
    ).to.deep.equal({
      "alb.hour": { "EU-LoadBalancerUsage": 0.0252 },
      "nlb.hour": { "EU-LoadBalancerUsage": 0.025 },
      "alb.lcu": { "EU-LCUUsage": 0.008 },
    });
  });

  it("are those of EFS in several zones, and of one zone under another key", async () => {
    const at = (usagetype: string, usd: number) => ({ usagetype, usd, unit: "GB-Mo" });
    expect(
      await found("AmazonEFS", "us-east-1", [
        at("USE1-TimedStorage-Z-ByteHrs", 0.16),
        at("USE1-TimedStorage-ByteHrs", 0.3),
        at("USE1-IATimedStorage-Z-ByteHrs", 0.0133),
      ]),
    ).to.deep.equal({
      "efs.standard": { "USE1-TimedStorage-ByteHrs": 0.3 },
      "efs.oneZone": { "USE1-TimedStorage-Z-ByteHrs": 0.16 },
    });
  });

  it("skip a first tier of nothing, and count in our units", async () => {
    const samples = { usagetype: "USE1-AMP:MetricSampleCount", unit: "Metric Datapoints" };
    const usd = { 0: 0, 40_000_000: 0.00000009, 2_000_000_000: 0.000000035 };
    expect(await found("AmazonPrometheus", "us-east-1", [{ ...samples, usd }])).to.deep.equal({
      "amp.ingest": { "USE1-AMP:MetricSampleCount": 0.09 },
    });
    const throughput = { usagetype: "EBS:VolumeP-Throughput.gp3", usd: 40.96, unit: "GiBps-mo" };
    expect(await found("AmazonEC2", "us-east-1", [throughput])).to.deep.equal({
      "ebs.gp3.throughput": { "EBS:VolumeP-Throughput.gp3": 0.04 },
    });
    const requests = { usagetype: "USE1-AWSSecretsManagerAPIRequest", usd: 0.000005, unit: "API Requests" };
    expect(await found("AWSSecretsManager", "us-east-1", [requests])).to.deep.equal({
      "secrets.requests": { "USE1-AWSSecretsManagerAPIRequest": 0.005 },
    });
  });

  it("are refused where rows differ, cost nothing, count otherwise or are not in US dollars; rows that agree are one", async () => {
    const at = (usd: number, otherwise: object = {}) => ({ usagetype: "VpcEndpoint-Hours", usd, ...otherwise });
    const refused = async (...products: Product[]) =>
      (await found("AmazonVPC", "us-east-1", products))["endpoint.interface.hour"];
    expect(await refused(at(0.01), at(0.02))).to.equal(
      "2 rows differ: SKU00000 VpcEndpoint-Hours 0.01 USD, SKU00001 VpcEndpoint-Hours 0.02 USD",
    );
    expect(await refused(at(0))).to.equal("SKU00000 VpcEndpoint-Hours costs 0");
    expect(await refused(at(0.01, { unit: "Minutes" }))).to.equal(
      "SKU00000 VpcEndpoint-Hours is counted in Minutes, not in hrs",
    );
    expect(await refused(at(0.07, { currency: "CNY" }))).to.equal("SKU00000 VpcEndpoint-Hours has no price in USD");
    expect(await refused(at(0.01, { onDemand: false }))).to.equal("SKU00000 VpcEndpoint-Hours has no price on demand");
    expect(await refused(at(0.01), at(0.01))).to.deep.equal({ "VpcEndpoint-Hours": 0.01 });
  });
});

describe("the rules for AWS's files", () => {
  it("have a key of their own, and the unit that the tables have for it", () => {
    const keys = catalog.map(({ key }) => key);
    expect(new Set(keys).size).to.equal(keys.length);
    const units = new Map(catalog.map(({ key, unit }) => [key, unit]));
    for (const region of pricedRegions)
      for (const { key, unit } of pricesOf(region)) expect(units.get(key) ?? unit, key).to.equal(unit);
  });

  it("are there for every price of the tables but the few that AWS's files have no known row for", () => {
    const keys = new Set(catalog.map(({ key }) => key));
    const without = pricedRegions.flatMap((region) => pricesOf(region)).filter(({ key }) => !keys.has(key));
    expect([...new Set(without.map(({ key }) => key))].sort()).to.deep.equal([
      "cloudwatch.dashboard",
      "dsql.storage",
      "ssm.parameter.advanced",
    ]);
  });
});
