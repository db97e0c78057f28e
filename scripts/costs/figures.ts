import type { DayCost } from "../aws/costs";

/** A day far above those before it. */
export interface Anomaly {
  day: string;
  usd: number;
  /** Mean of the days before it. */
  usual: number;
  /** The service that grew most against its own mean. */
  service: string;
}

/** Days that a day is compared with. Two weeks hold every weekday twice. */
const window = 14;
/** Days before a comparison means anything. */
const leastDays = 5;
/** Deviations from the mean that are no chance any more, and US dollars below which nobody cares. */
const deviations = 3;
const leastUsd = 0.5;

/** Days that cost more than the mean of those before them by three standard deviations and half a dollar. */
export function anomalies(days: readonly DayCost[]): Anomaly[] {
  return days.flatMap((today, index) => {
    const before = days.slice(Math.max(0, index - window), index);
    if (before.length < leastDays) return [];
    const usual = mean(before.map(({ total }) => total));
    const spread = Math.sqrt(mean(before.map(({ total }) => (total - usual) ** 2)));
    if (today.total - usual <= Math.max(deviations * spread, leastUsd)) return [];
    return [{ day: today.day, usd: today.total, usual, service: grownMost(today, before) }];
  });
}

function grownMost(today: DayCost, before: readonly DayCost[]): string {
  const growth = ([service, usd]: [string, number]) => usd - mean(before.map(({ services }) => services[service] ?? 0));
  return Object.entries(today.services).sort((a, b) => growth(b) - growth(a))[0]?.[0] ?? "";
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Totals by service over all days, the dearest first. */
export function byService(days: readonly DayCost[]): [string, number][] {
  const totals = new Map<string, number>();
  for (const { services } of days)
    for (const [service, usd] of Object.entries(services)) totals.set(service, (totals.get(service) ?? 0) + usd);
  return [...totals].sort((a, b) => b[1] - a[1]);
}

export function sum(days: readonly DayCost[]): number {
  return days.reduce((all, { total }) => all + total, 0);
}

/** Only services whose name has one of the words in it; a day without any costs 0. */
export function only(days: readonly DayCost[], words: readonly string[]): DayCost[] {
  return days.map((day) => {
    const services = Object.fromEntries(
      Object.entries(day.services).filter(([name]) => words.some((word) => matches(name, word))),
    );
    return { ...day, services, total: Object.values(services).reduce((all, usd) => all + usd, 0) };
  });
}

/** Short names people use, and what Cost Explorer calls the service. */
const shortNames: Readonly<Record<string, string>> = {
  ec2: "elastic compute cloud",
  ecs: "elastic container service",
  ecr: "elastic container registry",
  rds: "relational database service",
  efs: "elastic file system",
  elb: "elastic load balancing",
  s3: "simple storage service",
};

function matches(name: string, word: string): boolean {
  const lower = word.toLowerCase();
  return name.toLowerCase().includes(shortNames[lower] ?? lower);
}
