import type { TaggedTaskDefinition } from "../aws/taskDefinitions";
import { imagesOf } from "../aws/taskDefinitions";
import { CommandError } from "../command/errors";
import { suggestion } from "../command/suggest";
import { ownContainer } from "../stack/containers";

/** A container, the image it has and the one it gets. */
export interface NewImage {
  container: string;
  from: string;
  to: string;
}

/**
 * Which container gets which image.
 *
 * @param service key of the service, by which its container is called: `api`, or `temporal-api` in a Temporal cluster
 * @param image a tag, a digest (`sha256:…`), or a whole reference
 * @param container its name, where the service's own is not meant
 * @throws CommandError where that is not clear, or the image is one whose meaning moves
 */
export function newImage(
  definition: TaggedTaskDefinition,
  service: string,
  image: string,
  container?: string,
): NewImage {
  const images = imagesOf(definition);
  const name = container ?? ownContainer(Object.keys(images), service);
  const from = name === undefined ? undefined : images[name];
  if (name === undefined || from === undefined)
    throw new CommandError(
      `${service} has no container "${container ?? service}".`,
      `${suggestion(container ?? service, Object.keys(images))} Name it by --container.`,
    );
  return { container: name, from, to: reference(from, image) };
}

/** The whole reference of a tag or digest in the repository of the present image. */
function reference(from: string, image: string): string {
  const whole = image.includes("/") ? image : joined(repositoryOf(from), image);
  const tag = /:([\w.-]+)$/.exec(whole)?.[1];
  if (tag === "latest" || (tag === undefined && !/@sha256:[0-9a-f]{64}$/.test(whole)))
    throw new CommandError(
      `${JSON.stringify(image)} does not say exactly which image.`,
      "Give a tag such as 1.4.0, or a digest sha256:…; latest means another image tomorrow.",
    );
  return whole;
}

function joined(repository: string, image: string): string {
  return image.startsWith("sha256:") ? `${repository}@${image}` : `${repository}:${image}`;
}

function repositoryOf(image: string): string {
  return image.replace(/@sha256:.*$/, "").replace(/:[\w.-]+$/, "");
}
