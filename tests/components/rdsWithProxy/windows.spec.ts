import { expect } from "chai";
import fc from "fast-check";
import { DateTime } from "luxon";
import * as windows from "../../../components/rdsWithProxy/windows";

const week = 7 * 1440;
const parsed = (backup: string, maintenance: string) =>
  [windows.parseBackupWindow(backup)!, windows.parseMaintenanceWindow(maintenance)!] as const;
const hours = (startTime: string, stopTime: string, days = "MON-FRI", timeZone = "UTC") =>
  windows.awakeWindows({ startTime, stopTime, days, timeZone });

describe("windows", () => {
  it("wrap around midnight and the week", () => {
    expect(windows.parseBackupWindow("23:30-00:30")).to.deep.equal({ start: 1410, length: 60 });
    expect(windows.parseMaintenanceWindow("sat:23:30-sun:00:30")).to.deep.equal({ start: week - 30, length: 60 });
  });

  it("are undefined in another form", () => {
    for (const text of ["", "24:00-01:00", "03:00", "03:00-04:00 ", "mon:03:00-mon:04:00"]) {
      expect(windows.parseBackupWindow(text)).to.equal(undefined);
    }
    for (const text of ["", "MON:03:00-MON:04:00", "mon:3:00-mon:4:00", "03:00-04:00"]) {
      expect(windows.parseMaintenanceWindow(text)).to.equal(undefined);
    }
  });

  it("meet exactly when they share a minute of the week", () => {
    const minute = fc.nat({ max: week - 1 });
    fc.assert(
      fc.property(
        fc.nat({ max: 1439 }),
        fc.integer({ min: 30, max: 300 }),
        minute,
        fc.integer({ min: 30, max: 600 }),
        (b, bLength, m, mLength) => {
          const maintained = new Set(Array.from({ length: mLength }, (_, i) => (m + i) % week));
          const shared = Array.from({ length: 7 }).some((_, day) =>
            Array.from({ length: bLength }).some((__, i) => maintained.has((day * 1440 + b + i) % week)),
          );
          expect(windows.windowsMeet({ start: b, length: bLength }, { start: m, length: mLength })).to.equal(shared);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("meet across midnight and the end of the week", () => {
    expect(windows.windowsMeet(...parsed("23:30-00:30", "sun:00:00-sun:01:00"))).to.equal(true);
    expect(windows.windowsMeet(...parsed("00:00-01:00", "sat:23:00-sun:00:01"))).to.equal(true);
    expect(windows.windowsMeet(...parsed("00:00-01:00", "sat:23:00-sun:00:00"))).to.equal(false);
  });
});

describe("awake windows", () => {
  it("are the working days in UTC", () => {
    expect(hours("08:00", "18:00", "MON,WED")).to.deep.equal([
      { start: 1440 + 480, length: 600 },
      { start: 3 * 1440 + 480, length: 600 },
    ]);
  });

  it("keep what is awake in summer and winter", () => {
    expect(hours("08:00", "18:00", "MON", "Europe/Berlin")).to.deep.equal([{ start: 1440 + 420, length: 540 }]);
  });

  it("shift over midnight and the week's end", () => {
    expect(hours("08:00", "18:00", "MON", "Asia/Tokyo")).to.deep.equal([{ start: 1440 - 60, length: 600 }]);
    expect(hours("08:00", "18:00", "SUN", "Asia/Tokyo")).to.deep.equal([{ start: week - 60, length: 600 }]);
    expect(hours("08:00", "18:00", "FRI-MON").map((w) => Math.floor(w.start / 1440))).to.deep.equal([5, 6, 0, 1]);
  });

  it("hold the windows chosen in them, on every date and in every zone", () => {
    const zones = [
      "UTC",
      "Europe/Berlin",
      "America/New_York",
      "Asia/Tokyo",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Pacific/Auckland",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 0, max: 364 }),
        (timeZone, from, span, day) => {
          const to = Math.min(from + span, 23);
          const clock = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
          fc.pre(to > from);
          const awake = hours(clock(from), clock(to), "MON-FRI", timeZone);
          fc.pre(awake.every(({ length }) => length >= windows.shortestAwake));
          const chosen = windows.windowsWhileAwake(awake);
          const [backup, maintenance] = parsed(chosen.backup, chosen.maintenance);
          expect(backup.length).to.be.at.least(30);
          expect(maintenance.length).to.be.at.least(30);
          expect(windows.windowsMeet(backup, maintenance)).to.equal(false);
          expect(windows.backupWhileAwake(backup, awake)).to.equal(true);
          expect(windows.maintenanceWhileAwake(maintenance, awake)).to.equal(true);
          // Told by the clock on the wall: at this instant of a working day, the backup begins and ends between the hours.
          const local = DateTime.fromObject({ year: 2027, month: 1, day: 1, hour: 12 }, { zone: timeZone }).plus({
            days: day,
          });
          const begins = [0, 1, -1]
            .map((shift) => local.toUTC().startOf("day").plus({ days: shift, minutes: backup.start }).setZone(timeZone))
            .find((begin) => begin.hasSame(local, "day"));
          expect(begins).to.not.equal(undefined);
          const end = begins!.plus({ minutes: backup.length });
          expect(begins!.hour).to.be.at.least(from);
          expect(end.hour * 60 + end.minute).to.be.at.most(to * 60);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("tell a window that the database sleeps through", () => {
    const awake = hours("08:00", "18:00");
    const backup = (text: string) => windows.backupWhileAwake(windows.parseBackupWindow(text)!, awake);
    expect([backup("08:00-18:00"), backup("07:59-09:00"), backup("17:30-18:01"), backup("03:00-04:00")]).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
    const maintenance = (text: string) => windows.maintenanceWhileAwake(windows.parseMaintenanceWindow(text)!, awake);
    expect([maintenance("fri:17:00-fri:18:00"), maintenance("sat:09:00-sat:10:00")]).to.deep.equal([true, false]);
  });
});
