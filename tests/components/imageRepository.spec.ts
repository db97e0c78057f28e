import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FargateApp } from "../../components/fargateApp";
import { ImagePlatform, ImageRepository, type ImageRepositoryArgs } from "../../components/imageRepository";
import { listing, only, record, recordResources, refusalOf, valueOf } from "../support/mocks";
import { smallest as smallestApp, web } from "./fargateApp/fixtures";

const smallest: ImageRepositoryArgs = { environment: "dev", accountId: "123456789012", region: "eu-west-1" };
const repository = "aws:ecr/repository:Repository";
const url = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/dev-api";

function rulesOf(policy: string) {
  return (JSON.parse(policy) as { rules: { selection: object; action: object }[] }).rules;
}

describe("ImageRepository", () => {
  let context = "";
  before(() => {
    context = mkdtempSync(join(tmpdir(), "image-"));
    writeFileSync(join(context, "Dockerfile"), "FROM scratch\n");
  });
  after(() => {
    rmSync(context, { recursive: true });
  });

  describe("given no wishes", () => {
    it("creates a repository and its lifecycle policy, nothing else", async () => {
      expect(listing(await recordResources(() => new ImageRepository("api", smallest)))).to.deep.equal([
        "aws:ecr/lifecyclePolicy:LifecyclePolicy api-lifecycle-policy",
        "aws:ecr/repository:Repository api-repository",
        "cloister:index:ImageRepository api",
      ]);
    });

    it("keeps tags where they are, scans, encrypts, and is not deleted with its images", async () => {
      const made = only(await recordResources(() => new ImageRepository("api", smallest)), repository);
      expect(made.inputs).to.deep.equal({
        name: "dev-api",
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        forceDelete: false,
      });
      expect(made.deleteBeforeReplace).to.equal(true);
      expect(made.parent).to.equal("api");
    });

    it("keeps the last ten untagged images and every tagged one", async () => {
      const resources = await recordResources(() => new ImageRepository("api", smallest));
      const rules = rulesOf(only(resources, "aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs.policy);
      expect(rules).to.have.length(1);
      expect(rules[0]).to.deep.include({
        selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 10 },
        action: { type: "expire" },
      });
    });

    it("knows its address and ARN at the first preview, and has no image", async () => {
      const { result } = await record(() => new ImageRepository("api", smallest));
      expect(await valueOf(result.repositoryName)).to.equal("dev-api");
      expect(await valueOf(result.repositoryUrl)).to.equal(url);
      expect(await valueOf(result.repositoryArn)).to.equal("arn:aws:ecr:eu-west-1:123456789012:repository/dev-api");
      expect(result.imageUri).to.equal(undefined);
      expect(result.imageTag).to.equal(undefined);
    });
  });

  it("follows every option", async () => {
    const args: ImageRepositoryArgs = {
      ...smallest,
      repositoryName: "shop/api",
      tag: "1.4.2",
      maxUntaggedImages: 1,
      maxTaggedImages: 50,
      kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
      forceDelete: true,
      tags: { team: "shop" },
    };
    const { resources, result } = await record(() => new ImageRepository("api", args));
    expect(only(resources, repository).inputs).to.deep.include({
      name: "shop/api",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.kmsKeyArn }],
      forceDelete: true,
      tags: { team: "shop" },
    });
    const rules = rulesOf(only(resources, "aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs.policy);
    expect(rules.map((rule) => rule.selection)).to.deep.equal([
      { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 1 },
      { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 50 },
    ]);
    expect(await valueOf(result.imageUri!)).to.equal("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api:1.4.2");
  });

  it("has China's own address there", async () => {
    const { result } = await record(() => new ImageRepository("api", { ...smallest, region: "cn-north-1" }));
    expect(await valueOf(result.repositoryUrl)).to.equal("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/dev-api");
    expect(await valueOf(result.repositoryArn)).to.equal("arn:aws-cn:ecr:cn-north-1:123456789012:repository/dev-api");
  });

  describe("given a build", () => {
    it("builds for the platform and pushes by a tag that follows the content", async () => {
      const build = { context, target: "api", platform: ImagePlatform.arm64 };
      const { resources, result } = await record(() => new ImageRepository("api", { ...smallest, build }));
      const image = only(resources, "awsx:ecr:Image");
      const tag = await valueOf(result.imageTag!);
      expect(tag).to.match(/^[0-9a-f]{32}$/);
      expect(image.inputs).to.deep.equal({
        repositoryUrl: url,
        context,
        dockerfile: join(context, "Dockerfile"),
        target: "api",
        platform: "linux/arm64",
        imageTag: tag,
      });
      expect(image.parent).to.equal("api");
      expect(await valueOf(result.imageUri!)).to.equal(`${url}:${tag}`);
    });

    it("changes the tag with the target and the platform", async () => {
      const builds = [{ context }, { context, target: "x" }, { context, platform: ImagePlatform.arm64 }];
      const { result } = await record(() =>
        builds.map((build, index) => new ImageRepository(`api-${index}`, { ...smallest, build })),
      );
      const tags = await Promise.all(result.map((one) => valueOf(one.imageTag!)));
      expect(new Set(tags).size).to.equal(3);
    });

    it("hands out an image that is known at once, while whoever runs it waits for the push", async () => {
      const resources = await recordResources(() => {
        const { imageUri } = new ImageRepository("api", { ...smallest, build: { context } });
        return new FargateApp("shop", { ...smallestApp, services: { web: { ...web, image: imageUri! } } });
      });
      const definition = only(resources, "aws:ecs/taskDefinition:TaskDefinition");
      expect(definition.unknowns).to.not.include("containerDefinitions");
      expect(definition.inputs.containerDefinitions).to.include(`${url}:`);
      expect(definition.dependencies).to.include("api-image");
      const policy = only(resources, "aws:iam/rolePolicy:RolePolicy");
      expect(policy.unknowns).to.deep.equal([]);
      expect(policy.inputs.policy).to.include("arn:aws:ecr:eu-west-1:123456789012:repository/dev-api");
    });
  });

  it("leaves awsx alone when it builds nothing", async () => {
    const isLoaded = () => Object.keys(require.cache).some((path) => path.includes("@pulumi/awsx"));
    for (const path of Object.keys(require.cache)) {
      if (path.includes("@pulumi/awsx")) Reflect.deleteProperty(require.cache, path);
    }
    await recordResources(() => new ImageRepository("api", { ...smallest, tag: "1" }));
    expect(isLoaded()).to.equal(false);
    await recordResources(() => new ImageRepository("api", { ...smallest, build: { context } }));
    expect(isLoaded()).to.equal(true);
  });

  it("keeps two side by side apart", async () => {
    const made = await recordResources(() => [
      new ImageRepository("api", smallest),
      new ImageRepository("web", smallest),
    ]);
    expect(new Set(listing(made)).size).to.equal(6);
  });

  describe("refuses", () => {
    const refusal = (change: Partial<ImageRepositoryArgs>) =>
      refusalOf(() => new ImageRepository("api", { ...smallest, ...change }));

    it("every fault in one error", async () => {
      const message = await refusal({
        accountId: "1",
        tag: "latest",
        maxUntaggedImages: 0,
        build: { context: "/nowhere" },
      });
      expect(message).to.match(/^ImageRepository "api": 5 arguments are wrong/);
      for (const path of ["accountId", "tag", "maxUntaggedImages", "build.context"])
        expect(message).to.include(`  ${path}: `);
    });

    for (const [what, change, fault] of [
      ["a name with capitals", { repositoryName: "Shop" }, "repositoryName: must be"],
      ["a name of one letter", { repositoryName: "a" }, "repositoryName: must be"],
      ["a name that ends in a slash", { repositoryName: "shop/" }, "repositoryName: must be"],
      ["a name too long", { repositoryName: "a".repeat(257) }, "repositoryName: must be"],
      ["the tag that moves", { tag: "latest" }, "tag: must be a tag"],
      ["a tag with a colon", { tag: "a:b" }, "tag: must be a tag"],
      ["a tag too long", { tag: "a".repeat(129) }, "tag: must be a tag"],
      [
        "no untagged images",
        { maxUntaggedImages: 0 },
        "maxUntaggedImages: must be a whole number from 1 to 10000, got 0",
      ],
      ["no tagged images", { maxTaggedImages: 0 }, "maxTaggedImages: must be a whole number from 1 to 10000, got 0"],
    ] as const) {
      it(what, async () => {
        expect(await refusal(change))
          .to.include(fault)
          .and.match(/: 1 argument is wrong\n/);
      });
    }

    it("a build with a tag, without its Dockerfile, or for unknown machines", async () => {
      expect(await refusal({ build: { context }, tag: "1" })).to.include("tag: must be absent beside build");
      expect(await refusal({ build: { context, dockerfile: "x" } })).to.include("build.dockerfile: must be a file");
      const platform = "windows/amd64" as ImagePlatform;
      expect(await refusal({ build: { context, platform } })).to.include(
        "build.platform: must be one of linux/amd64, linux/arm64",
      );
    });
  });
});
