import { expect } from "chai";
import fc from "fast-check";
import { busiestMonthHours, isTimeZone, longestMonthHours, type Change } from "../../plan/awakeHours";
import { parseCron } from "../../plan/cron";

const today = "2026-06-15";
const change = (expression: string, units: number, timeZone = "UTC", delayMinutes?: number): Change => {
  const recurrence = parseCron(expression);
  if (!recurrence) throw new Error(`not understood: ${expression}`);
  return { recurrence, units, timeZone, delayMinutes };
};
const office = (timeZone = "UTC", delayMinutes?: number) => [
  change("cron(0 8 ? * MON-FRI *)", 1, timeZone),
  change("cron(0 18 ? * MON-FRI *)", 0, timeZone, delayMinutes),
];

describe("hours awake in the busiest month", () => {
  it("given nothing that changes, are those of the longest month", () => {
    expect(busiestMonthHours([], 1, today)).to.equal(longestMonthHours);
    expect(busiestMonthHours([], 2, today)).to.equal(2 * longestMonthHours);
  });

  it("given working days of ten hours, are those of a month with 23 working days", () => {
    expect(busiestMonthHours(office(), 1, today)).to.equal(230);
  });

  it("given a stop that may come a quarter of an hour late, count it", () => {
    expect(busiestMonthHours(office("UTC", 15), 1, today)).to.equal(23 * 10.25);
  });

  it("given Unix cron of an Auto Scaling group, count its units", () => {
    const changes = [change("0 8 * * 1-5", 2), change("0 18 * * 1-5", 0)];
    expect(busiestMonthHours(changes, 2, today)).to.equal(460);
  });

  it("given nights across the change of the clock, count the hour that is added", () => {
    // Awake from 22:00 on Saturdays to 06:00 on Sundays, in the one month in which the clock goes back at night.
    const changes = [
      change("cron(0 22 ? OCT SAT 2026)", 1, "Europe/Berlin"),
      change("cron(0 6 ? * SUN *)", 0, "Europe/Berlin"),
    ];
    // Four whole nights of 8 hours, the last of 9; the fifth Saturday, the 31st, until midnight UTC (01:00 in Berlin).
    expect(busiestMonthHours(changes, 0, today)).to.equal(3 * 8 + 9 + 3);
  });

  it("given two changes at one moment, take the larger", () => {
    const changes = [change("cron(0 8 ? * * *)", 1), change("cron(0 8 ? * * *)", 0)];
    expect(busiestMonthHours(changes, 0, today)).to.equal(longestMonthHours);
  });

  it("are the sum of the hours between waking and sleeping, whatever they are", () => {
    const time = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(time, time, (from, to) => {
        fc.pre(from !== to);
        const hours = busiestMonthHours(
          [change(`cron(0 ${from} * * ? *)`, 1), change(`cron(0 ${to} * * ? *)`, 0)],
          1,
          today,
        );
        expect(hours).to.equal(31 * ((to - from + 24) % 24));
      }),
      { numRuns: 15 },
    );
  }).timeout(20_000);

  it("know time zones from words", () => {
    expect(isTimeZone("Europe/Berlin")).to.equal(true);
    expect(isTimeZone("Middle/Earth")).to.equal(false);
  });
});

describe("cron expressions", () => {
  const days = (expression: string) => {
    const recurrence = parseCron(expression);
    const july = Array.from({ length: 14 }, (_, i) => ({ year: 2026, month: 7, day: i + 1, weekday: (3 + i) % 7 }));
    return july.filter((day) => recurrence?.firesOn(day)).map(({ day }) => day);
  };

  it("count weekdays from 1 in EventBridge and from 0 in Unix", () => {
    expect(days("cron(0 8 ? * 2 *)")).to.deep.equal([6, 13]); // Mondays
    expect(days("0 8 * * 2")).to.deep.equal([7, 14]); // Tuesdays
    expect(days("0 8 * * 7")).to.deep.equal([5, 12]); // Sundays
  });

  it("take ranges over the end of the week, lists, steps and either of two restrictions", () => {
    expect(days("cron(0 8 ? * FRI-MON *)")).to.deep.equal([3, 4, 5, 6, 10, 11, 12, 13]);
    expect(days("cron(0 8 1,9 * ? *)")).to.deep.equal([1, 9]);
    expect(days("cron(0 8 1/5 * ? *)")).to.deep.equal([1, 6, 11]);
    expect(days("0 8 2 * MON")).to.deep.equal([2, 6, 13]);
    expect(days("cron(0 8 * AUG ? *)")).to.deep.equal([]);
    expect(parseCron("cron(15,45 8-10/2 * * ? *)")?.minutes).to.deep.equal([495, 525, 615, 645]);
  });

  for (const expression of [
    "rate(5 minutes)",
    "at(2026-01-01T00:00:00)",
    "cron(0 8 L * ? *)",
    "cron(0 8 ? * 2#1 *)",
    "cron(0 8 ? * MON-FRI)",
    "cron(60 8 * * ? *)",
    "cron(* * * * ? *)",
    "cron(0 8-9-10 * * ? *)",
    "cron(0 8 */0 * ? *)",
    "0 8 * *",
    "",
  ])
    it(`are not understood as plans of hours: "${expression}"`, () => {
      expect(parseCron(expression)).to.equal(undefined);
    });
});
