import { longestMonthHours } from "../../../plan/awakeHours";
import { freeTierLimits } from "../../../cost/freeTier";
import { isPriced, overrun, shownQuantity, unitPrice } from "../../../cost/unitPrices";
import { defineRule, type Bench } from "../../frame/rule";
import { groupType, machineType, typesOfMachine } from "../../../plan/machines";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import { classOfSearch, nodesOfSearch, searchTypes } from "../../../plan/search";
import { hoursAwake, hoursOfGroup, type Hours } from "../../../plan/sleep";

const databaseType = "aws:rds/instance:Instance";

/** Instances that share one free quantity of hours. */
interface Pool {
  finding: string;
  what: string;
  limit: number | undefined;
  members: readonly Member[];
}

/** What one resource takes from a pool, and its price per hour where there is one with a source. */
interface Member {
  name: string;
  hours: Hours;
  price?: number;
}

/**
 * The instances of each kind are awake for no more hours than are free, summed as AWS sums them: over all instances,
 * groups at their maximum, Multi-AZ twice. Sleeping schedules count with their time zone, in the busiest of the next
 * twelve months. Classes that are not free are left to the rules on classes.
 */
export const freeTierInstanceHours = defineRule({
  name: "free-tier-instance-hours",
  family: "free-tier",
  severity: "high",
  title: "Instances are within the free hours",
  description:
    "All EC2 instances together, all RDS instances together and all OpenSearch nodes together are awake for at most 750 hours a month.",
  remediation: "Run one instance of each kind, a group with maxSize 1, no Multi-AZ; or let them sleep by a schedule.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-free-tier-usage.html",
  checks: [],
  requirement: "Free-tier source: 750 hours a month of t2.micro, and 750 hours of db.t3.micro.",
  plans: ["legacy-free"],
  judgeStack(the) {
    const limits = freeTierLimits(the.settings.plan);
    judgePool(the, {
      finding: "ec2",
      what: "EC2 instances",
      limit: limits.machineHours?.value,
      members: machines(the, limits.machineClasses?.value ?? []),
    });
    judgePool(the, {
      finding: "rds",
      what: "RDS instances",
      limit: limits.databaseHours?.value,
      members: databases(the, limits.databaseClasses?.value ?? []),
    });
    judgePool(the, {
      finding: "opensearch",
      what: "OpenSearch nodes",
      limit: limits.searchHours?.value,
      members: domains(the, limits.searchClasses?.value ?? []),
    });
  },
});

function judgePool({ fail, doubt }: Bench, { finding, what, limit = Number.POSITIVE_INFINITY, members }: Pool): void {
  const least = members.reduce((sum, { hours }) => sum + hours.least, 0);
  const most = members.reduce((sum, { hours }) => sum + hours.most, 0);
  if (least <= limit) {
    if (most > limit) for (const { hours } of members) if (hours.doubt) doubt(hours.doubt, { finding });
    return;
  }
  const counted = members.filter(({ hours }) => hours.least > 0);
  const dollars = counted.every(({ price }) => price !== undefined)
    ? counted.reduce((sum, { hours, price = 0 }) => sum + hours.least * price, 0)
    : undefined;
  const cost = dollars === undefined ? undefined : (dollars * (least - limit)) / least;
  const parts = counted.map(({ name, hours }) => `${name} ${shownQuantity(hours.least)}`).join(", ");
  fail(
    `${what} are awake ${shownQuantity(least)} of ${limit} free hours a month (${parts})${overrun(least - limit, "hours", cost)}. Run fewer, or let them sleep by a schedule.`,
    { finding },
  );
}

function machines({ stack, today }: Bench, free: readonly string[]): Member[] {
  return stack.ofType(machineType, groupType).flatMap((machine) => {
    const hours =
      machine.type === groupType ? hoursOfGroup(machine, stack, { today }) : hoursAwake(machine, stack, { today });
    return member(machine, hours, typesOfMachine(machine, stack), free);
  });
}

function databases({ stack, today }: Bench, free: readonly string[]): Member[] {
  return stack.ofType(databaseType).flatMap((database) => {
    const doubled = database.properties.flag("multiAz");
    const hours = hoursAwake(database, stack, { today });
    const [least, most] =
      doubled.state === "unknown" ? [1, 2] : doubled.state === "known" && doubled.value ? [2, 2] : [1, 1];
    const doubt = hours.doubt ?? (doubled.state === "unknown" ? named(doubled, database) : undefined);
    const all = { least: hours.least * least, most: hours.most * most, doubt };
    const read = database.properties.text("instanceClass");
    const follows: Read<string> =
      read.state === "absent" ? { ...read, state: "unknown", why: "is not set, and follows another database" } : read;
    return member(database, all, [follows], free);
  });
}

function domains({ stack }: Bench, free: readonly string[]): Member[] {
  return stack.ofType(...searchTypes).flatMap((domain) => {
    const nodes = nodesOfSearch(domain);
    const count = nodes.state === "known" ? nodes.value * longestMonthHours : 0;
    const hours: Hours =
      nodes.state === "known"
        ? { least: count, most: count }
        : { least: 0, most: Number.POSITIVE_INFINITY, doubt: named(nodes, domain) };
    return member(domain, hours, [classOfSearch(domain)], free);
  });
}

/** What a resource adds to its pool: nothing when its class is not free, maybe something when that is not known. */
function member(resource: Resource, hours: Hours, classes: readonly Read<string>[], free: readonly string[]): Member[] {
  const { name } = resource;
  const unread = classes.find((read) => read.state === "unknown");
  const names = classes.flatMap((read) => (read.state === "known" ? [read.value] : []));
  if (!unread && !names.some((item) => free.includes(item))) return [];
  if (unread) return [{ name, hours: { least: 0, most: hours.most, doubt: named(unread, resource) } }];
  const prices = names.flatMap((item) => (isPriced(item) ? [unitPrice(item)] : []));
  return [{ name, hours, price: prices.length === names.length ? Math.max(...prices) : undefined }];
}

function named<T>(read: Read<T>, resource: Resource): Read<T> {
  return read.path.includes(" of ") ? read : { ...read, path: `${read.path} of ${resource.name}` };
}
