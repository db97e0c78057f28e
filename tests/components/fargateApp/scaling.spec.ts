import { expect } from "chai";
import type { FargateService } from "../../../components/fargateApp";
import { all, only, type Recorded } from "../../support/mocks";
import { resourcesOf, smallest, withService } from "./fixtures";

const target = "aws:appautoscaling/target:Target";
const action = "aws:appautoscaling/scheduledAction:ScheduledAction";
const service = "aws:ecs/service:Service";

function bounds(resources: readonly Recorded[], when: string) {
  const { minCapacity, maxCapacity } = only(resources, action, `shop-web-${when}-scheduled-action`).inputs
    .scalableTargetAction as { minCapacity: number; maxCapacity: number };
  return [minCapacity, maxCapacity];
}

describe("FargateApp's scaling", () => {
  it("is not there unless asked for, and then the count is the program's", async () => {
    const resources = await resourcesOf(smallest);
    expect(all(resources, target)).to.deep.equal([]);
    expect(only(resources, service).ignoreChanges).to.deep.equal([]);
  });

  it("follows CPU, memory and requests at the sources' targets and cool-downs, and leaves the count alone", async () => {
    const resources = await resourcesOf(withService({ scaling: { minCount: 2, maxCount: 6 } }), { preview: false });
    expect(only(resources, target).inputs).to.include({
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/dev-shop/shop-web",
      minCapacity: 2,
      maxCapacity: 6,
    });
    expect(only(resources, target).ignoreChanges).to.deep.equal([]);
    const policies = all(resources, "aws:appautoscaling/policy:Policy").map(
      ({ inputs }) => inputs.targetTrackingScalingPolicyConfiguration,
    );
    const cooldown = { scaleOutCooldown: 60, scaleInCooldown: 300 };
    expect(policies).to.deep.equal([
      {
        ...cooldown,
        targetValue: 70,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
      },
      {
        ...cooldown,
        targetValue: 80,
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageMemoryUtilization" },
      },
      {
        ...cooldown,
        targetValue: 1000,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: "mock/shop-load-balancer/0123456789abcdef/mock/shop-web-target-group/0123456789abcdef",
        },
      },
    ]);
    const made = only(resources, service);
    expect(made.ignoreChanges).to.deep.equal(["desiredCount"]);
    expect(made.inputs.desiredCount).to.equal(2);
  });

  it("takes targets and a first count from the caller", async () => {
    const scaling = { maxCount: 4, cpuTargetPercent: 50, memoryTargetPercent: 60, requestsPerTarget: 200 };
    const resources = await resourcesOf(withService({ scaling, desiredCount: 3 }));
    expect(only(resources, service).inputs.desiredCount).to.equal(3);
    expect(only(resources, target).inputs).to.include({ minCapacity: 1, maxCapacity: 4 });
    expect(
      all(resources, "aws:appautoscaling/policy:Policy").map(
        ({ inputs }) => inputs.targetTrackingScalingPolicyConfiguration.targetValue as number,
      ),
    ).to.deep.equal([50, 60, 200]);
  });

  describe("by the clock", () => {
    const cases: [string, Partial<FargateService>, number[], number[]][] = [
      [
        "lowers the minimum to one at night, with scaling",
        { scaling: { minCount: 2, maxCount: 6 }, schedule: {} },
        [2, 6],
        [1, 6],
      ],
      ["takes the count to one at night, without scaling", { desiredCount: 3, schedule: {} }, [3, 3], [1, 1]],
      [
        "sleeps at night, with scaling: nothing can wake it",
        { scaling: { minCount: 2, maxCount: 6 }, schedule: { offHoursMinimum: 0 } },
        [2, 6],
        [0, 0],
      ],
      ["sleeps at night, without scaling", { schedule: { offHoursMinimum: 0 } }, [1, 1], [0, 0]],
    ];
    for (const [what, change, morning, evening] of cases) {
      it(`${what}, and the morning restores both bounds`, async () => {
        const resources = await resourcesOf(withService(change));
        expect(bounds(resources, "morning")).to.deep.equal(morning);
        expect(bounds(resources, "evening")).to.deep.equal(evening);
        const bound = only(resources, target);
        expect([bound.inputs.minCapacity, bound.inputs.maxCapacity]).to.deep.equal(morning);
        expect(bound.ignoreChanges).to.deep.equal(["minCapacity", "maxCapacity"]);
        expect(only(resources, service).ignoreChanges).to.deep.equal(["desiredCount"]);
        expect(all(resources, "aws:appautoscaling/policy:Policy")).to.have.length(change.scaling ? 3 : 0);
      });
    }

    it("keeps the sources' hours, or the caller's with a time zone", async () => {
      const times = async (schedule: FargateService["schedule"]) =>
        all(await resourcesOf(withService({ schedule })), action).map(({ inputs }) => [
          inputs.schedule,
          inputs.timezone,
        ]);
      expect(await times({})).to.deep.equal([
        ["cron(0 8 ? * MON-FRI *)", "UTC"],
        ["cron(0 18 ? * MON-FRI *)", "UTC"],
      ]);
      const own = { startTime: "07:30", stopTime: "20:15", days: "MON,SAT", timeZone: "Europe/Berlin" };
      expect(await times(own)).to.deep.equal([
        ["cron(30 7 ? * MON,SAT *)", "Europe/Berlin"],
        ["cron(15 20 ? * MON,SAT *)", "Europe/Berlin"],
      ]);
    });
  });
});
