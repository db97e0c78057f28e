import { freeTierLimits } from "../../../cost/freeTier";
import { defineRule, freePlans, type Judgement } from "../../frame/rule";
import { configurationType, groupType, machineType, templateType } from "../../../plan/machines";
import type { Read } from "../../../plan/reader";
import { classOfSearch, searchTypes } from "../../../plan/search";

const spotType = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";

/**
 * Instances are of the classes that the plan accepts, where they are named: on the instance, in its launch template,
 * among the overrides of a group. An instance without a type of its own follows its template, which is judged itself.
 * RDS classes are judged by free-tier-database. OpenSearch is judged where the plan has a list.
 */
export const freeTierInstanceClass = defineRule({
  name: "free-tier-instance-class",
  family: "free-tier",
  severity: "high",
  title: "Instances are of accepted classes",
  description: "EC2 and OpenSearch instances are of the classes that the account's plan accepts.",
  remediation: "Use t3.micro, which every free account takes, or another class that the message names.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-free-tier-usage.html",
  checks: [],
  requirement: "Free-tier source: instances of the free classes only, such as t2.micro for 750 hours a month.",
  plans: freePlans,
  types: [machineType, templateType, configurationType, groupType, spotType, ...searchTypes],
  judge(the) {
    const { type, properties } = the.resource;
    const { machineClasses, searchClasses } = freeTierLimits(the.settings.plan);
    if (searchTypes.includes(type)) {
      if (searchClasses) judgeClass(the, classOfSearch(the.resource), searchClasses.value);
    } else if (type !== groupType) judgeClass(the, properties.text("instanceType"), machineClasses?.value ?? []);
    else
      the.known(properties.list("mixedInstancesPolicy.launchTemplate.overrides"), (overrides = []) => {
        for (const override of overrides) judgeClass(the, override.text("instanceType"), machineClasses?.value ?? []);
      });
  },
});

function judgeClass({ settings, known, fail }: Judgement, read: Read<string>, accepted: readonly string[]): void {
  const finding = read.path;
  known(
    read,
    (name) => {
      if (name !== undefined && !accepted.includes(name))
        fail(`${read.path} is ${name}; accepted under plan ${settings.plan}: ${accepted.join(", ")}.`, { finding });
    },
    { finding },
  );
}
