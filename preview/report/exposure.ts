import { summarizeRoles, iamOf } from "../../policy-pack/models/iam";
import { exposureOf, networkOf, type InternetExposure, type Ports } from "../../policy-pack/models/network";
import type { Stack } from "../../plan/stack";
import type { Exposure, RoleReach } from "./document";

/**
 * Who reaches what, and what each role may do, by the models that the policy pack judges with. Values that are not
 * known before deployment are followed by what they were computed from.
 */
export function reachOf(stack: Stack): { exposure: Exposure; roles: RoleReach[] } {
  const { internet, tiers } = exposureOf(stack.view(networkOf));
  const iam = stack.view(iamOf);
  return {
    exposure: {
      internet: internet.filter(({ way }) => way !== "indirect").map(shownWay),
      indirect: internet.filter(({ way }) => way === "indirect").map(shownWay),
      tiers: tiers.map(({ from, to, verdict, ports, members }) => ({
        from,
        to,
        verdict,
        ports: ports.map(describePorts),
        members: [...members],
      })),
    },
    roles: summarizeRoles(iam.identities, iam.escalations()).map((role) => ({
      urn: role.urn,
      assumedBy: [...role.assumedBy],
      services: [...role.services],
      administrator: role.administrator,
      escalation: role.escalation,
      chain: role.chain,
    })),
  };
}

function shownWay({
  target,
  urn,
  verdict,
  sources,
  ports,
  path,
  doubts,
}: InternetExposure): Exposure["internet"][number] {
  return { target, urn, verdict, sources: [...sources], ports: ports.map(describePorts), path, doubts: [...doubts] };
}

/** `tcp 443`, `udp 53`, `tcp 1024-65535`, `every port and protocol`. */
function describePorts({ protocol, from, to }: Ports): string {
  if (protocol === "all") return "every port and protocol";
  if (from === undefined) return `every ${protocol} port`;
  return from === to ? `${protocol} ${from}` : `${protocol} ${from}-${to}`;
}
