import { containersOf } from "../../plan/ecs";
import type { Read, Reader } from "../../plan/reader";
import type { Resource } from "../../plan/resource";

/** An AWS service that a task asks before its containers run, as names of VPC endpoints end. */
export type Service = "ecr.api" | "ecr.dkr" | "s3" | "logs" | "secretsmanager" | "ssm";

/** What a task asks before its containers run, and what for. */
export interface Need {
  /** Such as `to pull the image of api`. */
  readonly purpose: string;
  /** The services that have to be reached; undefined when only the internet will do. */
  readonly services?: readonly Service[];
}

/**
 * Images in ECR come by two endpoints and from S3, where their layers are.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
const privateRegistry: readonly Service[] = ["ecr.api", "ecr.dkr", "s3"];

/** Registries that only the internet has. An image without a host comes from Docker Hub. */
const publicRegistries = [
  "docker.io",
  "registry-1.docker.io",
  "index.docker.io",
  "public.ecr.aws",
  "ghcr.io",
  "quay.io",
  "gcr.io",
  "registry.k8s.io",
  "mcr.microsoft.com",
];

/** What the tasks of a definition need to start. Values that are not known need nothing, but for images: every one is pulled. */
export function needsOf(definition: Resource): Read<Need[]> {
  const containers = containersOf(definition);
  if (containers.state !== "known") return containers;
  const needs = containers.value.flatMap((container) => [
    ...imageNeed(container),
    ...logNeed(container),
    ...secretNeeds(container),
  ]);
  return { ...containers, value: needs };
}

function imageNeed(container: Reader): Need[] {
  const image = container.text("image");
  const purpose = `to pull the image of ${nameOf(container)}`;
  if (image.state === "absent") return [];
  // Wherever an unknown image is, it is pulled from the internet or from ECR.
  if (image.state === "unknown" || image.value.includes(".dkr.ecr.")) return [{ purpose, services: privateRegistry }];
  const [host = "", ...rest] = image.value.split("/");
  const isNamed = rest.length > 0 && (/[.:]/.test(host) || host === "localhost");
  return !isNamed || publicRegistries.includes(host) ? [{ purpose }] : [];
}

function logNeed(container: Reader): Need[] {
  const driver = container.text("logConfiguration.logDriver");
  const isAws = driver.state === "known" && driver.value === "awslogs";
  return isAws ? [{ purpose: `to write the log of ${nameOf(container)}`, services: ["logs"] }] : [];
}

function secretNeeds(container: Reader): Need[] {
  const secrets = container.list("secrets");
  return (secrets.state === "known" ? secrets.value : []).flatMap((secret): Need[] => {
    const from = secret.text("valueFrom");
    if (from.state !== "known") return [];
    // A name without an ARN is a parameter. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
    const service = from.value.startsWith("arn:") && from.value.includes(":secretsmanager:") ? "secretsmanager" : "ssm";
    return [{ purpose: `to read a secret of ${nameOf(container)}`, services: [service] }];
  });
}

function nameOf(container: Reader): string {
  const name = container.text("name");
  return name.state === "known" ? name.value : "a container";
}
