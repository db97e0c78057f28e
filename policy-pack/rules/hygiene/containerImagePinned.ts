import { defineRule, type Judgement } from "../../frame/rule";
import { containersOf, taskType } from "../../../plan/ecs";
import type { Read } from "../../../plan/reader";
import type { Stack } from "../../../plan/stack";

const functionType = "aws:lambda/function:Function";
const repositoryType = "aws:ecr/repository:Repository";

/** An image's address: repository, tag and digest. A port of the registry is no tag. */
const imagePattern = /^(.+?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?$/;
const ecrPattern = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/(.+)$/;

/**
 * What runs today is what runs tomorrow: images are named by a tag other than `latest`, or by digest. Under `strict`
 * only a digest will do, or a tag in a repository of this stack whose tags cannot be moved.
 */
export const containerImagePinned = defineRule({
  name: "container-image-pinned",
  family: "hygiene",
  severity: "medium",
  title: "Container images are pinned",
  description:
    "Containers name their image by a tag other than latest or by digest; under strict by digest, or by a tag of an ECR repository of the stack with immutable tags.",
  remediation: "Name a version as the tag, or better the digest: repository@sha256:...",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
  checks: [],
  requirement: "Every source: what is deployed is known, and a deployment can be repeated and rolled back.",
  types: [taskType, functionType],
  needsStack: true,
  judge(the) {
    const { type, properties } = the.resource;
    if (type === functionType) judgeImage(the, properties.text("imageUri"), "imageUri");
    else
      the.known(containersOf(the.resource), (containers = []) => {
        for (const container of containers) {
          const name = container.text("name");
          judgeImage(the, container.text("image"), name.state === "known" ? name.value : container.path);
        }
      });
  },
});

function judgeImage(the: Judgement, read: Read<string>, finding: string): void {
  the.known(
    read,
    (image) => {
      if (image === undefined) return;
      const [, repository = "", tag, digest] = imagePattern.exec(image) ?? [];
      if (digest !== undefined) return;
      if (tag === undefined || tag === "latest")
        the.fail(`${finding} runs ${image}, which changes without notice. Name a version or a digest.`, { finding });
      else if (the.settings.strict) judgeStrictly(the, { image, repository, finding });
    },
    { finding },
  );
}

function judgeStrictly(the: Judgement, { image, repository, finding }: Record<string, string>): void {
  const name = ecrPattern.exec(repository ?? "")?.[1];
  const immutable = name === undefined ? undefined : isImmutable(name, the.stack);
  if (immutable?.state === "known" && immutable.value) return;
  if (immutable?.state === "unknown") the.doubt(immutable, { finding });
  else
    the.fail(
      `${finding} runs ${image}, whose tag may be moved. Under strict name its digest, or use a repository of this stack with immutable tags.`,
      { finding },
    );
}

/** Whether the tags of a repository stay; absent when it is not in the stack. */
function isImmutable(name: string, stack: Stack): Read<boolean> {
  let hidden: Read<boolean> | undefined;
  for (const { properties } of stack.ofType(repositoryType)) {
    const own = properties.text("name");
    if (own.state === "unknown") hidden ??= { ...own, path: "the name of an ECR repository" };
    if (own.state !== "known" || own.value !== name) continue;
    const mutability = properties.text("imageTagMutability");
    if (mutability.state === "unknown") return { ...mutability, path: `${mutability.path} of ${name}` };
    return { state: "known", path: "", value: mutability.state === "known" && mutability.value === "IMMUTABLE" };
  }
  return hidden ?? { state: "absent", path: "" };
}
