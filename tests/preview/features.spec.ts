import * as path from "node:path";
import { expect } from "chai";
import { previewOffline, type PreviewDocument } from "../../preview";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const programs = ["resources", "values", "transforms", "data", "others", "esm", "mainFolder"] as const;

describe("preview of programs that use what Pulumi offers", function () {
  this.timeout(180_000);
  const documents: Partial<Record<(typeof programs)[number], PreviewDocument>> = {};
  const printed: string[] = [];

  before(async () => {
    // Two at a time: each is two processes.
    const waiting = [...programs];
    const next = async (): Promise<void> => {
      const name = waiting.shift();
      if (name === undefined) return;
      documents[name] = await previewOffline({
        cwd: path.join(__dirname, "programs", name),
        policyPacks: name === "resources" ? [path.join(__dirname, "packs/probe")] : [],
        onOutput: (line) => printed.push(line),
      });
      return next();
    };
    await Promise.all([next(), next()]);
  });

  const resource = (program: (typeof programs)[number], name: string) => {
    const found = documents[program]?.resources.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no resource ${name} in ${program}`);
    return found;
  };

  describe("given components, providers and options", () => {
    it("gives children the provider their component was handed", () => {
      expect(resource("resources", "placed-bucket").provider).to.match(/::frankfurt$/);
      expect(resource("resources", "placed-leaf-topic").provider).to.match(/::frankfurt$/);
      expect(resource("resources", "plain-bucket").provider).to.match(/::default_7_48_0$/);
    });

    it("gives a resource its custom parent's provider", () => {
      expect(resource("resources", "policy").provider).to.match(/::frankfurt$/);
    });

    it("puts all ancestors' types into a URN", () => {
      expect(resource("resources", "placed-leaf-topic").urn).to.equal(
        "urn:pulumi:dev::resources::shapes:index:Tree$shapes:index:Leaf$aws:sns/topic:Topic::placed-leaf-topic",
      );
    });

    it("keeps names with separators whole", () => {
      expect(resource("resources", "with::colons and spaces").type).to.equal("aws:sns/topic:Topic");
    });

    it("shows an explicit provider's configuration, also where it is unknown", () => {
      expect(resource("resources", "frankfurt").inputs["region"]).to.equal("eu-central-1");
      expect(resource("resources", "late").inputs["region"]).to.equal(unknown);
    });

    it("configures the default provider from the project", () => {
      expect(resource("resources", "default_7_48_0").inputs).to.include({ region: "eu-central-1", version: "7.48.0" });
    });

    it("says where each resource is declared", () => {
      expect(resource("resources", "queue").location).to.match(/^index\.ts:\d+$/);
    });

    it("counts an additional secret output as secret", () => {
      expect(documents.resources?.outputs["everything"]).to.include({ known: "[secret]" });
    });
  });

  describe("given values of every kind", () => {
    it("merges typed configuration with defaults, in the engine's spelling", () => {
      expect(documents.values?.outputs["settings"]).to.deep.equal({
        text: "007",
        count: 15,
        flag: true,
        list: ["a", "b"],
        plain: "7",
        region: "us-west-2",
        old: "form",
      });
    });

    it("hashes assets and archives as the engine does", () => {
      const hashOf = (name: string) => (resource("values", name).inputs["source"] as { hash: string }).hash;
      expect(hashOf("string-asset")).to.equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
      expect(hashOf("folder-archive")).to.equal("6b33444f956a636fa7d29e28faf6e75073745c1f2497d29aa3dd58938ec98316");
      expect(hashOf("mixed-archive")).to.match(/^b23db01e3de618f32fa3/);
    });

    it("masks secrets wherever they are", () => {
      expect(JSON.stringify(documents.values)).not.to.include("quiet");
      expect(resource("values", "secrets").inputs["content"]).to.equal("[secret]");
      expect(resource("values", "secrets").inputs["metadata"]).to.deep.include({ late: unknown, known: "yes" });
    });

    it("carries messages above gRPC's default limit", () => {
      expect(String(resource("values", "large").inputs["content"])).to.have.length(5 * 1024 * 1024);
    });

    it("keeps null, zero and false", () => {
      expect(resource("values", "numbers").inputs["metadata"]).to.deep.include({ zero: 0, no: false, nothing: null });
      expect(documents.values?.outputs).to.have.property("none", null);
      expect(documents.values?.outputs).not.to.have.property("nothing");
    });
  });

  describe("given transforms and hooks", () => {
    it("runs a component's transforms on its children", () => {
      expect(resource("transforms", "box-topic").inputs).to.include({ displayName: "changed by the box" });
    });

    it("runs the stack's transforms last", () => {
      expect(resource("transforms", "own").inputs).to.deep.include({ name: "renamed", tags: { from: "stack" } });
    });

    it("loses a property's dependencies to a transform, as the engine does", () => {
      expect(resource("transforms", "own").propertyDependencies["displayName"]).to.deep.equal([]);
      expect(resource("transforms", "own").dependencies.join()).to.include("::first");
    });

    it("changes data sources' arguments", () => {
      expect(documents.transforms?.outputs["region"]).to.equal("eu-south-1");
    });

    it("runs no hook", () => {
      expect(printed.join("\n")).not.to.include("the hook ran");
    });
  });

  describe("given data sources and references", () => {
    it("answers who and where from the configuration", () => {
      const { identity, zoneNames } = documents.data?.outputs ?? {};
      expect(identity).to.include({ accountId: "333344445555", arn: "arn:aws:iam::333344445555:root" });
      expect(zoneNames).to.deep.equal(["eu-west-3a", "eu-west-3b", "eu-west-3c"]);
    });

    it("renders policy documents as the provider does", () => {
      const json = String(documents.data?.outputs["json"]);
      expect(JSON.parse(json)).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Read",
            Effect: "Allow",
            Action: ["s3:ListBucket", "s3:GetObject"],
            Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::a"],
            Principal: { AWS: "arn:aws:iam::1:root" },
            Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } },
          },
          { Effect: "Deny", NotAction: "s3:*", Resource: "*" },
        ],
      });
      expect(documents.data?.outputs["lateJson"]).to.equal(unknown);
    });

    it("takes the first answer whose arguments match", () => {
      expect(documents.data?.outputs).to.include({ defaultVpc: "vpc-default", taggedVpc: "10.9.0.0/16" });
    });

    it("reads stack references from the answers file, secrets as secrets", () => {
      expect(resource("data", "subnet").inputs["vpcId"]).to.equal("vpc-42");
      expect(documents.data?.outputs["password"]).to.equal("[secret]");
    });

    it("marks what exists already, and leaves out what only AWS knows of it", () => {
      expect(resource("data", "existing").external).to.equal(true);
      expect(resource("data", "group").inputs).to.deep.equal({ vpcId: "vpc-7", description: unknown });
      expect(documents.data?.outputs["lateBucket"]).to.equal(unknown);
    });

    it("says which ids are made up", () => {
      expect(documents.data?.outputs["image"]).to.match(/^ami-[0-9a-f]{17}$/);
      expect(documents.data?.notes.join()).to.include("aws:ec2/getAmi:getAmi");
    });
  });

  describe("given other providers", () => {
    it("names remote components as not looked into", () => {
      expect(resource("others", "vpc")).to.include({ remote: true, custom: false });
      expect(documents.others?.notes.join()).to.include("awsx:ec2:Vpc vpc");
      expect(documents.others?.outputs["vpcId"]).to.equal(unknown);
    });

    it("shows dynamic resources without their code", () => {
      expect(resource("others", "row").inputs).to.have.property("value", unknown);
      expect(JSON.stringify(documents.others)).not.to.include("not for previews");
    });
  });

  describe("given a program's own shape", () => {
    it("runs ES modules", () => {
      expect(documents.esm?.outputs).to.deep.equal({ folder: "src", count: 2, packageName: "esm" });
    });

    it("moves into the folder that main names, awaits an exported function, and passes node's arguments", () => {
      expect(documents.mainFolder?.outputs).to.deep.equal({
        folder: "infra",
        title: "my program",
        root: "main-folder",
        stack: "live",
        topic: "hello",
      });
    });
  });
});
