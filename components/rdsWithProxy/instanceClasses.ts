/** Sizes of a family in multiples of `large`. */
const units: Record<string, number> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
  "12xlarge": 24,
  "16xlarge": 32,
  "24xlarge": 48,
  "32xlarge": 64,
  "48xlarge": 96,
};

const upTo16 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"];
const upTo24 = [...upTo16, "24xlarge"];
const upTo32 = [...upTo24, "32xlarge"];
const upTo48 = [...upTo24, "48xlarge"];
const burstable = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const above = (sizes: string[]) => sizes.slice(1);

/** Which sizes of a family RDS offers, in which kind of engine. */
interface ClassFamily {
  /** Memory of `large`, in GiB; other sizes are multiples of it. */
  gibOfLarge: number;
  /** Sizes for single instances of PostgreSQL and MySQL. */
  instance?: string[];
  auroraPostgresql?: string[];
  auroraMysql?: string[];
}

/**
 * The families of the current generations. Earlier ones (t2, m4, r4 and before) are closed to the engine versions
 * that the component offers. Read from RDS's orderable options of September 2026.
 * AWS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.DBInstanceClass.SupportAurora.html
 */
const families: Record<string, ClassFamily> = {
  t3: { gibOfLarge: 8, instance: burstable, auroraPostgresql: ["medium", "large"], auroraMysql: ["medium", "large"] },
  t4g: { gibOfLarge: 8, instance: burstable, auroraPostgresql: ["medium", "large"], auroraMysql: ["medium", "large"] },
  m5: { gibOfLarge: 8, instance: upTo24 },
  m5d: { gibOfLarge: 8, instance: upTo24 },
  m6g: { gibOfLarge: 8, instance: upTo16 },
  m6gd: { gibOfLarge: 8, instance: upTo16 },
  m6i: { gibOfLarge: 8, instance: upTo32 },
  m6id: { gibOfLarge: 8, instance: upTo32 },
  m6idn: { gibOfLarge: 8, instance: upTo32 },
  m6in: { gibOfLarge: 8, instance: upTo32 },
  m7g: { gibOfLarge: 8, instance: upTo16 },
  m7i: { gibOfLarge: 8, instance: upTo48 },
  m8a: { gibOfLarge: 8, instance: upTo48 },
  m8g: { gibOfLarge: 8, instance: upTo48 },
  m8gd: { gibOfLarge: 8, instance: upTo48 },
  m9g: { gibOfLarge: 8, instance: upTo48 },
  r5: { gibOfLarge: 16, instance: upTo24, auroraPostgresql: upTo24, auroraMysql: upTo24 },
  r5b: { gibOfLarge: 16, instance: upTo24 },
  r5d: { gibOfLarge: 16, instance: upTo24 },
  r6g: { gibOfLarge: 16, instance: upTo16, auroraPostgresql: upTo16, auroraMysql: upTo16 },
  r6gd: { gibOfLarge: 16, instance: upTo16, auroraPostgresql: above(upTo16) },
  r6i: { gibOfLarge: 16, instance: upTo32, auroraPostgresql: upTo32, auroraMysql: upTo32 },
  r6id: {
    gibOfLarge: 16,
    instance: upTo32,
    auroraPostgresql: ["24xlarge", "32xlarge"],
    auroraMysql: ["24xlarge", "32xlarge"],
  },
  r6idn: { gibOfLarge: 16, instance: upTo32 },
  r6in: { gibOfLarge: 16, instance: upTo32 },
  r7g: { gibOfLarge: 16, instance: upTo16, auroraPostgresql: upTo16, auroraMysql: upTo16 },
  r7i: { gibOfLarge: 16, instance: upTo48, auroraPostgresql: upTo48, auroraMysql: upTo48 },
  r8a: { gibOfLarge: 16, instance: upTo48, auroraPostgresql: upTo48, auroraMysql: upTo48 },
  r8g: { gibOfLarge: 16, instance: upTo48, auroraPostgresql: upTo48, auroraMysql: upTo48 },
  r8gd: { gibOfLarge: 16, instance: upTo48, auroraPostgresql: above(upTo48) },
  x2g: { gibOfLarge: 32, instance: upTo16, auroraPostgresql: upTo16, auroraMysql: upTo16 },
  x2idn: { gibOfLarge: 32, instance: ["16xlarge", "24xlarge", "32xlarge"] },
  x2iedn: { gibOfLarge: 64, instance: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge", "24xlarge", "32xlarge"] },
};

/** Kinds of engine that differ in the classes they run on. */
export type ClassKind = "instance" | "auroraPostgresql" | "auroraMysql";

/** Every class that an engine of the kind runs on, in the order of the table. */
export function instanceClasses(kind: ClassKind): string[] {
  return Object.entries(families).flatMap(([family, facts]) =>
    (facts[kind] ?? []).map((size) => `db.${family}.${size}`),
  );
}

/** Family names that an engine of the kind runs on, for messages. */
export function classFamilies(kind: ClassKind): string[] {
  return Object.keys(families).filter((family) => families[family]?.[kind]);
}

/** Family and size of a class: `["t4g", "micro"]` for `db.t4g.micro`. */
export function partsOfClass(instanceClass: string): [family: string, size: string] {
  const [, family = "", size = ""] = instanceClass.split(".");
  return [family, size];
}

/** Memory of a class in GiB; 0 for a class that is not in the table. */
export function memoryGiBOf(instanceClass: string): number {
  const [family, size] = partsOfClass(instanceClass);
  return (families[family]?.gibOfLarge ?? 0) * (units[size] ?? 0);
}
