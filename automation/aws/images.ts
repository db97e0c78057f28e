import { BatchGetImageCommand, type ECRClient } from "@aws-sdk/client-ecr";
import { AutomationError } from "../errors";

/** An image in ECR, by tag or digest. */
export interface ImageReference {
  account: string;
  region: string;
  repository: string;
  /** `:TAG` or `@sha256:…`, without the sign. */
  tag?: string;
  digest?: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html, and the names of repositories and tags. */
const reference =
  /^(?<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<repository>[a-z0-9][a-z0-9._/-]*)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Reads a reference as task definitions have it; undefined for what is no image of ECR, or names no tag or digest. */
export function parseImage(text: string): ImageReference | undefined {
  const groups = reference.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { account = "", region = "", repository = "", tag, digest } = groups;
  if (tag === undefined && digest === undefined) return undefined;
  return { account, region, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** Why an image cannot be pulled. */
export interface MissingImage {
  image: string;
  /** `repository`: there is none of that name. `image`: it has none of that tag or digest. */
  missing: "repository" | "image";
}

/**
 * Which of some images are not in ECR.
 *
 * @param clientOf a client for a region
 */
export async function missingImages(
  clientOf: (region: string) => ECRClient | Promise<ECRClient>,
  images: readonly string[],
): Promise<MissingImage[]> {
  const found = await Promise.all(
    images.map(async (image): Promise<MissingImage[]> => {
      const parsed = parseImage(image);
      if (parsed === undefined)
        throw new AutomationError(
          `${JSON.stringify(image)} is no image of ECR.`,
          "Write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG, or @sha256:DIGEST in place of the tag.",
        );
      const missing = await lookFor(await clientOf(parsed.region), parsed);
      return missing === undefined ? [] : [{ image, missing }];
    }),
  );
  return found.flat();
}

async function lookFor(ecr: ECRClient, image: ImageReference): Promise<MissingImage["missing"] | undefined> {
  try {
    const { images = [] } = await ecr.send(
      new BatchGetImageCommand({
        registryId: image.account,
        repositoryName: image.repository,
        imageIds: [image.digest === undefined ? { imageTag: image.tag } : { imageDigest: image.digest }],
      }),
    );
    return images.length > 0 ? undefined : "image";
  } catch (error) {
    if (isNamed(error, "RepositoryNotFoundException")) return "repository";
    throw error;
  }
}

/** Whether an error is AWS's answer of a name, by itself or below what tells it in other words. */
export function isNamed(error: unknown, name: string): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === name || ("code" in error && error.code === name)) return true;
  return error.cause !== undefined && isNamed(error.cause, name);
}
