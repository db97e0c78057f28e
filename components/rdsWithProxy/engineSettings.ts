import { type Problems, shown } from "../internal/problems";
import { type RdsWithProxyArgs, rdsWithProxyDefaults as defaults } from "./args";
import { type EngineFacts, majorOf } from "./engines";
import { classFamilies, instanceClasses } from "./instanceClasses";

/** Version and class, checked against the engine's facts. */
export function resolveEngine(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts) {
  const engineVersion = args.engineVersion ?? facts.defaultVersion;
  const extendedSupport = args.extendedSupport ?? defaults.extendedSupport;
  const major = majorOf(facts, engineVersion);
  const version = facts.versions[major ?? facts.defaultVersion];
  if (major === undefined || version === undefined) {
    problems.add(
      "engineVersion",
      `must be ${Object.keys(facts.versions).join(", ")}, or an exact version such as ${facts.exampleVersion}, ` +
        `got ${shown(engineVersion)}`,
    );
  } else if (version.pastStandardSupport && !extendedSupport) {
    problems.add(
      "engineVersion",
      `must be a version in standard support, got ${shown(engineVersion)}, which AWS only creates with Extended ` +
        `Support, billed per vCPU-hour; take ${facts.defaultVersion}, or set extendedSupport to true`,
    );
  }
  const instanceClass = args.instanceClass ?? facts.defaultClass;
  problems.require(
    instanceClasses(facts.classKind).includes(instanceClass),
    "instanceClass",
    `must be a class that ${args.engine} runs on, such as ${facts.defaultClass} (families: ` +
      `${classFamilies(facts.classKind).join(", ")}), got ${shown(instanceClass)}`,
  );
  return {
    engine: args.engine,
    engineVersion,
    /** Minor upgrades would run away from an exact version, and the next deployment would try to go back. */
    autoMinorVersionUpgrade: engineVersion === major,
    allowMajorVersionUpgrade: args.allowMajorVersionUpgrade ?? defaults.allowMajorVersionUpgrade,
    extendedSupport,
    parameterFamily: version?.parameterFamily ?? "",
    clientPasswordAuthType: version?.clientPasswordAuthType,
    instanceClass,
  };
}

/** Storage and zones of a single instance. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html */
export function resolveStorage(problems: Problems, args: RdsWithProxyArgs, facts: EngineFacts) {
  if (facts.aurora) refuseInstanceArguments(problems, args);
  const storageGiB = args.storageGiB ?? defaults.storageGiB;
  const { maxStorageGiB } = args;
  problems.wholeNumber("storageGiB", storageGiB, 20, 65_536);
  if (maxStorageGiB !== undefined) {
    // At least 10 % above: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    const least = problems.isSound("storageGiB") ? Math.ceil((storageGiB * 11) / 10) : 22;
    problems.wholeNumber("maxStorageGiB", maxStorageGiB, least, 65_536, "at least 10 % above storageGiB, or left out");
  }
  const multiAz = args.multiAz ?? defaults.multiAz;
  problems.require(
    !multiAz || args.availabilityZone === undefined,
    "availabilityZone",
    "must be left out with multiAz: AWS chooses the zones of instance and standby",
  );
  return { storageGiB, maxStorageGiB, multiAz };
}

function refuseInstanceArguments(problems: Problems, args: RdsWithProxyArgs): void {
  const reasons = {
    storageGiB: "Aurora's storage grows by itself",
    maxStorageGiB: "Aurora's storage grows by itself",
    multiAz: "Aurora keeps its data in three zones; readerCount gives instances to fail over to",
    availabilityZone: "Aurora spreads its instances",
  };
  for (const [path, reason] of Object.entries(reasons)) {
    const value = args[path as keyof typeof reasons];
    problems.require(value === undefined, path, `must be left out with ${args.engine}: ${reason}`);
  }
}
