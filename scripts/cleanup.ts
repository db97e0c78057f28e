import { EC2Client } from "@aws-sdk/client-ec2";
import { Option, type Command } from "commander";
import { table } from "../preview/report/table";
import { AwsFault } from "./aws/faults";
import { kinds } from "./aws/leftovers";
import type { Leftover, Search } from "./aws/leftovers/types";
import { ownerOf, stackTags, type Owner } from "./cleanup/ownership";
import type { Context } from "./command/context";
import { CommandError } from "./command/errors";
import { changeOptions, duration, examples, type ChangeFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";
import { field } from "./stack/services";
import { textsOf, type StackOutputs } from "./stack/outputs";

interface CleanupFlags extends ChangeFlags {
  olderThan: number;
}

/** A leftover and whose it is. */
type Found = Leftover & { owner: Owner };

export function register(program: Command): void {
  const command = changeOptions(program.command("cleanup [ids...]"))
    .description("List what nothing uses any more, with what it costs a month; delete the ids that are named")
    .addOption(
      new Option("--older-than <time>", "leave alone what is younger; addresses have no age")
        .argParser(duration)
        .default(14 * 86_400, "14d"),
    )
    .action(async (ids: string[], flags: CleanupFlags, self: Command) => {
      await runs<CleanupFlags>((context) => cleanup(context, flags, ids))(flags, self);
    });
  examples(command, "cleanup", "cleanup vol-0123456789abcdef0 eipalloc-0123456789abcdef0 --dry-run");
}

async function cleanup(context: Context, flags: CleanupFlags, ids: readonly string[]): Promise<Outcome> {
  const outputs = await context.outputs();
  const tags = await stackTags(context, outputs);
  const ec2 = await context.aws.client(EC2Client);
  const search: Search = {
    aws: context.aws,
    region: await ec2.config.region(),
    repositories: [
      ...Object.values(textsOf(outputs.get("ecrRepositoryUrls"))),
      ...Object.values(textsOf(field(outputs.get("temporal"), "repositoryUrls"))),
    ],
  };
  const all = await findAll(search, outputs, tags, flags.olderThan);
  return ids.length === 0 ? listed(context, all) : remove(context, flags, search, all, ids);
}

async function findAll(
  search: Search,
  outputs: StackOutputs,
  tags: { environment: string; project: string },
  olderThan: number,
): Promise<Found[]> {
  const before = Date.now() - olderThan * 1000;
  const found = (await Promise.all(kinds.map((kind) => kind.find(search)))).flat();
  return found
    .filter(({ created }) => created === undefined || created < before)
    .map((one) => ({ ...one, owner: ownerOf(one, tags, outputs) }))
    .sort((a, b) => (b.monthlyUsd ?? 0) - (a.monthlyUsd ?? 0));
}

/** What belongs to other stacks is nobody's concern here. */
function listed({ style }: Context, all: readonly Found[]): Outcome {
  const shown = all.filter(({ owner }) => owner !== "other");
  const of = (owner: Owner) => shown.filter((one) => one.owner === owner);
  const [own, component, nobody] = [of("stack"), of("component"), of("nobody")];
  const total = own.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0);
  const text = [
    own.length === 0 ? "The stack has left nothing over." : rows(own, style),
    own.length === 0 ? "" : `${total.toFixed(2)} USD a month. Delete by id: cloister cleanup ID...`,
    component.length === 0 ? "" : `A component comes back for these; they are not deleted:\n${rows(component, style)}`,
    nobody.length === 0
      ? ""
      : `Without a stack's tags, so not deleted here; look whose they are:\n${rows(nobody, style)}`,
  ];
  return {
    data: { leftovers: own, components: component, untagged: nobody, monthlyUsd: total },
    text: text.filter((part) => part !== "").join("\n\n"),
  };
}

async function remove(
  context: Context,
  flags: CleanupFlags,
  search: Search,
  all: readonly Found[],
  ids: readonly string[],
): Promise<Outcome> {
  const named = [...new Set(ids)].map((id) => ({ id, found: all.find((one) => one.id === id) }));
  const refused = named.flatMap(({ id, found }) =>
    found === undefined || found.owner === "stack" ? [] : [`${id} ${whyNot(found)}`],
  );
  if (refused.length > 0)
    throw new CommandError(
      `${refused.join("; ")}. Nothing was deleted.`,
      "Name ids of the list only: cloister cleanup",
    );
  const chosen = named.flatMap(({ found }) => (found === undefined ? [] : [found]));
  const absent = named.filter(({ found }) => found === undefined).map(({ id }) => id);
  const missing = absent.map((id) => `${id} is no leftover: it is gone already, in use, or too young.`);
  if (flags.dryRun === true || chosen.length === 0) {
    const text = chosen.map(({ id, kind, what }) => `Would delete ${kind} ${id}: ${what}`);
    return { data: { wouldDelete: chosen, absent }, text: [...text, ...missing].join("\n") };
  }
  await context.confirm(`${rows(chosen, context.style)}\nDelete these for good?`);
  const deleted: string[] = [];
  for (const one of chosen) {
    await removeOne(search, one);
    deleted.push(one.id);
    context.say(`Deleted ${one.kind} ${one.id}`);
  }
  const saved = chosen.reduce((sum, { monthlyUsd = 0 }) => sum + monthlyUsd, 0);
  const text = [`Deleted ${deleted.length}: ${saved.toFixed(2)} USD a month less.`, ...missing].join("\n");
  return { data: { deleted, absent, monthlyUsd: saved }, text };
}

async function removeOne(search: Search, one: Found): Promise<void> {
  const kind = kinds.find((each) => each.kinds.includes(one.kind));
  await kind?.remove(search, one).catch((error: unknown) => {
    // Somebody else was faster.
    if (!(error instanceof AwsFault) || !/NotFound/.test(error.code)) throw error;
  });
}

function whyNot({ owner, tags }: Found): string {
  if (owner === "component") return "belongs to a component that comes back for it";
  if (owner === "nobody") return "carries no stack's tags";
  return `belongs to another stack (${tags["project"] ?? "?"}, ${tags["environment"] ?? "?"})`;
}

function rows(found: readonly Found[], style: Context["style"]): string {
  const columns = [
    { heading: "Kind" },
    { heading: "Id" },
    { heading: "What" },
    { heading: "USD a month", align: "right" as const },
  ];
  return table(
    columns,
    found.map(({ kind, id, what, monthlyUsd }) => [kind, id, what, monthlyUsd?.toFixed(2) ?? "no price"]),
    style,
  );
}
