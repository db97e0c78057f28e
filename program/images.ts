import type * as pulumi from "@pulumi/pulumi";
import { ImageRepository } from "../components";
import type { StackConfig } from "../config";
import { imageRepositoryArgs } from "./args";

/**
 * The image of every service, and the repositories of those that have one of their own. Repositories are made apart
 * from the services: a first deployment cannot pull what nobody has pushed.
 */
export function serviceImages(config: StackConfig, opts: pulumi.ComponentResourceOptions) {
  const images: Record<string, pulumi.Input<string>> = {};
  const repositoryUrls: Record<string, pulumi.Output<string>> = {};
  for (const [key, service] of Object.entries(config.app.services)) {
    if (service.image !== undefined) {
      images[key] = service.image;
      continue;
    }
    const repository = new ImageRepository(`${key}-images`, imageRepositoryArgs(config, key, service), opts);
    repositoryUrls[key] = repository.repositoryUrl;
    if (repository.imageUri) images[key] = repository.imageUri;
  }
  return { images, repositoryUrls };
}
