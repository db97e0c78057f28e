import * as fs from "node:fs";
import * as path from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { CommandError, exitCodes } from "./command/errors";
import { colorChoice, examples, type ChangeFlags } from "./command/flags";
import { runs } from "./command/run";
import { awsPriceList, priceFilesAt, priceFilesIn } from "./prices/priceList";
import { readPrices, services } from "./prices/refresh";
import { reportOf } from "./prices/report";
import { knownRegions } from "./prices/rules";
import { compare, merged, readTable, writeTable } from "./prices/table";

interface RefreshFlags extends ChangeFlags {
  region: string;
  from?: string;
  mirror: string;
  out?: string;
  service?: string[];
}

export function register(program: Command): void {
  const command = program
    .command("refresh-prices")
    .description("Read a region's prices from AWS's public price files, say what changed, and write them")
    .addOption(new Option("--region <region>", "AWS region").argParser(region).makeOptionMandatory())
    .option("--from <folder>", "read files that were downloaded before, such as AmazonEC2.json, and no network")
    .addOption(new Option("--mirror <url>", "a mirror of AWS's price list").argParser(url).default(awsPriceList))
    .addOption(new Option("--service <code...>", "only these services' files, such as AmazonRDS").choices(services))
    .option("--out <file>", "write here (default: the table that estimates read)")
    .option("--dry-run", "say what would change, and write nothing")
    .option("-j, --json", "print one JSON document, errors too")
    .option("--color <when>", "auto, always or never", colorChoice)
    .action(
      runs<RefreshFlags>(async ({ signal, progress, style }, flags) => {
        const { region, from, mirror, out = tableOf(region), dryRun = false, service: wanted = services } = flags;
        const list = from === undefined ? priceFilesAt(mirror, region) : priceFilesIn(from);
        const before = readTable(fs.existsSync(out) ? out : tableOf(region));
        const reading = await readPrices(list, region, wanted, signal, progress);
        const difference = compare(before, reading.findings);
        if (!dryRun) writeTable(out, merged(before, reading.findings));
        const report = { region, file: dryRun ? null : out, ...reading, findings: undefined, ...difference };
        return {
          data: report,
          text: reportOf(report, style),
          exitCode: difference.refused.length > 0 ? exitCodes.error : exitCodes.clean,
        };
      }),
    );
  examples(
    command,
    "refresh-prices --region eu-west-1 --dry-run",
    "refresh-prices --region us-east-1 --service AmazonRDS AWSELB",
    "refresh-prices --region eu-west-1 --from ./price-files --out eu-west-1.json",
  );
}

/** The table of a region that estimates read: the sources' in a checkout, else the installed package's. */
function tableOf(region: string): string {
  const folder = path.join("cost", "data", "prices");
  const rooms = [path.join(__dirname, ".."), path.join(__dirname, "..", "..")];
  const root = rooms.findLast((room) => fs.existsSync(path.join(room, folder)));
  if (root === undefined) throw new CommandError("This package has no table of prices.", "Name a file with --out.");
  return path.join(root, folder, `${region}.json`);
}

function region(value: string): string {
  if (knownRegions.includes(value)) return value;
  throw new InvalidArgumentError(`It must be one of ${knownRegions.join(", ")}.`);
}

/** Prices decide budgets: they come over https, or from this machine. */
function url(value: string): string {
  if (/^https:\/\/[^/]/.test(value) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(value))
    return value;
  throw new InvalidArgumentError("It must be an address that begins with https://.");
}
