import { unitPrice } from "../../../cost/unitPrices";
import { defineRule, freePlans, type Judgement } from "../../frame/rule";

/** Services that are billed by what they see, from the first event or once a trial ends. */
const services: Readonly<Record<string, { what: string; flag?: string }>> = {
  "aws:guardduty/detector:Detector": { what: "GuardDuty, billed by events after its trial of 30 days", flag: "enable" },
  "aws:cfg/recorder:Recorder": { what: "AWS Config, billed by recorded configuration item" },
  "aws:cfg/rule:Rule": { what: "AWS Config, billed by rule evaluation" },
  "aws:cfg/conformancePack:ConformancePack": { what: "AWS Config, billed by rule evaluation" },
  "aws:securityhub/account:Account": { what: "Security Hub, billed by check after its trial of 30 days" },
  "aws:inspector2/enabler:Enabler": { what: "Inspector, billed by scanned resource after its trial" },
  "aws:macie2/account:Account": { what: "Macie, billed by bucket and scanned data after its trial" },
  "aws:detective/graph:Graph": { what: "Detective, billed by ingested data after its trial" },
};
const flowLogType = "aws:ec2/flowLog:FlowLog";
const clusterType = "aws:ecs/cluster:Cluster";
const machineType = "aws:ec2/instance:Instance";

/** Free accounts do without what costs by watching. A paid account is asked for some of it by other rules. */
export const freeTierExcludedServices = defineRule({
  name: "free-tier-excluded-services",
  family: "free-tier",
  severity: "medium",
  title: "Nothing that costs by watching",
  description:
    "Free accounts do without flow logs, GuardDuty, Config, Security Hub, Container Insights and detailed monitoring.",
  remediation: "Leave it to the paid environments; CloudTrail's event history of 90 days is free.",
  url: "https://aws.amazon.com/free/",
  checks: [],
  requirement: "Free-tier source: VPC flow logs, GuardDuty and Config are excluded for their costs.",
  plans: freePlans,
  types: [...Object.keys(services), flowLogType, clusterType, machineType],
  judge(the) {
    const { type, properties } = the.resource;
    const service = services[type];
    if (service?.flag !== undefined)
      the.known(properties.flag(service.flag), (enabled) => {
        if (enabled !== false) tell(the, service.what);
      });
    else if (service) tell(the, service.what);
    else if (type === flowLogType) tell(the, `a flow log, ${unitPrice("logIngestion").toFixed(2)} USD per GB of log`);
    else if (type === clusterType) judgeInsights(the);
    else
      the.known(properties.flag("monitoring"), (detailed) => {
        if (detailed) tell(the, `detailed monitoring, whose metrics cost ${metricPrice()} beyond the ten free ones`);
      });
  },
});

function judgeInsights(the: Judgement): void {
  the.known(the.resource.properties.list("settings"), (settings = []) => {
    for (const setting of settings)
      the.known(setting.text("name"), (name) => {
        if (name !== "containerInsights") return;
        the.known(setting.text("value"), (value) => {
          if (value !== "disabled")
            tell(the, `Container Insights, whose metrics cost ${metricPrice()} beyond the ten free ones`);
        });
      });
  });
}

function metricPrice(): string {
  return `${unitPrice("customMetric").toFixed(2)} USD a month each`;
}

function tell({ settings, fail }: Judgement, what: string): void {
  fail(`Turns on ${what}; excluded under plan ${settings.plan}. Leave it to a paid account.`);
}
