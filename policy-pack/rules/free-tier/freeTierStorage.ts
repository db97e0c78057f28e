import { freeTierLimits } from "../../../cost/freeTier";
import { overrun, shownQuantity, unitPrice, type Priced } from "../../../cost/unitPrices";
import { defineRule, freePlans, type Bench, type Judgement } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import { searchTypes } from "../../../plan/search";
import type { Resource } from "../../../plan/resource";
import { volumesOf, volumeType } from "../../models/volumes";

const databaseType = "aws:rds/instance:Instance";
const fileSystemType = "aws:efs/fileSystem:FileSystem";
const taskType = "aws:ecs/taskDefinition:TaskDefinition";

/** Gigabytes that come with every Fargate task. */
const taskStorageGiB = 20;
const hoursPerMonth = 730;

/** Storage types that the free gigabytes are of. */
const freeKinds = ["gp2", "gp3", "standard"];

/** Something that takes gigabytes: its size, and how often it is there. */
interface Taker {
  owner: Resource;
  size: Read<number>;
  count?: Read<number>;
}

/**
 * Storage whose size the plan shows is within the free gigabytes, summed as AWS sums them. What grows by use (objects
 * in S3, files in EFS, images in ECR, logs) has no size in a plan; ecr-lifecycle and free-tier-log-retention hold that.
 */
export const freeTierStorage = defineRule({
  name: "free-tier-storage",
  family: "free-tier",
  severity: "medium",
  title: "Storage is within the free gigabytes",
  description:
    "EBS volumes are at most 30 GB in all, databases 20 GB in all, OpenSearch 10 GB in all; file systems have no provisioned throughput, tasks no more storage than comes with them.",
  remediation: "Make volumes smaller: 8 GB hold Amazon Linux. Use gp3, bursting throughput, and no ephemeralStorage.",
  url: "https://aws.amazon.com/ebs/pricing/",
  checks: [],
  requirement: "Free-tier source: 30 GB of EBS, 20 GB of database storage, 5 GB of S3 and EFS.",
  plans: freePlans,
  types: [fileSystemType, taskType, volumeType, databaseType],
  judge(the) {
    const { type, properties } = the.resource;
    const { volumeStorage, databaseStorage } = freeTierLimits(the.settings.plan);
    if (type === fileSystemType)
      the.known(properties.text("throughputMode"), (mode) => {
        if (mode === "provisioned")
          the.fail("throughputMode is provisioned, which is billed by MiB/s, used or not. Set it to bursting.", {
            finding: "throughputMode",
          });
      });
    else if (type === taskType) judgeTask(the);
    else if (type === volumeType && volumeStorage) judgeKind(the, "type", volumeStorage.value);
    else if (type === databaseType && databaseStorage) judgeKind(the, "storageType", databaseStorage.value);
  },
  judgeStack(the) {
    const { settings, stack } = the;
    const limits = freeTierLimits(settings.plan);
    const disks = volumesOf(stack);
    const databases = stack.ofType(databaseType);
    sum(the, "EBS volumes", limits.volumeStorage?.value, "volume", disks);
    // One database alone is judged by free-tier-database.
    if (databases.length > 1 && settings.plan === "legacy-free")
      sum(the, "databases", limits.databaseStorage?.value, "databaseStorage", databases.map(storageOf));
    const domains = stack.ofType(...searchTypes).map((owner) => ({ owner, size: sizeOfSearch(owner) }));
    sum(the, "OpenSearch domains", limits.searchStorage?.value, undefined, domains);
  },
});

function judgeKind({ resource, known, fail }: Judgement, property: string, limit: number): void {
  known(resource.properties.text(property), (kind) => {
    if (kind !== undefined && !freeKinds.includes(kind))
      fail(`${property} is ${kind}: the ${limit} free GB are of ${freeKinds.join(", ")}. Set ${property} to gp3.`, {
        finding: property,
      });
  });
}

function judgeTask({ resource, known, fail }: Judgement): void {
  known(resource.properties.number("ephemeralStorage.sizeInGib"), (size) => {
    if (size === undefined || size <= taskStorageGiB) return;
    const above = size - taskStorageGiB;
    const cost = overrun(above, "GiB of each task", above * unitPrice("taskStorage") * hoursPerMonth);
    fail(`ephemeralStorage.sizeInGib is ${size} of ${taskStorageGiB} that come with a task${cost}. Remove it.`, {
      finding: "ephemeralStorage",
    });
  });
}

function storageOf(owner: Resource): Taker {
  const size = owner.properties.number("allocatedStorage");
  const why = "is not set, and follows the database this one is made from";
  return { owner, size: size.state === "absent" ? { ...size, state: "unknown", why } : size };
}

function sizeOfSearch({ properties }: Resource): Read<number> {
  const size = properties.number("ebsOptions.volumeSize");
  return size.state === "absent" ? { state: "known", path: size.path, value: 0 } : size;
}

/** Adds up what is known. Over the limit is a fault already; otherwise what is not known leaves it open. */
function sum(
  { fail, doubt }: Bench,
  what: string,
  limit: number | undefined,
  priced: Priced | undefined,
  takers: readonly Taker[],
): void {
  if (limit === undefined) return;
  let total = 0;
  let unread: Read<unknown> | undefined;
  for (const { owner, size, count } of takers) {
    const times = count?.state === "known" ? count.value : count?.state === "unknown" ? undefined : 1;
    if (size.state === "known") total += size.value * (times ?? 0);
    const hidden = size.state === "unknown" ? size : count?.state === "unknown" ? count : undefined;
    if (hidden) unread ??= { ...hidden, path: `${hidden.path} of ${owner.name}` };
  }
  const finding = what;
  if (total <= limit) {
    if (unread) doubt(unread, { finding });
    return;
  }
  const above = total - limit;
  const cost = overrun(above, "GB", priced && above * unitPrice(priced));
  fail(`The ${what} take ${shownQuantity(total)} of ${limit} free GB${cost}. Make them smaller.`, { finding });
}
