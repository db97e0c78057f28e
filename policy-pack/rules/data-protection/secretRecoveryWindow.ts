import { defineRule, freePlans } from "../../frame/rule";
import { isDevelopment } from "../../models/environment";

/** The shortest wait that Secrets Manager knows; 0 is none. */
const shortestDays = 7;

/**
 * A secret deleted by mistake can be had back. Absent passes: AWS waits 30 days. No wait at all (0) is allowed where
 * things are made anew: in development, by the tag `environment`, and under the free plans, whose
 * stacks come and go and whose secrets would keep their names taken until the wait is over.
 */
export const secretRecoveryWindow = defineRule({
  name: "secret-recovery-window",
  family: "data-protection",
  severity: "medium",
  title: "Deleted secrets can be had back",
  description:
    "Secrets wait at least 7 days before they are deleted; absent is AWS's 30 days. Development and free plans may delete at once.",
  remediation: "Set recoveryWindowInDays to 7 to 30, or remove it.",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
  checks: [],
  requirement: "Production enhancements: nothing of value is lost by one mistaken deletion.",
  types: ["aws:secretsmanager/secret:Secret"],
  judge({ resource, settings, known, fail }) {
    known(resource.properties.number("recoveryWindowInDays"), (days) => {
      if (days === undefined || days >= shortestDays || freePlans.includes(settings.plan)) return;
      known(isDevelopment(resource), (isDev) => {
        if (!isDev)
          fail(`recoveryWindowInDays is ${days}: a deleted secret is gone at once. Set it to 7 to 30, or remove it.`);
      });
    });
  },
});
