import { expect } from "chai";
import fc from "fast-check";
import { DatabaseEngine, rdsWithProxyDefaults } from "../../../components/rdsWithProxy";
import {
  engines,
  estimatedMaxConnections,
  hasPerformanceInsights,
  majorOf,
} from "../../../components/rdsWithProxy/engines";
import { instanceClasses, memoryGiBOf } from "../../../components/rdsWithProxy/instanceClasses";

const all = Object.values(DatabaseEngine);

describe("engine table", () => {
  for (const engine of all) {
    const facts = engines[engine];
    it(`is consistent for ${engine}`, () => {
      expect(facts.versions).to.have.property(facts.defaultVersion);
      expect(facts.versions[facts.defaultVersion]?.pastStandardSupport).to.equal(undefined);
      expect(instanceClasses(facts.classKind)).to.include(facts.defaultClass);
      expect(Object.keys(facts.logs)).to.include.members(facts.defaultLogs);
      expect(majorOf(facts, facts.exampleVersion)).to.equal(facts.defaultVersion);
      expect(facts.aurora).to.equal(engine.startsWith("aurora-"));
      expect(facts.proxyFamily).to.equal(engine.includes("mysql") ? "MYSQL" : "POSTGRESQL");
      expect(facts.reserved.usernames.has(rdsWithProxyDefaults.username)).to.equal(false);
      expect(facts.reserved.databases.has(rdsWithProxyDefaults.databaseName)).to.equal(false);
      for (const [major, version] of Object.entries(facts.versions)) {
        expect(version.parameterFamily).to.equal(`${engine}${major}`);
        expect(version.clientPasswordAuthType).to.match(
          new RegExp(`^${facts.dialect === "mysql" ? "MYSQL" : "POSTGRES"}_`),
        );
        expect(majorOf(facts, major)).to.equal(major);
      }
    });
  }

  it("names Performance Insights where AWS has it", () => {
    const has = (engine: DatabaseEngine, instanceClass: string) =>
      hasPerformanceInsights(engines[engine], instanceClass);
    expect(has("postgres", "db.t4g.micro")).to.equal(true);
    expect(has("mysql", "db.t4g.small")).to.equal(false);
    expect(has("mysql", "db.t3.medium")).to.equal(true);
    expect(has("aurora-mysql", "db.t3.medium")).to.equal(false);
    expect(has("aurora-mysql", "db.t4g.medium")).to.equal(true);
    expect(has("aurora-postgresql", "db.t3.medium")).to.equal(true);
  });

  it("accepts no version of another engine", () => {
    expect(majorOf(engines.mysql, "16")).to.equal(undefined);
    expect(majorOf(engines.postgres, "16.")).to.equal(undefined);
    expect(majorOf(engines.postgres, "160")).to.equal(undefined);
    expect(majorOf(engines["aurora-mysql"], "8.0.40")).to.equal(undefined);
    expect(majorOf(engines["aurora-mysql"], "8.0.mysql_aurora.8.4.7")).to.equal(undefined);
    expect(majorOf(engines["aurora-mysql"], "8.0.mysql_aurora.3.08.1")).to.equal("8.0");
    expect(majorOf(engines.mysql, "8x4")).to.equal(undefined);
  });
});

describe("instance classes", () => {
  it("have the memory that AWS states", () => {
    const stated: Record<string, number> = {
      "db.t4g.micro": 1,
      "db.t3.medium": 4,
      "db.t4g.2xlarge": 32,
      "db.m7g.large": 8,
      "db.r7g.large": 16,
      "db.r6i.32xlarge": 1024,
      "db.r7i.48xlarge": 1536,
      "db.x2g.16xlarge": 1024,
      "db.x2idn.16xlarge": 1024,
      "db.x2iedn.xlarge": 128,
    };
    for (const [instanceClass, gib] of Object.entries(stated)) {
      expect([instanceClass, memoryGiBOf(instanceClass)]).to.deep.equal([instanceClass, gib]);
    }
  });

  it("are well formed, once each, with memory, and Aurora's are among the instances'", () => {
    for (const kind of ["instance", "auroraPostgresql", "auroraMysql"] as const) {
      const classes = instanceClasses(kind);
      expect(new Set(classes).size).to.equal(classes.length);
      for (const one of classes) {
        expect(one).to.match(/^db\.[a-z0-9]+\.[a-z0-9]+$/);
        expect(memoryGiBOf(one)).to.be.greaterThan(0);
        expect(instanceClasses("instance")).to.include(one);
      }
    }
  });

  it("take connections near AWS's published numbers, and never fewer in a larger size", () => {
    expect(estimatedMaxConnections(engines.postgres, "db.t4g.micro")).to.be.within(75, 90);
    expect(estimatedMaxConnections(engines.postgres, "db.r7g.2xlarge")).to.be.within(4_500, 5_000);
    expect(estimatedMaxConnections(engines.postgres, "db.r7g.16xlarge")).to.equal(5_000);
    expect(estimatedMaxConnections(engines["aurora-mysql"], "db.t4g.medium")).to.equal(90);
    expect(estimatedMaxConnections(engines["aurora-mysql"], "db.t4g.large")).to.equal(135);
    expect(estimatedMaxConnections(engines["aurora-mysql"], "db.r7g.large")).to.be.within(950, 1_000);
    fc.assert(
      fc.property(fc.constantFrom(...all), (engine) => {
        const bySize = instanceClasses(engines[engine].classKind).toSorted((a, b) => memoryGiBOf(a) - memoryGiBOf(b));
        const limits = bySize.map((one) => estimatedMaxConnections(engines[engine], one));
        expect(limits).to.deep.equal(limits.toSorted((a, b) => a - b));
        expect(limits[0]).to.be.at.least(30);
      }),
    );
  });
});
