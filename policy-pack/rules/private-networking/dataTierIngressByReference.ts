import { defineRule } from "../../frame/rule";
import { ingressSources, rulesWrittenIn, unreadInline } from "../../models/groupRules";
import { describeAddresses, networkOf, type Host, type HostKind, type SecurityGroup } from "../../models/network";
import { describeServices, intersectServices } from "../../models/network/services";

/** What holds data, and what stands before it. */
const dataKinds: readonly HostKind[] = ["database", "databaseProxy", "cache", "search", "fileSystem"];

/**
 * The groups of what holds data admit groups. A range admits whatever gets an address in it one day, and a prefix list
 * is a range. Only ports on which the data is served count: a group may be shared with something else.
 */
export const dataTierIngressByReference = defineRule({
  name: "data-tier-ingress-by-reference",
  family: "private-networking",
  severity: "high",
  title: "Data is reached by group, not by address",
  description:
    "Security groups of databases, proxies, caches, search domains and file systems let in security groups, never address ranges.",
  remediation: "Replace the range by the security group of the clients.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html#security-group-referencing",
  checks: [],
  requirement: "Every source: the database's group admits the application's group, and nothing by address.",
  guardsExposure: true,
  types: ingressSources,
  needsStack: true,
  judge({ resource, stack, fail, undetermined, doubt: tell }) {
    const unread = unreadInline(resource, "ingress");
    const holdsData = ({ kind }: Host) => dataKinds.includes(kind);
    if (unread && stack.view(networkOf).group(resource)?.members.some(holdsData)) tell(unread);
    for (const { group, rule } of rulesWrittenIn(resource, "ingress", stack)) {
      const { addresses, services, doubt } = rule;
      if (addresses.may.length === 0) continue;
      for (const host of group.members.filter(holdsData)) {
        const open = intersectServices(services.may, host.listens.may);
        if (open.length === 0) continue;
        const isSure =
          !doubt && intersectServices(services.sure, host.listens.may).length > 0 && certainlyHas(host, group);
        const [unsure] = [...(doubt ? [doubt] : []), ...services.doubts];
        const what = `${describeServices(open)} from ${addresses.sure.length > 0 ? describeAddresses(addresses.sure) : "a range of addresses"}`;
        if (isSure)
          fail(
            `Lets in ${what} to ${host.name}. Name the security group of its clients in referencedSecurityGroupId or securityGroups instead.`,
            { finding: what },
          );
        else
          undetermined(unsure?.property ?? "securityGroups", unsure?.why ?? `of ${host.name} may include this group`);
        break;
      }
    }
  },
});

function certainlyHas({ groups }: Host, group: SecurityGroup): boolean {
  return (groups ?? []).some((ref) => ref.state === "known" && ref.to === group);
}
