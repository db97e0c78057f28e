import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";

const repository = path.join(__dirname, "../../..");
/** What a copy of this project leaves out: installed packages, history, and what no preview reads. */
const notCopied = new Set(["node_modules", ".git", ".github", "tests", "docs", "examples", "bench", "coverage"]);

/** Versions of the providers that are stood in for: those of the installed packages, so that no plugin is asked for. */
const providerNames = ["aws", "random"];

/** A folder of its own for everything the CLI reads and writes: copies of programs, state, home. */
export class Workspace {
  readonly root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "engine-comparison-"));
  /** Copy of this project, compiled parts included. */
  readonly product = path.join(this.root, "product");
  readonly home = path.join(this.root, "home");
  private copies = 0;

  constructor() {
    fs.mkdirSync(this.home);
    fs.cpSync(repository, this.product, {
      recursive: true,
      filter: (file) => !notCopied.has(path.relative(repository, file)),
    });
    fs.symlinkSync(path.join(repository, "node_modules"), path.join(this.root, "node_modules"));
    useStandIns(this.product, this.standIns(this.product));
  }

  /** Copies a program: a folder, or one file that gets a project file. Its providers answer from its answers file. */
  copyProgram(source: string): string {
    const name = path.basename(source, ".js");
    const copy = path.join(this.root, `program-${++this.copies}`, name);
    if (source.endsWith(".js")) {
      fs.mkdirSync(copy, { recursive: true });
      fs.copyFileSync(source, path.join(copy, "index.js"));
      fs.writeFileSync(
        path.join(copy, "Pulumi.yaml"),
        stringify({ name, runtime: { name: "nodejs", options: { typescript: false } } }),
      );
    } else fs.cpSync(source, copy, { recursive: true });
    useStandIns(copy, this.standIns(copy));
    return copy;
  }

  /** Copies a policy pack, once. */
  copyPack(source: string): string {
    const copy = path.join(this.root, "packs", path.basename(source));
    fs.cpSync(source, copy, { recursive: true });
    return copy;
  }

  /** Folders of stand-in providers by package. */
  private standIns(project: string): { name: string; path: string }[] {
    return providerNames.map((name) => {
      const folder = path.join(this.root, "providers", `${name}-${this.copies}`);
      fs.cpSync(path.join(__dirname, "provider"), folder, { recursive: true });
      const answers = name === "aws" ? { compiled: path.join(this.product, "dist"), project } : undefined;
      const version = installedVersion(`@pulumi/${name}`);
      fs.writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ version, answers }));
      return { name, path: folder };
    });
  }

  /**
   * Environment of the CLI: nothing of the machine's accounts and settings, and nothing that could download. Every
   * program has its own state, beside its copy, so that two of one name do not meet.
   */
  environment(program: string): NodeJS.ProcessEnv {
    const state = path.join(path.dirname(program), "state");
    fs.mkdirSync(state, { recursive: true });
    return {
      PATH: process.env["PATH"],
      HOME: this.home,
      TMPDIR: os.tmpdir(),
      PULUMI_HOME: this.home,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "engine comparison",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_DEBUG_COMMANDS: "true", // allows --event-log
      NODE_OPTIONS: `--require=${path.join(repository, "bin/plainErrors.js")}`,
    };
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

function installedVersion(name: string): string {
  const manifest = JSON.parse(fs.readFileSync(path.join(repository, "node_modules", name, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
}

/** Names the stand-ins in the copy's project file. */
function useStandIns(project: string, providers: { name: string; path: string }[]): void {
  const file = path.join(project, "Pulumi.yaml");
  const content = parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
  fs.writeFileSync(file, stringify({ ...content, plugins: { providers } }));
}
