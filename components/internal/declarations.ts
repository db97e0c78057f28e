/**
 * Tags by which a component declares a risk that its caller asked for by name. The policy pack reads them: a load
 * balancer that faces the internet, or speaks plain HTTP, without the declaration is a finding.
 */
export const internetFacingTag = "cloister:internet-facing";
export const plainHttpTag = "cloister:plain-http";
/** The one value of these tags. */
export const declared = "declared";
/** Tag by which a service or an Auto Scaling group says that there must never be two of it. */
export const singletonTag = "cloister:singleton";
