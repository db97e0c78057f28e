import { averageMonth } from "../../plan/awakeHours";
import { configurationType, groupType, machineType, originOfMachine, typesOfMachine } from "../../plan/machines";
import { Reader } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import { hoursAwake, hoursOfGroup, type Size } from "../../plan/sleep";
import { unpriced, type Entry, type Factor } from "../entries";
import { known, scaledCharge, Undecided, type HoursBySize, type Inquiry, type Pricer } from "../inquiry";
import { addressCharge } from "./network";
import { volumeCharges, volumeSettings } from "./volumes";

/** GB of the root volume of Amazon Linux images, where a program does not say another size. */
const imageRootGigabytes = 8;

/** Metrics that detailed monitoring sends for an instance, each a custom metric. AWS: https://aws.amazon.com/cloudwatch/pricing/ */
const detailedMetrics = 7;

/** What AWS may take off for Spot. AWS: https://aws.amazon.com/ec2/spot/ ("up to 90 %"). */
const spotDiscount = 0.9;

function* machine(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, calendar } = inquiry;
  const hours = hoursAwake(resource, stack, calendar).average;
  const [type] = typesOfMachine(resource, stack);
  const origin = settingsOf(inquiry);
  const spotShare = isSpot(resource.properties) || isSpot(origin) ? 1 : 0;
  yield* machineHours(inquiry, { type: type && known(type), hours: sameAtAllSizes(hours), spotShare });
  // A stopped instance keeps its volumes.
  yield* rootVolume(inquiry, origin, [averageMonth, "hours"]);
  const isMonitored = known(resource.properties.flag("monitoring")) ?? known(origin.flag("monitoring.enabled"));
  if (isMonitored) yield monitoring(sameAtAllSizes(hours));
  if (known(resource.properties.flag("associatePublicIpAddress")) ?? hasPublicAddress(origin))
    yield addressCharge(hours);
}

function* group(inquiry: Inquiry): Iterable<Entry> {
  const { resource, stack, calendar } = inquiry;
  const at = (size: Size) => hoursOfGroup(resource, stack, calendar, size);
  const desired = at("desired");
  if (!Number.isFinite(desired.average)) throw new Undecided(`its size: ${desired.doubt?.path ?? ""} is not known`);
  const hours = { smallest: at("smallest").average, desired: desired.average, largest: at("largest").average };
  const [type] = typesOfMachine(resource, stack);
  const origin = settingsOf(inquiry);
  const spotShare = isSpot(origin) ? 1 : spotShareOf(resource);
  yield* machineHours(inquiry, { type: type && known(type), hours, spotShare });
  for (const entry of rootVolume(inquiry, origin, [hours.desired, "instance-hours"])) yield scaled(entry, hours);
  // A launch configuration turns detailed monitoring on where it says nothing, a launch template does not.
  const template = originOfMachine(resource, stack);
  const isConfiguration = template.state === "known" && template.value.type === configurationType;
  const isMonitored = known(origin.flag(isConfiguration ? "enableMonitoring" : "monitoring.enabled"));
  if (isMonitored ?? isConfiguration) yield monitoring(hours);
  if (hasPublicAddress(origin))
    yield scaledCharge(hours, "instance-hours", {
      item: "public IPv4 addresses",
      key: "ipv4.hour",
      allowance: "publicAddressHours",
      cheaper: "private subnets",
    });
}

function isSpot(settings: Reader): boolean {
  return known(settings.text("instanceMarketOptions.marketType")) === "spot" || settings.has("spotPrice");
}

/** Share of a group's instances that are bought on Spot, at its desired size. */
function spotShareOf({ properties }: Resource): number {
  const spread = properties.at("mixedInstancesPolicy.instancesDistribution");
  const above = 1 - (known(spread.number("onDemandPercentageAboveBaseCapacity")) ?? 100) / 100;
  const base = known(spread.number("onDemandBaseCapacity")) ?? 0;
  const size = known(properties.number("desiredCapacity")) ?? known(properties.number("minSize")) ?? 0;
  return size === 0 ? above : (above * Math.max(size - base, 0)) / size;
}

