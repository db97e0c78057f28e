import type { Problems } from "../internal/problems";
import { userDataBytes, userDataLimitBytes, type InstanceValues } from "./instance/userData";
import { adminSecretArn, logGroupNames, metricsNamespace, volumeTagKey, type Named } from "./names";

/** What of the settings the instance is told. */
type Told = Named &
  Pick<InstanceValues, "telemetry" | "updates" | "dataRetentionDays" | "customQueries"> & {
    imageReference: string;
    dataVolume: { tagValue: string; snapshotId?: string };
    domain: { names: [string, ...string[]] };
  };

/** The arguments that become texts of the user data. */
const sources = ["environment", "accountId", "region", "serviceName", "pmmVersion", "dataRetentionDays", "domain"];

/** The values of the instance's user data. */
export function instanceValues(settings: Told): InstanceValues {
  const { telemetry, updates, dataRetentionDays, customQueries, dataVolume } = settings;
  return {
    region: settings.identity.region,
    image: settings.imageReference,
    volumeTag: { key: volumeTagKey, value: dataVolume.tagValue },
    restored: dataVolume.snapshotId !== undefined,
    secretId: adminSecretArn(settings),
    autoScalingGroupName: settings.prefix,
    metricsNamespace,
    logGroups: logGroupNames(settings),
    telemetry,
    updates,
    dataRetentionDays,
    publicAddress: settings.domain.names[0],
    customQueries,
  };
}

/** Records queries that make the user data longer than EC2 takes; whether they do is known once the rest is sound. */
export function checkUserData(problems: Problems, settings: Told): void {
  if (![...sources, "dataVolume", "customQueries"].every((path) => problems.isSound(path))) return;
  const bytes = userDataBytes(instanceValues(settings));
  problems.require(
    bytes <= userDataLimitBytes,
    "customQueries",
    `must leave the instance's user data within the ${userDataLimitBytes} bytes that EC2 takes, got ${bytes} bytes; ` +
      "shorten them, or leave some out",
  );
}
