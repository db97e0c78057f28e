import { defineRule } from "../../frame/rule";
import { given, networkOf } from "../../models/network";
import { meant } from "../../models/network/extract/references";

const vpcTypes = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];
const subnetTypes = ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"];
const flowLogType = "aws:ec2/flowLog:FlowLog";

/** Every VPC records who spoke to whom, as a whole or in each of its subnets. Logs cost, so only the paid plan asks. */
export const vpcFlowLogs = defineRule({
  name: "vpc-flow-logs",
  family: "private-networking",
  severity: "medium",
  title: "VPCs have flow logs",
  description: "Flow logs record the traffic of every VPC, or of each of its subnets.",
  remediation: "Add an aws.ec2.FlowLog with the VPC's id.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  checks: ["CKV2_AWS_11", "AWS-0178", "AwsSolutions-VPC7"],
  requirement: "Web application source: traffic of the production network is recorded.",
  plans: ["paid"],
  types: vpcTypes,
  needsStack: true,
  judge({ resource, stack, fail, undetermined }) {
    const subnets = new Set(
      stack
        .view(networkOf)
        .facts.subnets.filter(({ vpc }) => meant(vpc).some(({ urn }) => urn === resource.urn))
        .map(({ urn }) => urn),
    );
    const hasSubnets = subnets.size > 0;
    let doubt: string | undefined;
    for (const log of stack.ofType(flowLogType)) {
      const [vpc, subnet] = [given(log, "vpcId").text(), given(log, "subnetId").text()];
      const whole = stack.target(log, vpc, ...vpcTypes);
      const part = stack.target(log, subnet, ...subnetTypes);
      if (whole.state === "known" && whole.value === resource) return;
      if (part.state === "known") subnets.delete(part.value.urn);
      if (whole.state === "unknown") doubt ??= `vpcId of ${log.name}`;
      if (part.state === "unknown") doubt ??= `subnetId of ${log.name}`;
    }
    if (hasSubnets && subnets.size === 0) return;
    if (doubt !== undefined) undetermined(doubt, "cannot be told before deployment, and may name this VPC");
    else fail("No flow log records its traffic. Add an aws.ec2.FlowLog with its id.");
  },
});
