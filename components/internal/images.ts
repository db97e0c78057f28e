import type * as pulumi from "@pulumi/pulumi";
import { shown, type Problems } from "./problems";

/** Registry, repository, tag and digest. https://docs.docker.com/reference/cli/docker/image/tag/ */
const imagePattern = (() => {
  const word = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
  const registry = "(?:[a-z0-9.-]+(?::\\d+)?/)?";
  return new RegExp(`^${registry}${word}(?:/${word})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`);
})();

/** A digest, a version of several numbers, or a commit or content hash; a tag such as `latest` or `2` moves. */
const pinned = /(?:@sha256:[0-9a-f]{64}|:[\w-]*\d+[.-][\w.-]*|:[0-9a-f]{7,64})$/;

/** Records an image reference that no registry could hold. */
export function checkImage(problems: Problems, path: string, image: pulumi.Input<string>): pulumi.Input<string> {
  return problems.check(path, image, (text) =>
    typeof text === "string" && text.length <= 255 && imagePattern.test(text)
      ? undefined
      : `must be an image such as registry.example.com/name:1.2.3, without https://, at most 255 characters, got ${shown(text)}`,
  );
}

/** Records an image that is none, or that does not say exactly what runs: by version, hash or digest. */
export function checkPinnedImage(problems: Problems, path: string, image: pulumi.Input<string>): pulumi.Input<string> {
  return problems.check(path, checkImage(problems, path, image), (text) =>
    typeof text !== "string" || !imagePattern.test(text) || pinned.test(text)
      ? undefined
      : `must end with an exact version such as :1.31.0 or a digest, got ${shown(text)}; tags such as latest move`,
  );
}
