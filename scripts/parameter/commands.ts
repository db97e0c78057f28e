import { Option, type Command } from "commander";
import { parse } from "yaml";
import {
  advancedTierBytes,
  deleteParameters,
  getParameter,
  listParameters,
  nameFault,
  parameterTypes,
  putParameter,
  standardTierBytes,
  type ParameterKind,
  type ParameterSummary,
} from "../aws/parameters";
import type { Context } from "../command/context";
import { CommandError } from "../command/errors";
import { changeOptions, commonOptions, examples, type ChangeFlags, type CommonFlags } from "../command/flags";
import { runs } from "../command/run";
import { readSecret } from "../command/secretInput";
import { table } from "../../preview/report/table";

interface PutFlags extends ChangeFlags {
  file?: string;
  type: ParameterKind;
  overwrite?: boolean;
  keyId?: string;
}

export function addParameterPut(parent: Command): void {
  const command = changeOptions(parent.command("put <name>"))
    .description("Write a parameter; its value comes from a file, a hidden prompt or standard input")
    .option("--file <file>", "file that holds the value")
    .addOption(new Option("--type <type>", "kind of parameter").choices(parameterTypes).default("SecureString"))
    .option("--overwrite", "replace the value that is there")
    .option("--key-id <key>", "KMS key of a SecureString (default: alias/aws/ssm, which costs nothing)")
    .action(
      runs<PutFlags>(async (context, flags, name) => {
        refuse([faultOf(name)]);
        const value = await readSecret(context, name, flags.file);
        refuse([sizeFault(name, value)]);
        const { type, keyId, overwrite = false } = flags;
        if (flags.dryRun === true) return written(name, type, undefined);
        const version = await putParameter(context.aws, { name, value, type, overwrite, keyId });
        return written(name, type, version);
      }),
    );
  examples(command, "parameter put /dev/shop/token --file token.txt", "parameter put /dev/shop/token < token.txt");
}

interface GetFlags extends CommonFlags {
  show?: boolean;
}

export function addParameterGet(parent: Command): void {
  const command = commonOptions(parent.command("get <name>"))
    .description("Show a parameter; the value only when asked")
    .option("--show", "print the value, decrypted")
    .action(
      runs<GetFlags>(async (context, flags, name) => {
        const { value, ...summary } = await getParameter(context.aws, name, flags.show === true);
        if (flags.show !== true) return { data: summary, text: listed(context, [summary]) };
        return { data: { ...summary, value }, text: value };
      }),
    );
  examples(command, "parameter get /dev/shop/token", "parameter get /dev/shop/token --show");
}

export function addParameterList(parent: Command): void {
  const command = commonOptions(parent.command("list [path]"))
    .description("List parameters below a path, without their values")
    .action(
      runs<CommonFlags>(async (context, _flags, path = "/") => {
        const found = await collect(listParameters(context.aws, path));
        return { data: found, text: found.length === 0 ? `No parameter is below ${path}.` : listed(context, found) };
      }),
    );
  examples(command, "parameter list /dev");
}

export function addParameterDelete(parent: Command): void {
  const command = changeOptions(parent.command("delete <names...>"))
    .description("Delete parameters by name")
    .action(async (names: string[], flags: ChangeFlags, self: Command) => {
      await runs<ChangeFlags>(async (context) => {
        if (flags.dryRun === true) return { data: { wouldDelete: names }, text: `Would delete ${names.join(", ")}.` };
        await context.confirm(`Delete ${names.join(", ")}?`);
        const deleted = await deleteParameters(context.aws, names);
        const absent = names.filter((name) => !deleted.includes(name));
        const text = [
          ...deleted.map((name) => `Deleted ${name}.`),
          ...absent.map((name) => `There was no ${name}.`),
        ].join("\n");
        return { data: { deleted, absent }, text };
      })(flags, self);
    });
  examples(command, "parameter delete /dev/shop/token");
}

interface ImportFlags extends ChangeFlags {
  type: ParameterKind;
  overwrite?: boolean;
}

export function addParameterImport(parent: Command): void {
  const command = changeOptions(parent.command("import <path> <file>"))
    .description("Write every entry of a YAML or JSON file of texts as a parameter below a path")
    .addOption(new Option("--type <type>", "kind of the parameters").choices(parameterTypes).default("SecureString"))
    .option("--overwrite", "replace values that are there")
    .action(
      runs<ImportFlags>(async (context, flags, path, file) => {
        const entries = entriesOf(await readSecret(context, file, file), path, file);
        refuse(entries.flatMap(([name, value]) => [faultOf(name), sizeFault(name, value)]));
        if (flags.dryRun !== true) {
          await context.confirm(`Write ${entries.length} parameters below ${path}?`);
          for (const [name, value] of entries) {
            await putParameter(context.aws, { name, value, type: flags.type, overwrite: flags.overwrite ?? false });
            context.say(`Wrote ${name}`);
          }
        }
        const names = entries.map(([name]) => name);
        const text = `${flags.dryRun === true ? "Would write" : "Wrote"} ${names.length} parameters below ${path}.`;
        return { data: flags.dryRun === true ? { wouldWrite: names } : { written: names }, text };
      }),
    );
  examples(command, "parameter import /dev/shop secrets.yaml --dry-run");
}

function written(name: string, type: string, version: number | undefined) {
  if (version === undefined) return { data: { wouldWrite: [name] }, text: `Would write ${name} (${type}).` };
  return { data: { name, type, version }, text: `Wrote ${name} (${type}), version ${version}.` };
}

function listed({ style }: Context, parameters: readonly ParameterSummary[]): string {
  const rows = parameters.map(({ name, type, version, changed }) => [name, type, String(version), changed]);
  const columns = [{ heading: "Name" }, { heading: "Type" }, { heading: "Version", align: "right" as const }];
  return table([...columns, { heading: "Changed" }], rows, style);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The entries of a file as names and values. Messages name keys, never values. */
function entriesOf(text: string, path: string, file: string): [string, string][] {
  const shape = new CommandError(`${file} must be one map of names to texts.`, "As in: token: abc");
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch {
    throw shape; // the parser's own message would quote the value
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw shape;
  const entries = Object.entries(parsed);
  const wrong = entries.filter(([, value]) => typeof value !== "string").map(([key]) => key);
  if (wrong.length > 0)
    throw new CommandError(`${file}: ${wrong.join(", ")} must be texts.`, "Put quotes around them.");
  return entries.map(([key, value]) => [`${path.replace(/\/$/, "")}/${key}`, String(value)]);
}

function faultOf(name: string): string | undefined {
  const fault = nameFault(name);
  return fault === undefined ? undefined : `${name} ${fault}`;
}

function sizeFault(name: string, value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  if (bytes <= standardTierBytes) return undefined;
  return `${name} has ${bytes} bytes; a standard parameter holds ${standardTierBytes} (an advanced one ${advancedTierBytes}, for money): use Secrets Manager for larger ones`;
}

function refuse(faults: readonly (string | undefined)[]): void {
  const real = faults.filter((fault) => fault !== undefined);
  if (real.length > 0) throw new CommandError(`${real.join("; ")}.`);
}
