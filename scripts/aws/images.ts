import { DescribeImagesCommand, ECRClient, type ImageDetail } from "@aws-sdk/client-ecr";
import { CommandError } from "../command/errors";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** A repository of ECR. */
export interface Repository {
  account: string;
  region: string;
  name: string;
}

/** An image of a repository. */
export interface ImageSummary {
  digest: string;
  /** None: nothing names it any more. */
  tags: string[];
  /** ISO 8601, or empty where AWS says none. */
  pushed: string;
  /** Compressed size, which is what storage costs. */
  bytes: number;
}

/** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME` in its parts; undefined for an image that ECR does not hold. */
export function parseRepository(url: string): Repository | undefined {
  const [, account, region, name] =
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([\w./-]+)$/.exec(url) ?? [];
  if (account === undefined || region === undefined || name === undefined) return undefined;
  return { account, region, name };
}

/** Images of a repository, page by page: memory does not grow with their number. */
export async function* repositoryImages(aws: Clients, { account, region, name }: Repository) {
  const ecr = await aws.client(ECRClient, region);
  let nextToken: string | undefined;
  do {
    const request = new DescribeImagesCommand({ registryId: account, repositoryName: name, nextToken });
    const page = await ecr.send(request).catch((error: unknown) => {
      if (!isFault(error, "RepositoryNotFoundException")) throw error;
      throw new CommandError(`There is no repository ${name} in ${region}.`, "Deploy the stack first: it makes it.", {
        cause: error,
      });
    });
    yield* (page.imageDetails ?? []).map(summaryOf);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

function summaryOf({ imageDigest = "", imageTags = [], imagePushedAt, imageSizeInBytes = 0 }: ImageDetail) {
  return {
    digest: imageDigest,
    tags: imageTags,
    pushed: imagePushedAt?.toISOString() ?? "",
    bytes: imageSizeInBytes,
  } satisfies ImageSummary;
}
