import { defineRule, type Judgement } from "../../frame/rule";
import type { Reader } from "../../../plan/reader";
import type { Stack } from "../../../plan/stack";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

/** The flag of each storage that stands for itself. */
const flags: Readonly<Record<string, string>> = {
  "aws:rds/instance:Instance": "storageEncrypted",
  "aws:rds/cluster:Cluster": "storageEncrypted",
  "aws:rds/globalCluster:GlobalCluster": "storageEncrypted",
  "aws:docdb/cluster:Cluster": "storageEncrypted",
  "aws:neptune/cluster:Cluster": "storageEncrypted",
  "aws:opensearch/domain:Domain": "encryptAtRest.enabled",
  "aws:elasticsearch/domain:Domain": "encryptAtRest.enabled",
  "aws:efs/fileSystem:FileSystem": "encrypted",
  "aws:elasticache/replicationGroup:ReplicationGroup": "atRestEncryptionEnabled",
  "aws:redshift/cluster:Cluster": "encrypted",
  "aws:ebs/volume:Volume": "encrypted",
};
const clusterType = "aws:rds/cluster:Cluster";
/** Properties by which a storage is made from another, and is encrypted as that one is. */
const origins = [
  "sourceDbClusterIdentifier",
  "globalReplicationGroupId",
  "snapshotIdentifier",
  "replicateSourceDb",
  "replicationSourceIdentifier",
  "restoreToPointInTime",
  "snapshotId",
];
const volumeType = "aws:ebs/volume:Volume";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const machineTypes = ["aws:ec2/instance:Instance", "aws:ec2/launchConfiguration:LaunchConfiguration"];
const accountDefaultType = "aws:ebs/encryptionByDefault:EncryptionByDefault";

/**
 * Data at rest is encrypted; with AWS's own key that costs nothing. Absent is a fault, since AWS leaves storage plain,
 * except that volumes follow the account's setting when the stack makes it, and that Aurora encrypts every cluster made
 * since 18 February 2026: one without the flag is undetermined, as it may be older. Buckets and backup vaults are not
 * judged: AWS encrypts all of them, and only the key is a choice.
 */
export const storageEncrypted = defineRule({
  name: "storage-encrypted",
  family: "data-protection",
  severity: "high",
  title: "Storage is encrypted",
  description:
    "Databases, caches, search domains, file systems and volumes are encrypted at rest; absent is plain, but for new Aurora clusters, buckets and backup vaults, which AWS always encrypts.",
  remediation: "Set storageEncrypted or encrypted to true; the key of the service is free.",
  url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
  checks: [
    "CKV_AWS_16",
    "CKV_AWS_96",
    "CKV_AWS_42",
    "CKV_AWS_3",
    "CKV_AWS_8",
    "CKV_AWS_5",
    "CKV_AWS_44",
    "CKV_AWS_74",
    "CKV_AWS_29",
    "CKV_AWS_64",
    "CKV_AWS_140",
    "AWS-0080",
    "AWS-0037",
    "AWS-0026",
    "AWS-0131",
    "AWS-0048",
  ],
  requirement: "Web application and Temporal sources: data is encrypted at rest.",
  types: [...Object.keys(flags), templateType, ...machineTypes],
  needsStack: true,
  judge(the) {
    const { type, properties } = the.resource;
    const flag = flags[type];
    if (flag !== undefined) judgeStorage(the, flag);
    else if (type === templateType) judgeTemplate(the);
    else {
      the.known(properties.list("ebsBlockDevices"), (devices = []) => {
        for (const device of devices) judgeVolume(the, device);
      });
      if (!properties.has("launchTemplate")) judgeVolume(the, properties.at("rootBlockDevice"));
    }
  },
});

function judgeStorage(the: Judgement, flag: string): void {
  const { type, properties } = the.resource;
  if (type === volumeType) {
    judgeVolume(the, properties);
    return;
  }
  the.known(properties.flag(flag), (encrypted) => {
    if (encrypted || (encrypted === undefined && isEncryptedByDefault(the.resource))) return;
    const origin = encrypted === undefined ? origins.find((property) => properties.has(property)) : undefined;
    if (origin) the.undetermined(flag, `is not set, and follows what ${origin} names`);
    else if (encrypted === undefined && isAurora(the)) judgeAurora(the, flag);
    else
      the.fail(`${flag} is ${encrypted ?? "not set"}: data is stored in the clear. Set ${flag} to true.`, {
        finding: flag,
      });
  });
}

/** What AWS, or the provider for it, encrypts unless told otherwise: Redshift, and Valkey among the caches. */
function isEncryptedByDefault({ type, properties }: Resource): boolean {
  const engine = properties.text("engine");
  return type === "aws:redshift/cluster:Cluster" || (type.includes("/replicationGroup:") && isText(engine, "valkey"));
}

function isText(read: Read<string>, text: string): boolean {
  return read.state === "known" && read.value.toLowerCase() === text;
}

function isAurora({ resource: { type, properties } }: Judgement): boolean {
  const engine = properties.text("engine");
  return type === clusterType && engine.state === "known" && engine.value.startsWith("aurora");
}

/** The clusters of the first, discontinued serverless mode were always encrypted. */
function judgeAurora({ resource, known, undetermined }: Judgement, flag: string): void {
  known(resource.properties.text("engineMode"), (mode) => {
    if (mode !== "serverless")
      undetermined(flag, "is not set, and Aurora encrypts only clusters made since 18 February 2026. Set it to true");
  });
}

function judgeTemplate(the: Judgement): void {
  const devices = the.resource.properties.list("blockDeviceMappings");
  the.known(devices, (mappings = []) => {
    const isVolume = (mapping: Reader) =>
      ["noDevice", "virtualName"].every((key) => mapping.text(key).state !== "known");
    const volumes = mappings.filter(isVolume);
    for (const mapping of volumes) judgeVolume(the, mapping.at("ebs"));
    if (volumes.length === 0) judgeVolume(the, the.resource.properties.at("blockDeviceMappings"));
  });
}

/** One volume: its own flag, else what it was made from, else the account's setting. */
function judgeVolume(the: Judgement, volume: Reader): void {
  const path = volume.path === "" ? "encrypted" : `${volume.path}.encrypted`;
  const encrypted: Read<boolean> = volume.isAbsent() ? { state: "absent", path } : volume.flag("encrypted");
  the.known(encrypted, (isEncrypted) => {
    if (isEncrypted) return;
    if (isEncrypted === undefined && volume.has("snapshotId")) {
      the.undetermined(path, "is not set, and follows the snapshot");
      return;
    }
    const tell = () => {
      the.fail(`${path} is ${isEncrypted ?? "not set"}: the volume is stored in the clear. Set it to true.`, {
        finding: path,
      });
    };
    if (isEncrypted === false) tell();
    else
      the.known(the.stack.view(accountEncrypts), (byDefault) => {
        if (!byDefault) tell();
      });
  });
}

/** Whether the stack makes the account encrypt every new volume. */
function accountEncrypts(stack: Stack): Read<boolean> {
  const [setting] = stack.ofType(accountDefaultType);
  if (!setting) return { state: "known", path: accountDefaultType, value: false };
  const enabled = setting.properties.flag("enabled");
  return enabled.state === "absent" ? { state: "known", path: enabled.path, value: true } : enabled;
}