/** Whether a launch template or configuration gives its instances public addresses. */
function hasPublicAddress(origin: Reader): boolean {
  const interfaces = known(origin.list("networkInterfaces")) ?? [];
  return [origin, ...interfaces].some((one) => known(one.flag("associatePublicIpAddress")) === true);
}

function* machineHours(
  { limits }: Inquiry,
  { type, hours, spotShare }: { type: string | undefined; hours: HoursBySize; spotShare: number },
): Iterable<Entry> {
  if (type === undefined) {
    yield unpriced("its instance type is not set here");
    return;
  }
  const isFree = limits.machineHours !== undefined && limits.machineClasses?.value.includes(type) === true;
  yield scaledCharge(hours, "instance-hours", {
    item: `instance, ${type}, Linux${spotShare > 0 ? ", Spot" : ""}`,
    key: `ec2.${type}`,
    allowance: isFree ? "machineHours" : undefined,
    discount: spotShare > 0 ? spotShare * spotDiscount : undefined,
    cheaper: cheaperType(type),
  });
}

/** The generation that does the same for less. */
function cheaperType(type: string): string | undefined {
  if (/^(t2|t3a?|m[456][ia]?d?n?|c[456][ia]?d?n?|r[456][ia]?d?n?)\./.test(type)) return "Graviton (t4g, m7g, c7g, r7g)";
  return "a schedule that stops it outside working hours";
}

function monitoring({ smallest, desired, largest }: HoursBySize): Entry {
  const charge = { item: "detailed monitoring", key: "cloudwatch.metric", allowance: "customMetrics" } as const;
  const onAverage = { smallest: months(smallest), desired: months(desired), largest: months(largest) };
  return scaledCharge(onAverage, "instances on average", charge, [detailedMetrics, "metrics"]);
}

function months(hours: number): number {
  return hours / averageMonth;
}

/** Settings of the launch template or configuration; empty where there is none. */
function settingsOf({ resource, stack }: Inquiry): Reader {
  const origin = originOfMachine(resource, stack);
  if (origin.state === "unknown") throw new Undecided(`${origin.path} ${origin.why}`);
  return origin.state === "known" ? origin.value.properties : new Reader({});
}

/** The volumes that a machine starts with. */
function* rootVolume({ resource }: Inquiry, origin: Reader, hours: Factor): Iterable<Entry> {
  const names = { size: "volumeSize", type: "volumeType" };
  const own = resource.properties.at("rootBlockDevice");
  const written = own.isAbsent() ? origin.at("rootBlockDevice") : own;
  const devices = known(origin.list("blockDeviceMappings"))?.map((mapping) => mapping.at("ebs")) ?? [];
  const volumes = written.isAbsent() ? devices : [written, ...devices];
  const month: Factor = [months(hours[0]), hours[0] === averageMonth ? "month" : "instances on average"];
  const item = "root volume";
  if (volumes.length === 0) {
    const image = new Reader({ volumeType: "gp3" });
    const assumption = { assumption: `${imageRootGigabytes} GB, as Amazon Linux images have` };
    yield* volumeCharges(volumeSettings(image, names, imageRootGigabytes), item, assumption, month);
  }
  for (const volume of volumes) {
    const settings = volumeSettings(volume, names, imageRootGigabytes);
    yield* volumeCharges(settings, volumes.length === 1 ? item : "volume", {}, month);
  }
}

/** A charge that is there for each instance of a group, at the group's bounds. */
function scaled(entry: Entry, { smallest, desired, largest }: HoursBySize): Entry {
  if (entry.kind !== "charge" || (smallest === desired && largest === desired) || desired === 0) return entry;
  const each = entry.quantity / desired;
  return { ...entry, least: each * smallest, most: each * largest };
}

function sameAtAllSizes(hours: number): HoursBySize {
  return { smallest: hours, desired: hours, largest: hours };
}

function* volume({ resource }: Inquiry): Iterable<Entry> {
  const settings = volumeSettings(resource.properties, { size: "size", type: "type" }, 0);
  if (settings.size === 0) {
    yield unpriced("its size follows a snapshot outside the stack");
    return;
  }
  yield* volumeCharges(settings);
}

export const machinePricers: Readonly<Record<string, Pricer>> = {
  [machineType]: machine,
  [groupType]: group,
  "aws:ebs/volume:Volume": volume,
};
