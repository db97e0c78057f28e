import { defineRule, type Judgement } from "../../frame/rule";
import endOfLife from "../../data/endOfLife.json";

const functionType = "aws:lambda/function:Function";

/** Last days of standard support by version. */
type Ends = Readonly<Record<string, string>>;

const engines: Readonly<Record<string, { ends: Ends }>> = endOfLife.engines;
const runtimes: Ends = endOfLife.runtimes.ends;

/** Properties by which a database is made from another, and has that one's version. */
const origins = ["snapshotIdentifier", "replicateSourceDb", "replicationSourceIdentifier", "restoreToPointInTime"];

/**
 * Nothing is started on software that gets no more corrections. Databases past their day are billed for Extended
 * Support besides. Versions newer than the table pass, older ones are past their day; engines and runtimes that it
 * does not know cannot be told.
 */
export const runtimeNotEndOfLife = defineRule({
  name: "runtime-not-end-of-life",
  family: "hygiene",
  severity: "high",
  title: "Versions are supported",
  description: "Database engines and Lambda runtimes are in AWS's standard support on the day of the deployment.",
  remediation: "Move to the version that the message names; Extended Support costs more than most small databases.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
  checks: ["CKV_AWS_363"],
  requirement: "Every source: software is current and patched, databases upgrade by minor versions.",
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster", functionType],
  judge(the) {
    if (the.resource.type === functionType) judgeRuntime(the);
    else judgeEngine(the);
  },
});

function judgeRuntime({ resource, today, known, fail, undetermined }: Judgement): void {
  known(resource.properties.text("runtime"), (runtime) => {
    if (runtime === undefined) return; // A container image brings its own.
    const end = runtimes[runtime];
    if (end === undefined) undetermined("runtime", `${runtime} is in no table of ${endOfLife.asOf}`);
    else if (end < today)
      fail(`runtime is ${runtime}, whose support ended on ${end}. Use ${successorOf(runtime, today)}.`);
  });
}

function judgeEngine({ resource: { properties }, today, known, fail, undetermined }: Judgement): void {
  const origin = origins.find((property) => properties.has(property));
  known(properties.text("engine"), (engine) => {
    if (engine === undefined) {
      if (origin) undetermined("engineVersion", `follows what ${origin} names`);
      return;
    }
    const ends = engines[engine]?.ends;
    if (!ends) return; // Commercial engines end by contract, not by a calendar of AWS.
    known(properties.text("engineVersion"), (version) => {
      if (version === undefined) {
        if (origin) undetermined("engineVersion", `is not set, and follows what ${origin} names`);
        return; // AWS takes its default, a current one.
      }
      const major = majorOf(version, ends);
      const end = ends[major];
      const isOlder = end === undefined && isBefore(major, versionsOf(ends)[0] ?? "");
      if (end === undefined && !isOlder && isBefore(major, newest(ends)))
        undetermined("engineVersion", `${version} of ${engine} is in no table of ${endOfLife.asOf}`);
      else if (isOlder || (end !== undefined && end < today))
        fail(
          `engineVersion is ${version}: standard support of ${engine} ${major} ended${end === undefined ? " long ago" : ` on ${end}`}. Use ${newest(ends)}.`,
        );
    });
  });
}

/** The major version: what the table has of it, else as many numbers as the table's newest has. */
function majorOf(version: string, ends: Ends): string {
  const listed = Object.keys(ends).find((key) => version === key || version.startsWith(`${key}.`));
  const places = newest(ends).split(".").length;
  return listed ?? version.split(".").slice(0, places).join(".");
}

function isBefore(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split(".").map(Number));
  const [major = 0, minor = 0] = a ?? [];
  const [otherMajor = 0, otherMinor = 0] = b ?? [];
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function newest(ends: Ends): string {
  return versionsOf(ends).at(-1) ?? "";
}

/** The versions from the oldest to the newest; an object's own order puts whole numbers first. */
function versionsOf(ends: Ends): string[] {
  return Object.keys(ends).sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

/** The supported runtime of the same language that lives longest. */
function successorOf(runtime: string, today: string): string {
  const language = /^[a-z]+/.exec(runtime)?.[0] ?? "";
  const family = language === "go" ? "provided" : language.replace(/core$/, "");
  const alive = Object.entries(runtimes)
    .filter(([name, end]) => /^[a-z]+/.exec(name)?.[0] === family && end >= today)
    .sort(([, a], [, b]) => b.localeCompare(a));
  return alive[0]?.[0] ?? "a current runtime";
}
