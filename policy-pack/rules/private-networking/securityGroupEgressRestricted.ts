import { defineRule } from "../../frame/rule";
import { egressSources, rulesWrittenIn, unreadInline } from "../../models/groupRules";
import { describeAddresses, describeServices, type Host, type SecurityGroup } from "../../models/network";
import { publicPart, type AddressSet } from "../../models/network/cidr";
import { intersectServices, servicesOf, type ServiceSet } from "../../models/network/services";

/**
 * How many public addresses are everywhere: more than 2^24 (a /8) of IPv4 or 2^96 of IPv6 (a /32, what a registry
 * gives to one provider). No partner or service needs more.
 */
const manyAddresses = { 4: 1n << 24n, 6: 1n << 96n } as const;

/** How many ports of TCP or UDP are every port: more than half. A service needs one, and a passive range a few. */
const manyPorts = 32_768;

/**
 * No group lets its members ask everybody everything: what is taken over finds no way to send out what it found on a
 * port of its choice. HTTPS to everywhere stays possible: package registries, identity providers and the public
 * addresses of AWS's own services change daily and cannot be listed. A NAT instance forwards for others, and has to.
 */
export const securityGroupEgressRestricted = defineRule({
  name: "security-group-egress-restricted",
  family: "private-networking",
  severity: "medium",
  title: "Egress is limited to what is needed",
  description:
    "Security groups let out single ports, such as HTTPS, or to groups and narrow ranges; only NAT instances send everything everywhere.",
  remediation: "Name the ports that are needed, such as tcp 443, or the groups and ranges that are asked.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  checks: ["CKV_AWS_382", "AWS-0104"],
  requirement: "Workflow source: egress is limited to required destinations and ports.",
  types: egressSources,
  needsStack: true,
  judge({ resource, stack, fail, undetermined, doubt: tell }) {
    const unread = unreadInline(resource, "egress");
    if (unread) tell(unread);
    for (const { group, rule } of rulesWrittenIn(resource, "egress", stack)) {
      const { services, addresses, doubt } = rule;
      if (group.outside || !isEverything(services.may) || !isEverywhere(addresses.may) || forwards(group)) continue;
      const what = `${describeServices(services.may)} to ${describeAddresses(publicPart(addresses.may))}`;
      if (!doubt && isEverything(services.sure) && isEverywhere(addresses.sure)) {
        fail(`Lets out ${what}. Name the ports that are needed, such as tcp 443, or the groups that are asked.`, {
          finding: what,
        });
        continue;
      }
      // Prefix lists outside the stack name some service: they are narrow, though their addresses are not known.
      const ranges = addresses.doubts.filter(({ property }) => !property.startsWith("prefixList"));
      const [unsure] = [...(doubt ? [doubt] : []), ...services.doubts, ...ranges];
      if (unsure) undetermined(unsure.property, unsure.why);
    }
  },
});

function isEverything(services: ServiceSet): boolean {
  return [6, 17].some((protocol) => {
    const ports = intersectServices(services, servicesOf(protocol));
    return ports.reduce((sum, { first, last }) => sum + last - first + 1, 0) > manyPorts;
  });
}

function isEverywhere(addresses: AddressSet): boolean {
  return ([4, 6] as const).some((version) => {
    const ranges = publicPart(addresses).filter((range) => range.version === version);
    return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n) > manyAddresses[version];
  });
}

/** Whether a group belongs to an instance or interface that passes on the packets of others. */
function forwards({ members }: SecurityGroup): boolean {
  return members.some(passesOn);
}

function passesOn({ kind, resource }: Host): boolean {
  const check = resource.properties.flag("sourceDestCheck");
  return (kind === "instance" || kind === "networkInterface") && check.state === "known" && !check.value;
}
