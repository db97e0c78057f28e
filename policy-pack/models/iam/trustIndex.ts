import { aligned, localName } from "./arns";
import { conditionsHold, type Context } from "./conditions";
import { all, any, type Grade } from "./grade";
import type { Identities, Identity } from "./identities";
import { fits, isLiteral } from "./match";
import { partiesOf, type Party } from "./trust";

/** Somebody whom a technique leads to. */
export interface Reach {
  readonly target: Identity;
  readonly grade: Grade;
}

/** Who trusts whom, made once for a whole stack. */
export class TrustIndex {
  /** Roles that others than services may assume. */
  readonly assumable: Identity[] = [];
  private readonly trusting = new Map<string, Reach[]>();
  /** Roles that trust any service, or of which nobody knows whom they trust. */
  private readonly openEnded: Reach[] = [];
  private readonly parties = new Map<Identity, readonly Party[]>();

  constructor(private readonly identities: Identities) {
    for (const role of identities.roles) this.add(role);
  }

  /** Roles that one of the services may assume. */
  rolesTrusting(services: readonly string[]): Reach[] {
    return [...services.flatMap((service) => this.trusting.get(service) ?? []), ...this.openEnded];
  }

  /** Whether a role lets an identity of the stack assume it. */
  lets(role: Identity, actor: Identity): Grade {
    const grades = (this.parties.get(role) ?? []).map((party) =>
      all([this.letsBy(party, role, actor), holdsFor(party, actor)]),
    );
    return any([...grades, role.trust?.incomplete && isComputedFrom(role, actor) ? "unknown" : "no"]);
  }

  private letsBy({ kind, name, account }: Party, role: Identity, actor: Identity): Grade {
    if (kind === "anyone") return "yes";
    if (kind === "identity") return sameIdentity(name, actor.arn);
    if (kind === "unknown") return isComputedFrom(role, actor) ? "unknown" : "no";
    if (kind !== "account") return "no";
    if (this.identities.account === undefined) return "unknown";
    return account === this.identities.account ? "yes" : "no";
  }

  /** Whether a role names an identity itself: then it needs no permission of its own. */
  names(role: Identity, actor: Identity): boolean {
    return (this.parties.get(role) ?? []).some(
      ({ kind, name }) => kind === "identity" && sameIdentity(name, actor.arn),
    );
  }

  private add(role: Identity): void {
    const { parties } = role.trust ? partiesOf(role.trust) : { parties: [] };
    this.parties.set(role, parties);
    const others = parties.some(({ kind }) => ["anyone", "account", "identity", "unknown"].includes(kind));
    if (others || role.trust?.incomplete === true) this.assumable.push(role);
    for (const { kind, name } of parties) {
      if (kind === "anyone" || (kind === "service" && !isLiteral(name)))
        this.openEnded.push({ target: role, grade: "yes" });
      else if (kind === "service") {
        const known = this.trusting.get(name) ?? [];
        known.push({ target: role, grade: "yes" });
        this.trusting.set(name, known);
      }
    }
    if (role.trust?.incomplete === true || parties.some((party) => party.kind === "unknown"))
      this.openEnded.push({ target: role, grade: "unknown" });
  }
}

/** Whether an ARN is that of an identity; where its name is not known yet it may be. */
function sameIdentity(named: string, arn: string): Grade {
  if (!fits(aligned(arn, named), named)) return "no";
  return localName(named) === localName(arn) ? "yes" : "unknown";
}

/** Whether a trust policy that is not known was computed from an identity. */
function isComputedFrom(role: Identity, actor: Identity): boolean {
  return (role.resource.propertyDependencies.assumeRolePolicy ?? []).includes(actor.resource.urn);
}

/** Whether the conditions leave an identity in; those on anything but who it is are taken to hold. */
function holdsFor(party: Party, actor: Identity): Grade {
  const context: Context = isLiteral(actor.arn) ? { "aws:principalarn": [actor.arn] } : {};
  return conditionsHold(party.statement.conditions, context);
}
