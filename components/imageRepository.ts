import * as aws from "@pulumi/aws";
import type * as awsxEcr from "@pulumi/awsx/ecr";
import * as pulumi from "@pulumi/pulumi";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { contentHash } from "./internal/contentHash";
import { faultsOf } from "./internal/faults";
import { arnOf, checkIdentity, partitionOf, type DeploymentIdentity } from "./internal/identity";
import { typeToken } from "./internal/package";
import { Problems, shown } from "./internal/problems";

/** Every value this component picks when the caller is silent. */
export const imageRepositoryDefaults = {
  maxUntaggedImages: 10,
  forceDelete: false,
  dockerfile: "Dockerfile",
  platform: "linux/amd64",
} as const;

/** What machines an image is built for. */
export const ImagePlatform = { amd64: "linux/amd64", arm64: "linux/arm64" } as const;
export type ImagePlatform = (typeof ImagePlatform)[keyof typeof ImagePlatform];

/** How an image is built and pushed. Needs Docker where the program is deployed. */
export interface ImageBuild {
  /** Directory that the build sees, relative to where the program runs, such as `./api`. */
  context: string;
  /** Path of the Dockerfile below `context`. Default: `Dockerfile`. */
  dockerfile?: string;
  /** Stage of the Dockerfile to build. Default: the last one. */
  target?: string;
  /** Machines that the image is for; FargateApp's `architecture` must agree. Default: `linux/amd64`. */
  platform?: ImagePlatform;
}

/** What a caller may set on an ImageRepository. */
export interface ImageRepositoryArgs extends DeploymentIdentity {
  /** Name of the repository: lower-case letters, digits and `._-/` between them, 2 to 256 characters. Default: `ENVIRONMENT-` and the component's name. */
  repositoryName?: string;
  /** Build and push an image, tagged by a hash of its content: it changes exactly when the content does. Presence decides. Default: none. */
  build?: ImageBuild;
  /** Tag of an image that somebody else pushes, for `imageUri`: letters, digits and `._-`, at most 128. Not `latest`, which an immutable repository takes once. Default: none. */
  tag?: string;
  /** Untagged images kept, the newest. Whole number, 1 to 10000. Default: 10. */
  maxUntaggedImages?: number;
  /** Tagged images kept, the newest: never less than what still runs or may be rolled back to. Whole number, 1 to 10000. Default: none, all are kept. */
  maxTaggedImages?: number;
  /** ARN of a customer key that encrypts the images; costs 1 USD a month. Default: AES-256 with a key of ECR's own, free. */
  kmsKeyArn?: pulumi.Input<string>;
  /** Delete the images too when the repository is deleted. Default: false: a repository that holds images stays. */
  forceDelete?: boolean;
  /** Tags of the repository, beside the provider's default tags. Default: none. */
  tags?: Record<string, pulumi.Input<string>>;
}

/**
 * A private ECR repository for one image: tags never move, every push is scanned, images are encrypted, and untagged
 * ones do not pile up. It is made apart from the services that run its images, because a first deployment cannot pull
 * what nobody has pushed.
 *
 * Costs by storage only, 0.10 USD per GB and month.
 *
 * Refuses a build without its directory or Dockerfile, a tag beside a build, and names or tags that ECR would not take.
 */
export class ImageRepository extends pulumi.ComponentResource {
  /** Name of the repository. */
  public readonly repositoryName: pulumi.Output<string>;
  /** Address to push to and pull from, `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME`. Known before the repository exists. */
  public readonly repositoryUrl: pulumi.Output<string>;
  /** ARN of the repository. Known before the repository exists. */
  public readonly repositoryArn: pulumi.Output<string>;
  /** Tag of the built image, or the one given. Absent without either. */
  public readonly imageTag?: pulumi.Output<string>;
  /** Image to run, `URL:TAG`. Known before the image exists; whoever uses it waits until a built image is pushed. Absent without `build` and `tag`. */
  public readonly imageUri?: pulumi.Output<string>;

