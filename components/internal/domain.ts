import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A name in DNS as ACM and Route 53 take it: lower case, at most 64 characters, because it may become a certificate's name. https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
export const domainNamePattern = /^(?=.{1,64}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** A certificate, and how its names are proved. */
export interface CertificateSettings {
  /** Names, the first the certificate's own; `*.NAME` stands for every name one level below. */
  names: readonly [string, ...string[]];
  /** Public hosted zone of the names. */
  zoneId: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
}

/** A certificate proved by records in its names' zone; the ARN is there once ACM has seen the proof. */
export function createCertificate(
  name: string,
  { names, zoneId, tags }: CertificateSettings,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const [first, ...others] = names;
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    {
      domainName: first,
      subjectAlternativeNames: others.length > 0 ? others : undefined,
      validationMethod: "DNS",
      tags,
    },
    opts,
  );
  // A name and its wildcard share one proof, and AWS refuses the same record twice.
  const records = [...new Set(names.map(withoutWildcard))].map((proved) => {
    const proof = certificate.domainValidationOptions.apply((options) =>
      options.length === 1 ? options[0] : options.find(({ domainName }) => withoutWildcard(domainName) === proved),
    );
    const role = proved === withoutWildcard(first) ? "certificate-validation" : `certificate-validation-${proved}`;
    return new aws.route53.Record(
      `${name}-${role}-record`,
      {
        zoneId,
        name: proof.apply((option) => option?.resourceRecordName ?? ""),
        type: "CNAME",
        records: [proof.apply((option) => option?.resourceRecordValue ?? "")],
        ttl: 60,
        allowOverwrite: true, // ACM asks for the same record for every certificate of one name and account
      },
      opts,
    );
  });
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: records.map((record) => record.fqdn) },
    opts,
  );
  return validation.certificateArn;
}

function withoutWildcard(domainName: string): string {
  return domainName.replace(/^\*\./, "");
}

/** A domain's record: an alias of the load balancer, which costs nothing to ask. `name` is the logical name. */
export function createAliasRecord(
  name: string,
  domain: { name: string; zoneId: pulumi.Input<string> },
  balancer: aws.lb.LoadBalancer,
  opts: pulumi.CustomResourceOptions,
): aws.route53.Record {
  return new aws.route53.Record(
    name,
    {
      zoneId: domain.zoneId,
      name: domain.name,
      type: "A",
      aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
    },
    opts,
  );
}
