import type * as pulumi from "@pulumi/pulumi";
import { partitionOf, type DeploymentIdentity } from "../internal/identity";
import { ImageRepository } from "../imageRepository";
import type { ImageKey } from "./facts";
import type { TemporalSettings } from "./settings";

/** What each image's repository is called after the project's name. */
const repositoryNames: Readonly<Record<ImageKey, string>> = {
  server: "server",
  adminTools: "admin-tools",
  ui: "ui",
  grafana: "grafana",
  adot: "adot-collector",
};

/** Address of an image in the project's own repository, without a tag. */
export function imageAddress({ accountId, region }: DeploymentIdentity, prefix: string, image: ImageKey): string {
  const suffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `${accountId}.dkr.ecr.${region}.${suffix}/${prefix}-${repositoryNames[image]}`;
}

/**
 * A repository for every image, of our own make or mirrored: tags never move, every push is scanned, and nodes need no
 * way to public registries. Costs by storage only.
 */
export function createRepositories(name: string, settings: TemporalSettings, parent: pulumi.Resource) {
  const { identity, prefix, tags } = settings;
  const urls = (Object.keys(repositoryNames) as ImageKey[]).map((image) => {
    const noun = repositoryNames[image];
    const args = { ...identity, repositoryName: `${prefix}-${noun}`, maxUntaggedImages: 10, tags };
    return [image, new ImageRepository(`${name}-${noun}-images`, args, { parent }).repositoryUrl] as const;
  });
  return Object.fromEntries(urls) as Record<ImageKey, pulumi.Output<string>>;
}
