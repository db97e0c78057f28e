import { freeTierLimits } from "../../../cost/freeTier";
import { overrun, unitPrice, type Priced } from "../../../cost/unitPrices";
import { defineRule, freePlans } from "../../frame/rule";

/** A database stays within what the plan gives: class, storage that does not grow, one zone, short backups. */
export const freeTierDatabase = defineRule({
  name: "free-tier-database",
  family: "free-tier",
  severity: "high",
  title: "The database fits the plan",
  description:
    "RDS instances use a free class, 20 GB that do not grow, one zone, and no more backup days than the plan gives.",
  remediation: "Use db.t4g.micro with 20 GB, without maxAllocatedStorage and multiAz, and lower backupRetentionPeriod.",
  url: "https://aws.amazon.com/rds/free/",
  checks: [],
  requirement: "Free-tier source: db.t3.micro, 20 GB, no storage autoscaling, single zone, short backups.",
  plans: freePlans,
  types: ["aws:rds/instance:Instance"],
  judge({ resource: { properties }, settings, known, fail, undetermined }) {
    const { databaseClasses, databaseStorage, databaseBackupDays } = freeTierLimits(settings.plan);
    const under = `under plan ${settings.plan}`;
    const atMost = (property: string, limit: number | undefined, fix: string, unit: string, priced?: Priced) => {
      known(properties.number(property), (value) => {
        if (value !== undefined && limit !== undefined && value > limit)
          fail(
            `${property} is ${value}; at most ${limit} ${unit} ${under}${overrun(value - limit, unit, priced && (value - limit) * unitPrice(priced))}. ${fix}.`,
            { finding: property },
          );
      });
    };
    known(properties.text("instanceClass"), (name) => {
      const allowed = databaseClasses?.value ?? [];
      if (name !== undefined && !allowed.includes(name))
        fail(`instanceClass is ${name}; free ${under}: ${allowed.join(", ")}.`, { finding: "instanceClass" });
    });
    if (
      !properties.has("allocatedStorage") &&
      ["snapshotIdentifier", "replicateSourceDb"].some((p) => properties.has(p))
    )
      undetermined("allocatedStorage", "is not set, and follows the database this one is made from");
    atMost("allocatedStorage", databaseStorage?.value, `Set it to ${databaseStorage?.value}`, "GB", "databaseStorage");
    atMost("maxAllocatedStorage", databaseStorage?.value, "Remove it, so that the storage does not grow", "GB");
    atMost("backupRetentionPeriod", databaseBackupDays?.value, "Lower it", "days");
    known(properties.flag("multiAz"), (isDoubled) => {
      if (isDoubled)
        fail(`multiAz is true: a second instance is billed ${under}. Set it to false.`, { finding: "multiAz" });
    });
  },
});
