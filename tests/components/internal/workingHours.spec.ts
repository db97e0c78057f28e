import { expect } from "chai";
import { Problems } from "../../../components/internal/problems";
import { cronExpression, resolveWorkingHours, widened } from "../../../components/internal/workingHours";

describe("working hours", () => {
  it("become AWS cron expressions on weekdays", () => {
    expect(cronExpression("08:30", "MON-FRI")).to.equal("cron(30 8 ? * MON-FRI *)");
  });

  it("are refused with every fault in one error", () => {
    const problems = new Problems("X");
    resolveWorkingHours(problems, "hours", {
      startTime: "8:00",
      stopTime: "25:00",
      days: "Mon",
      timeZone: "Mars/Base",
    });
    expect(() => problems.throwIfAny()).to.throw(
      /4 arguments are wrong[^]*hours\.startTime[^]*hours\.stopTime[^]*hours\.days[^]*"Mars\/Base"/,
    );
  });

  for (const zone of [
    "UTC",
    "Europe/Berlin",
    "America/Argentina/Buenos_Aires",
    "America/Port-au-Prince",
    "Etc/GMT+5",
  ]) {
    it(`know the time zone ${zone}`, () => {
      const problems = new Problems("X");
      resolveWorkingHours(problems, "hours", { timeZone: zone });
      expect(() => problems.throwIfAny()).to.not.throw();
    });
  }

  for (const zone of ["", "EST", "utc", "europe/berlin", "EUROPE/BERLIN", "+05:00", "Europe/Atlantis"]) {
    it(`refuse ${JSON.stringify(zone)} as a time zone, which AWS would not take`, () => {
      const problems = new Problems("X");
      resolveWorkingHours(problems, "hours", { timeZone: zone });
      expect(() => problems.throwIfAny()).to.throw(/hours\.timeZone: must be an IANA time zone/);
    });
  }

  it("are refused when the evening comes before the morning", () => {
    const problems = new Problems("X");
    resolveWorkingHours(problems, "hours", { startTime: "18:00", stopTime: "08:00" });
    expect(() => problems.throwIfAny()).to.throw(/hours\.stopTime: must be later in the day than startTime 18:00/);
  });

  it("widen on both sides and stay within the day", () => {
    expect(widened({ startTime: "08:00", stopTime: "18:00" }, 30)).to.include({
      startTime: "07:30",
      stopTime: "18:30",
    });
    expect(widened({ startTime: "00:10", stopTime: "23:50" }, 30)).to.include({
      startTime: "00:00",
      stopTime: "23:59",
    });
  });
});
