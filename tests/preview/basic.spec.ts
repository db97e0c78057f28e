import * as path from "node:path";
import { expect } from "chai";
import { previewOffline, type PreviewDocument } from "../../preview";

describe("preview of a small program", () => {
  let document: PreviewDocument;

  before(async function () {
    this.timeout(60_000);
    document = await previewOffline({
      cwd: path.join(__dirname, "programs/basic"),
      policyPacks: [path.join(__dirname, "packs/probe")],
    });
  });

  it("lists every resource with its place in the tree", () => {
    expect(document.resources.map(({ urn }) => urn.replace("urn:pulumi:dev::basic::", "")).sort()).to.deep.equal([
      "aws:s3/bucket:Bucket::logs",
      "aws:sns/topic:Topic::topic",
      "basic:index:Store$aws:s3/bucket:Bucket::store-bucket",
      "basic:index:Store$aws:s3/bucketPolicy:BucketPolicy::store-policy",
      "basic:index:Store::store",
      "pulumi:providers:aws::default_7_48_0",
      "pulumi:pulumi:Stack::basic-dev",
    ]);
  });

  it("sorts what policies say", () => {
    const rules = ({ rule, level }: { rule: string; level: string }) => `${rule} ${level}`;
    expect(document.policies.violations.map(rules)).to.deep.equal(["bucket-destroyable mandatory"]);
    expect(document.policies.undetermined.map(rules)).to.deep.equal([
      "topic-tags-known mandatory",
      "topic-tags-known mandatory",
    ]);
    expect(document.policies.exempted).to.have.length(1);
    expect(document.policies.passed).to.equal(1);
  });
});
