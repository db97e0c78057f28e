import { CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { createHash } from "node:crypto";
import { motoClient } from "./account";
import type { Moto } from "./moto";

/** Makes a repository with an image for each tag; one for `undefined` has none. */
export async function pushImages(
  moto: Moto,
  repositoryName: string,
  tags: readonly (string | undefined)[],
): Promise<void> {
  const ecr = new ECRClient(motoClient(moto));
  await ecr.send(new CreateRepositoryCommand({ repositoryName })).catch(() => undefined);
  for (const imageTag of tags) {
    const digest = `sha256:${createHash("sha256").update(`${repositoryName}:${imageTag}`).digest("hex")}`;
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.docker.distribution.manifest.v2+json",
      config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 7023, digest },
      layers: [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: 32_654, digest }],
    });
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
  }
}
