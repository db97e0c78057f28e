import { defineRule, type Judgement } from "../../frame/rule";
import { defaultGroupType, isWritten } from "../../models/groupRules";
import { given, networkOf } from "../../models/network";
import { notYetKnown, type Read, type Reader } from "../../../plan/reader";

const nothing: Read<Reader[]> = { state: "absent", path: "" };

const vpcTypes = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];

/**
 * What is started without naming a group gets the default one, whose members reach each other and everything else. So
 * the program takes it over, which strips it of its rules, and gives it none.
 */
export const vpcDefaultSecurityGroupClosed = defineRule({
  name: "vpc-default-security-group-closed",
  family: "private-networking",
  severity: "medium",
  title: "Default security groups are closed",
  description: "The default security group of every VPC is taken over by the program and has no rules.",
  remediation: "Add an aws.ec2.DefaultSecurityGroup with the VPC's id and without ingress and egress.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
  checks: ["CKV2_AWS_12", "AWS-0173", "VPCDefaultSecurityGroupClosed"],
  requirement: "Every source: nothing reaches anything unless a rule of its own says so.",
  types: [...vpcTypes, defaultGroupType],
  needsStack: true,
  judge(the) {
    if (the.resource.type === defaultGroupType) judgeGroup(the);
    else judgeVpc(the);
  },
});

function judgeGroup(the: Judgement): void {
  const { resource } = the;
  for (const direction of ["ingress", "egress"] as const)
    the.known(isWritten(resource, direction) ? resource.properties.list(direction) : nothing, (rules) => {
      const count = rules?.length ?? 0;
      if (count > 0)
        the.fail(
          `The default security group has ${String(count)} ${direction} rule${count > 1 ? "s" : ""}. Remove ${direction}, and use a group of its own.`,
          { finding: direction },
        );
    });
  const group = the.stack.view(networkOf).group(resource);
  for (const direction of ["ingress", "egress"] as const)
    for (const { urn, name } of group?.[direction].rules ?? [])
      if (urn !== undefined)
        the.fail(`The rule ${name} opens the default security group. Remove it, and use a group of its own.`, {
          finding: `${direction} by ${name}`,
        });
}

function judgeVpc(the: Judgement): void {
  const { resource, stack } = the;
  const vpc = stack.view(networkOf).facts.vpcs.find(({ urn }) => urn === resource.urn);
  if (!vpc || vpc.ownGroup.urn !== undefined) return;
  for (const group of stack.ofType(defaultGroupType)) {
    const id = given(group, "vpcId").text();
    // Without a VPC the default group of the account's default VPC is meant.
    if (id.state === "absent" && resource.type === "aws:ec2/defaultVpc:DefaultVpc") return;
    if (id.state !== "unknown") continue;
    if (stack.target(group, id, ...vpcTypes).state === "known") continue;
    the.undetermined(`vpcId of ${group.name}`, `${notYetKnown}, and may be this VPC`);
    return;
  }
  the.fail(
    "Its default security group, whose members reach each other and the internet, is left as AWS makes it. Add an aws.ec2.DefaultSecurityGroup with this VPC's id and no rules.",
  );
}
