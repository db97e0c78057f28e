import type { Command } from "commander";
import { parseRepository, repositoryImages, type ImageSummary, type Repository } from "./aws/images";
import type { Clients } from "./aws/clients";
import { describeServices } from "./aws/services";
import { imagesOf, taskDefinition } from "./aws/taskDefinitions";
import { CommandError } from "./command/errors";
import { commonOptions, examples, wholeNumber, type CommonFlags } from "./command/flags";
import { runs } from "./command/run";
import { suggestion } from "./command/suggest";
import { field, stackServices } from "./stack/services";
import { textsOf, type StackOutputs } from "./stack/outputs";

interface ImageFlags extends CommonFlags {
  limit?: number;
}

/** An image and what uses it. */
interface Listed extends ImageSummary {
  repository: string;
  /** Services whose task definition names it. */
  usedBy: string[];
}

export function register(program: Command): void {
  const command = commonOptions(program.command("images [repository]"))
    .description("List the images of the stack's repositories, and which of them services run")
    .option("--limit <images>", "stop after so many of each repository", wholeNumber(1, 1_000_000))
    .action(
      runs<ImageFlags>(async ({ aws, outputs, style }, { limit }, called?: string) => {
        const stack = await outputs();
        const repositories = chosen(stack, called);
        const used = await usedImages(aws, stack);
        return {
          items: listed(aws, repositories, used, limit),
          line: (image: Listed) => lineOf(image, style.bold),
          empty: "There is no image. Build one and push it: docs/runbooks/deploy.md",
        };
      }),
    );
  examples(command, "images", "images api --limit 20 --json");
}

/** Repositories of the stack, by the key that commands call them. */
function chosen(outputs: StackOutputs, called: string | undefined): [string, Repository][] {
  const temporal = field(outputs.get("temporal"), "repositoryUrls");
  const own = temporal === undefined ? outputs.texts("ecrRepositoryUrls") : textsOf(outputs.get("ecrRepositoryUrls"));
  const all = { ...textsOf(temporal), ...own };
  if (called !== undefined && all[called] === undefined)
    throw new CommandError(`${outputs.source} has no repository "${called}".`, suggestion(called, Object.keys(all)));
  return Object.entries(all)
    .filter(([key]) => called === undefined || key === called)
    .map(([key, url]) => {
      const repository = parseRepository(url);
      if (repository === undefined) throw new CommandError(`${key}: ${url} is no repository of ECR.`);
      return [key, repository];
    });
}

/** Services by the image that their task definitions name. */
async function usedImages(aws: Clients, outputs: StackOutputs): Promise<Map<string, string[]>> {
  const used = new Map<string, string[]>();
  for (const { place, service } of await describeServices(aws, stackServices(outputs))) {
    const images = imagesOf(await taskDefinition(aws, service.taskDefinition ?? ""));
    for (const image of new Set(Object.values(images))) used.set(image, [...(used.get(image) ?? []), place.key]);
  }
  return used;
}

async function* listed(
  aws: Clients,
  repositories: readonly [string, Repository][],
  used: ReadonlyMap<string, string[]>,
  limit = Infinity,
): AsyncGenerator<Listed> {
  for (const [key, repository] of repositories) {
    let count = 0;
    for await (const image of repositoryImages(aws, repository)) {
      yield { repository: key, ...image, usedBy: usersOf(image, repository, used) };
      count++;
      if (count >= limit) break;
    }
  }
}

function usersOf(
  { tags, digest }: ImageSummary,
  { account, region, name }: Repository,
  used: ReadonlyMap<string, string[]>,
) {
  const base = `${account}.dkr.ecr.${region}.amazonaws.com/${name}`;
  const names = [...tags.map((tag) => `${base}:${tag}`), `${base}@${digest}`];
  return [...new Set(names.flatMap((image) => used.get(image) ?? []))];
}

function lineOf({ repository, tags, digest, bytes, pushed, usedBy }: Listed, bold: (text: string) => string): string {
  const size = `${(bytes / 1e6).toFixed(1)} MB`.padStart(10);
  const line = `${repository}  ${(tags.join(", ") || "(no tag)").padEnd(16)}  ${digest.slice(0, 19)}  ${size}  ${pushed}`;
  return usedBy.length === 0 ? line : bold(`${line}  run by ${usedBy.join(", ")}`);
}
