import { parseCron } from "../../../plan/cron";
import { defineRule, freePlans } from "../../frame/rule";
import { serviceType } from "../../../plan/ecs";
import { scalingActionsOf } from "../../../plan/ecsScaling";
import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

/**
 * Fargate has no free hours: services of a free account sleep when nobody works. A scheduled action that sets the
 * maximum to 0 puts a service to sleep; a minimum of 0 alone leaves it awake as long as a scaling policy likes.
 */
export const offHoursSchedule = defineRule({
  name: "off-hours-schedule",
  family: "free-tier",
  severity: "medium",
  title: "Services sleep outside working hours",
  description: "ECS services of a free account scale to zero outside working hours, by a recurring schedule.",
  remediation:
    "Add an aws.appautoscaling.ScheduledAction with maxCapacity 0 in the evening and one that wakes in the morning.",
  url: "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
  checks: [],
  requirement: "Free-tier source: auto-scaling with scale-to-zero during off-hours.",
  plans: freePlans,
  types: [serviceType],
  needsStack: true,
  judge(the) {
    const { properties } = the.resource;
    the.known(properties.text("schedulingStrategy"), (strategy) => {
      if (strategy === "DAEMON") return;
      the.known(properties.number("desiredCount"), (count) => {
        if (count === 0) return;
        the.known(scalingActionsOf(the.resource, the.stack), (actions = []) => {
          const answers = actions.map(sleeps);
          if (answers.some((answer) => answer.state === "known" && answer.value)) return;
          const unread = answers.find((answer) => answer.state === "unknown");
          if (unread) the.doubt(unread);
          else
            the.fail(
              "Runs day and night: no recurring scheduled action sets its maxCapacity to 0. Add one for the evening, and one for the morning.",
            );
        });
      });
    });
  },
});

/** Whether a scheduled action puts its service to sleep, again and again. */
function sleeps({ properties, name }: Resource): Read<boolean> {
  const most = properties.number("scalableTargetAction.maxCapacity");
  const schedule = properties.text("schedule");
  for (const read of [most, schedule])
    if (read.state === "unknown") return { ...read, path: `${read.path} of ${name}` };
  const recurs = schedule.state === "known" && parseCron(schedule.value) !== undefined;
  return { state: "known", path: schedule.path, value: recurs && most.state === "known" && most.value === 0 };
}
