import { matches } from "./globs";
import type { Exemption } from "./settings";

/** How an exemption answers a finding. */
export interface Cover {
  exemption: Exemption;
  /** It has ended: the finding stands, and its message says that it came back. */
  expired: boolean;
}

/** The exemptions of a stack, and which of them were of use. */
export class Exemptions {
  private readonly used = new Set<Exemption>();

  /** @param today the current day in UTC, YYYY-MM-DD */
  constructor(
    private readonly exemptions: readonly Exemption[],
    private readonly today: () => string,
  ) {}

  /** The exemption of a finding: one in force before one that has ended. */
  cover(rule: string, urn: string, finding: string | undefined): Cover | undefined {
    const fitting = this.exemptions.filter(
      (exemption) =>
        exemption.rule === rule &&
        matches(exemption.resource, urn) &&
        (exemption.finding === undefined || (finding !== undefined && matches(exemption.finding, finding))),
    );
    for (const exemption of fitting) this.used.add(exemption);
    const inForce = fitting.find((exemption) => !this.isExpired(exemption));
    if (inForce) return { exemption: inForce, expired: false };
    const [ended] = fitting;
    return ended && { exemption: ended, expired: true };
  }

  /** An undetermined verdict may hide the finding that a narrower exemption is for: such an exemption is not idle. */
  excuseUnmatched(rule: string, urn: string): void {
    for (const exemption of this.exemptions)
      if (exemption.rule === rule && matches(exemption.resource, urn)) this.used.add(exemption);
  }

  /**
   * What is wrong with the exemptions once everything was judged.
   *
   * An idle one is a fault only when its rule ran and its resource was looked at or does not exist: an update of a
   * part of the stack leaves the other resources alone.
   */
  faults(ran: ReadonlySet<string>, judged: readonly string[], present: readonly string[]): string[] {
    const fits = (urns: readonly string[], pattern: string) => urns.some((urn) => matches(pattern, urn));
    return this.exemptions.flatMap((exemption) => {
      const what = `The exemption of ${exemption.resource} from ${exemption.rule} (owner ${exemption.owner})`;
      if (this.isExpired(exemption))
        return [`${what} ended on ${exemption.expires}. Mend the resource and remove the exemption, or renew it.`];
      if (this.used.has(exemption) || !ran.has(exemption.rule)) return [];
      if (fits(judged, exemption.resource) || !fits(present, exemption.resource))
        return [`${what} matches no finding any more. Remove it, or correct its resource and finding.`];
      return [];
    });
  }

  private isExpired(exemption: Exemption): boolean {
    return exemption.expires < this.today();
  }
}
