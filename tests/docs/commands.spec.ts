import { Command, CommanderError } from "commander";
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { groups } from "../../scripts/cli";

/*
 * Every `npx cloister …` in a document goes through the parser of the command line. A command that is planned and not
 * there yet is shown as pending; any other that the parser does not know is a failure.
 */

const root = path.join(__dirname, "../..");
const entries = Object.values(groups).flat();

/** Commands of the plan; those that are there are parsed, whatever this list says. */
const planned = [
  ...["logs", "scale", "status", "run-migration", "setup-schema", "setup-opensearch", "deploy-service", "images"],
  ...["exec", "port-forward", "deploy", "parameter", "free-tier", "costs", "estimate-costs", "refresh-prices"],
  ...["billing-alerts", "cleanup", "pmm-password", "pmm-backup", "pmm-restore", "pmm-client", "grafana-secret"],
  ...["setup", "destroy"],
];

interface Line {
  /** File and line, as an editor opens it. */
  at: string;
  /** What follows `npx cloister`. */
  text: string;
  /** In running text: the name of a command alone is no call of it. */
  inline: boolean;
}

/** The calls in a document: whole lines of blocks of code, and what stands between backticks. */
function linesOf(file: string): Line[] {
  let isCode = false;
  return fs
    .readFileSync(path.join(root, file), "utf8")
    .split("\n")
    .flatMap((text, index): Line[] => {
      const at = `${file}:${index + 1}`;
      if (/^\s*(```|~~~)/.test(text)) isCode = !isCode;
      const found = isCode ? text.matchAll(/npx cloister(.*)/g) : text.matchAll(/`npx cloister([^`]*)`/g);
      return [...found].map(([, call = ""]) => ({ at, text: call.trim(), inline: !isCode }));
    });
}

/** As a shell takes it apart: up to what ends a command or begins a comment. */
function wordsOf(text: string): string[] {
  const [call = ""] = text.split(/\s(?:#|[|&;>]|2>)|[;|&]/);
  return [...call.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? "",
  );
}

/** The command line with one command loaded, which does nothing when it is called. */
function parserOf(name: string): Command {
  const program = new Command("cloister");
  const entry = entries.find((one) => one.name === name);
  if (!entry) return program;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded as the command line loads it
  const file = require(path.join(root, "scripts", entry.file)) as { register(program: Command): void };
  file.register(program);
  const silence = (command: Command) => {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    command.commands.forEach(silence);
  };
  silence(program);
  return program;
}

/** What the parser has against a call; undefined when it takes it. */
function faultOf(words: readonly string[]): string | undefined {
  try {
    parserOf(words[0] ?? "").parse(["node", "cloister", ...words]);
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && /^commander\.(help|version)/.test(error.code)) return undefined;
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

const isThere = (name: string) => entries.some((entry) => entry.name === name);

describe("commands in documents", () => {
  const documents = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && fs.existsSync(path.join(root, file)));
  const lines = documents.flatMap(linesOf);

  it("are found, in blocks and in running text", () => {
    expect(lines.filter(({ inline }) => inline).length).to.be.greaterThan(5);
    expect(lines.filter(({ inline }) => !inline).length).to.be.greaterThan(10);
  });

  it("are taken apart as a shell would", () => {
    expect(wordsOf("scale api +1 --wait # until then")).to.deep.equal(["scale", "api", "+1", "--wait"]);
    expect(wordsOf("preview --json > preview.json")).to.deep.equal(["preview", "--json"]);
    expect(wordsOf("port-forward ui 8080 &")).to.deep.equal(["port-forward", "ui", "8080"]);
    expect(wordsOf(`logs api --filter 'level = "error"'`)).to.deep.equal([
      "logs",
      "api",
      "--filter",
      'level = "error"',
    ]);
  });

  it("are refused when the parser does not know them", () => {
    expect(faultOf(["preview", "--stack", "prod"])).to.equal(undefined);
    expect(faultOf(["preview", "--stakc", "prod"])).to.contain("unknown option '--stakc'");
    expect(faultOf(["scale", "api", "many", "--min", "x"])).to.contain("--min");
    expect(faultOf(["logs", "api", "second", "third"])).to.contain("too many arguments");
  });

  for (const { at, text, inline } of lines) {
    it(`${at} cloister ${text}`, function () {
      const words = wordsOf(text);
      const [name = ""] = words;
      if (/^(--help|-h|help|--version|)$/.test(name)) return;
      if (!isThere(name)) {
        expect(planned, `${at}: there is no command ${name}`).to.include(name);
        this.skip();
      }
      if (inline && words.length === 1) return; // a mention
      expect(faultOf(words), at).to.equal(undefined);
    });
  }
});
