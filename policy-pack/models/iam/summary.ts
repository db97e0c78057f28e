import { expandAction } from "./actions";
import { allows, type Verdict } from "./effective";
import { describeChain, findEscalations, type Escalation } from "./escalation";
import { allPolicies, type Identities, type Identity } from "./identities";
import { isLiteral } from "./match";
import { partiesOf } from "./trust";

/** A role in one line, for the preview's report. */
export interface RoleSummary {
  readonly urn: string;
  /** Who may assume it, such as `ecs-tasks.amazonaws.com` or an account id. */
  readonly assumedBy: readonly string[];
  /** Prefixes of the services that it may call, sorted; `*` for all. */
  readonly services: readonly string[];
  readonly administrator: Verdict;
  readonly escalation: Verdict;
  /** The way to more permissions in words; empty when there is none. */
  readonly chain: string;
  /** Properties that could not be read, so that the line may be short of something. */
  readonly unknown: readonly string[];
}

/** All roles of a stack, each in one line. */
export function summarizeRoles(
  identities: Identities,
  escalations: readonly Escalation[] = findEscalations(identities),
): RoleSummary[] {
  const byIdentity = new Map(escalations.map((one) => [one.identity, one]));
  return identities.roles.map((role) => {
    const escalation = byIdentity.get(role);
    const documents = [...allPolicies(role).map((policy) => policy.document), ...(role.trust ? [role.trust] : [])];
    const parties = role.trust ? partiesOf(role.trust).parties : [];
    return {
      urn: role.resource.urn,
      assumedBy: [...new Set(parties.map((party) => party.name))].toSorted(),
      services: servicesOf(role),
      administrator: escalation?.administrator ?? "no",
      escalation: escalation?.verdict ?? "no",
      chain: describeChain(escalation?.chain ?? []),
      unknown: [...new Set(documents.flatMap((document) => document.unknowns.map((one) => one.path)))],
    };
  });
}

/** Services of which a role may do something, by its Allow statements that no denial takes away whole. */
function servicesOf(role: Identity): string[] {
  const statements = allPolicies(role).flatMap((policy) => policy.document.statements);
  const isLimited = role.boundary !== undefined || statements.some((statement) => statement.effect === "Deny");
  const services = new Set<string>();
  for (const { effect, actions } of statements) {
    if (effect !== "Allow") continue;
    for (const { text } of actions.patterns) {
      const [service = "*"] = text.split(":");
      if (actions.not || !isLiteral(service)) services.add("*");
      else if (!isLimited || (!services.has(service) && mayDoSome(role, text))) services.add(service);
    }
  }
  return services.has("*") ? ["*"] : [...services].toSorted();
}

function mayDoSome(role: Identity, pattern: string): boolean {
  const actions = isLiteral(pattern) ? [pattern] : expandAction(pattern).map((action) => action.name);
  return actions.some((action) => allows(role, { action }).verdict !== "no");
}
