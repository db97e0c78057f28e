import { defineRule, type Judgement } from "../../frame/rule";
import { securityGroupType, standaloneTypes } from "../../models/groupRules";
import type { Read } from "../../../plan/reader";

/** What the provider writes when the program says nothing. */
const empty = /^(managed by (pulumi|terraform))?$/i;

const rangeKeys = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "cidrIpv4", "cidrIpv6", "prefixListId"];

/**
 * Whoever audits a group reads what it is for. A rule that names another group explains itself; one that names
 * addresses does not. Advisory, because a new description replaces the group and so everything that has it.
 */
export const securityGroupDescribed = defineRule({
  name: "security-group-described",
  family: "private-networking",
  severity: "low",
  level: "advisory",
  title: "Security groups say what they are for",
  description: "Security groups have a description, and so has every rule that names addresses.",
  remediation: "Set description: whom the group is for, or who is behind the addresses.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/creating-security-groups.html",
  checks: ["CKV_AWS_23", "AWS-0099", "AWS-0124", "AwsSolutions-EC27"],
  requirement: "Every source: rules say who may reach what, so that reviewers can tell.",
  types: [securityGroupType, ...Object.values(standaloneTypes)],
  judge(the) {
    const { resource, known, fail } = the;
    if (resource.type !== securityGroupType) {
      if (rangeKeys.some((key) => isSet(resource.properties.texts(key))))
        judgeRule(the, resource.properties.text("description"));
      return;
    }
    known(resource.properties.text("description"), (description = "") => {
      if (empty.test(description.trim()))
        fail("Has no description. Say what the group is for; AWS does not let it be changed later.");
    });
    for (const direction of ["ingress", "egress"])
      known(resource.properties.list(direction), (rules) => {
        for (const rule of rules ?? [])
          if (rangeKeys.some((key) => isSet(rule.texts(key)))) judgeRule(the, rule.text("description"));
      });
  },
});

function isSet(list: Read<Read<string>[]>): boolean {
  return (
    list.state === "unknown" ||
    (list.state === "known" && list.value.some((one) => one.state !== "known" || one.value !== ""))
  );
}

function judgeRule(the: Judgement, description: Read<string>): void {
  the.known(description, (text = "") => {
    if (text.trim() === "")
      the.fail(`${description.path} is not set on a rule that names addresses. Say who is behind them.`, {
        finding: description.path,
      });
  });
}
