/**
 * Protocols and ciphers: TLS 1.3 and 1.2, post-quantum key exchange where the client can; AWS's own recommendation:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** At most six characters, ending in a hyphen: what a generated load balancer or target group name may begin with. */
export function balancerNamePrefix(text: string): string {
  return `${text.slice(0, 5).replace(/-$/, "")}-`;
}