  constructor(name: string, args: ImageRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super(typeToken("ImageRepository"), name, args, opts);

    const repository = new aws.ecr.Repository(
      `${name}-repository`,
      {
        name: settings.repositoryName,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [
          args.kmsKeyArn === undefined
            ? { encryptionType: "AES256" }
            : { encryptionType: "KMS", kmsKey: args.kmsKeyArn },
        ],
        forceDelete: settings.forceDelete,
        tags: args.tags,
      },
      { parent: this, deleteBeforeReplace: true },
    );
    new aws.ecr.LifecyclePolicy(
      `${name}-lifecycle-policy`,
      { repository: repository.name, policy: lifecyclePolicy(settings) },
      { parent: this },
    );

    const suffix = partitionOf(args.region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    this.repositoryName = repository.name;
    this.repositoryUrl = pulumi.interpolate`${args.accountId}.dkr.ecr.${args.region}.${suffix}/${repository.name}`;
    this.repositoryArn = pulumi.interpolate`${arnOf(args, "ecr", "repository")}/${repository.name}`;
    const { tag } = settings;
    if (tag !== undefined) {
      const built = settings.build && buildImage(name, settings.build, tag, this.repositoryUrl, this);
      const uri = pulumi.interpolate`${this.repositoryUrl}:${tag}`;
      this.imageTag = pulumi.output(tag);
      // The image's URN is known at once and carries the wait for its push.
      this.imageUri = built ? pulumi.all([uri, built.urn]).apply(([known]) => known) : uri;
    }
    this.registerOutputs({
      repositoryName: this.repositoryName,
      repositoryUrl: this.repositoryUrl,
      repositoryArn: this.repositoryArn,
      imageTag: this.imageTag,
      imageUri: this.imageUri,
    });
  }
}

/** What an ImageRepository of these arguments would refuse; empty when it would be made. Registers nothing. */
export function checkImageRepository(
  name: string,
  args: ImageRepositoryArgs,
): readonly pulumi.InputPropertyErrorDetails[] {
  return faultsOf(() => resolveSettings(name, args));
}

/** A build with every value filled in and checked. */
interface BuildSettings {
  context: string;
  dockerfile: string;
  target?: string;
  platform: ImagePlatform;
}

/** Fills defaults, reports all bad arguments at once, and hashes what is to be built. Creates nothing. */
export function resolveSettings(name: string, args: ImageRepositoryArgs) {
  const problems = new Problems(`ImageRepository "${name}"`);
  checkIdentity(problems, args);
  const repositoryName = args.repositoryName ?? `${args.environment}-${name}`;
  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
  const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  const pattern = new RegExp(`^(?=.{2,256}$)${part}(?:/${part})*$`);
  const shape = "2 to 256 lower-case letters, digits and ._-/ between them";
  problems.matches("repositoryName", repositoryName, pattern, shape);
  if (args.tag !== undefined) {
    const tagShape =
      "a tag of at most 128 letters, digits and ._-, not latest, which an immutable repository takes once";
    problems.matches("tag", args.tag, /^(?!latest$)[A-Za-z0-9_][\w.-]{0,127}$/, tagShape);
    problems.require(
      !args.build,
      "tag",
      `must be absent beside build, whose content makes the tag, got ${shown(args.tag)}`,
    );
  }
  const maxUntaggedImages = args.maxUntaggedImages ?? imageRepositoryDefaults.maxUntaggedImages;
  problems.wholeNumber("maxUntaggedImages", maxUntaggedImages, 1, 10_000);
  if (args.maxTaggedImages !== undefined) problems.wholeNumber("maxTaggedImages", args.maxTaggedImages, 1, 10_000);
  const build = args.build && resolveBuild(problems, args.build);
  problems.throwIfAny();
  return {
    repositoryName,
    maxUntaggedImages,
    maxTaggedImages: args.maxTaggedImages,
    forceDelete: args.forceDelete ?? imageRepositoryDefaults.forceDelete,
    build,
    tag: build ? tagOf(build) : args.tag,
  };
}

function resolveBuild(problems: Problems, build: ImageBuild): BuildSettings {
  const { context, target } = build;
  const dockerfile = join(context, build.dockerfile ?? imageRepositoryDefaults.dockerfile);
  const platform = build.platform ?? imageRepositoryDefaults.platform;
  problems.oneOf("build.platform", platform, Object.values(ImagePlatform));
  const isDirectory = statSync(context, { throwIfNoEntry: false })?.isDirectory() ?? false;
  problems.require(isDirectory, "build.context", `must be a directory that exists, got ${shown(context)}`);
  if (isDirectory) {
    const isFile = statSync(dockerfile, { throwIfNoEntry: false })?.isFile() ?? false;
    problems.require(
      isFile,
      "build.dockerfile",
      `must be a file that exists below the context, got ${shown(dockerfile)}`,
    );
  }
  return { context, dockerfile, target, platform };
}

/** Half of a SHA-256 tells any two contents apart, and fits into every place that shows a tag. */
function tagOf({ context, dockerfile, target, platform }: BuildSettings): string {
  return contentHash({ directory: context, dockerfile, settings: [target ?? "", platform] }).slice(0, 32);
}

/** The newest images stay. Tagged ones only go when a limit is given: a service may still run an old one. */
function lifecyclePolicy({ maxUntaggedImages, maxTaggedImages }: ReturnType<typeof resolveSettings>): string {
  const keep = (rulePriority: number, description: string, count: number, tagged: object) => ({
    rulePriority,
    description,
    selection: { ...tagged, countType: "imageCountMoreThan", countNumber: count },
    action: { type: "expire" },
  });
  const rules = [
    keep(1, `Keep the last ${maxUntaggedImages} untagged images`, maxUntaggedImages, { tagStatus: "untagged" }),
    ...(maxTaggedImages === undefined
      ? []
      : [
          keep(2, `Keep the last ${maxTaggedImages} tagged images`, maxTaggedImages, {
            tagStatus: "tagged",
            tagPatternList: ["*"],
          }),
        ]),
  ];
  return JSON.stringify({ rules });
}

/** Builds and pushes. Loaded only here: awsx takes its time, and most programs build nothing. */
function buildImage(
  name: string,
  { context, dockerfile, target, platform }: BuildSettings,
  imageTag: string,
  repositoryUrl: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Resource {
  const { Image } = createRequire(__filename)("@pulumi/awsx/ecr") as typeof awsxEcr;
  return new Image(`${name}-image`, { repositoryUrl, context, dockerfile, target, platform, imageTag }, { parent });
}
