import { defineRule } from "../../frame/rule";
import { isWritten, securityGroupType, standaloneTypes } from "../../models/groupRules";
import { networkOf } from "../../models/network";

/** One group has its rules in one form only: forms that do not know of each other take away each other's rules. */
export const securityGroupRulesOneStyle = defineRule({
  name: "security-group-rules-one-style",
  family: "private-networking",
  severity: "medium",
  title: "One style of rules per security group",
  description:
    "A security group has all its rules inline, or all as resources of one type: SecurityGroupIngressRule and SecurityGroupEgressRule, or SecurityGroupRule.",
  remediation:
    "Move the inline rules into resources of their own, best one SecurityGroupIngressRule or EgressRule each.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  checks: [],
  requirement: "Every source: security groups hold exactly the rules that the program says.",
  types: [securityGroupType],
  needsStack: true,
  judge({ resource, stack, fail, undetermined }) {
    const group = stack.view(networkOf).group(resource);
    const rules = [...(group?.ingress.rules ?? []), ...(group?.egress.rules ?? [])].filter(({ urn }) => urn);
    const isOlder = (urn = "") => urn.includes(`${standaloneTypes.both}::`);
    const inline = ["ingress", "egress"].filter((direction) => {
      const list = resource.properties.list(direction);
      return isWritten(resource, direction) && !(list.state === "known" && list.value.length === 0);
    });
    const certain = rules.filter(({ doubt }) => !doubt);
    const conflict = (among: typeof rules) => {
      const older = among.find(({ urn }) => isOlder(urn));
      const newer = among.find(({ urn }) => !isOlder(urn));
      const [first] = among;
      if (inline.length > 0 && first) return `inline ${inline.join(" and ")} rules and the rule ${first.name}`;
      return older && newer && `the rules ${older.name} and ${newer.name}, which are of different types`;
    };
    const found = conflict(certain);
    const possible = found === undefined ? conflict(rules) : undefined;
    const doubt = rules.find((rule) => rule.doubt)?.doubt;
    if (found) fail(`Has ${found}: each update takes away the rules of the other form. Write all of them in one form.`);
    else if (possible && doubt) undetermined(`${doubt.property} of ${doubt.resource}`, doubt.why);
  },
});
