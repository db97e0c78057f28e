import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FargateAppSettings } from "./settings";

/** A certificate for the domain, proved by a record in its zone; the ARN is there once ACM has seen the proof. */
export function createCertificate(
  name: string,
  { loadBalancer: { domain }, tags }: FargateAppSettings,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (domain?.zoneId === undefined) throw new Error("a certificate is made only for a domain with a zone");
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    { domainName: domain.name, validationMethod: "DNS", tags },
    { parent },
  );
  // One name, so one proof; its place in the list is known before its content is.
  const proof = certificate.domainValidationOptions.apply(([first]) => first);
  const record = new aws.route53.Record(
    `${name}-certificate-validation-record`,
    {
      zoneId: domain.zoneId,
      name: proof.apply((option) => option?.resourceRecordName ?? ""),
      type: "CNAME",
      records: [proof.apply((option) => option?.resourceRecordValue ?? "")],
      ttl: 60,
      allowOverwrite: true, // ACM asks for the same record for every certificate of one name and account
    },
    { parent },
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    { parent },
  );
  return validation.certificateArn;
}

/** The domain's record: an alias of the load balancer, which costs nothing to ask. */
export function createAliasRecord(
  name: string,
  domainName: string,
  zoneId: pulumi.Input<string>,
  balancer: aws.lb.LoadBalancer,
  parent: pulumi.Resource,
): aws.route53.Record {
  return new aws.route53.Record(
    `${name}-alias-record`,
    {
      zoneId,
      name: domainName,
      type: "A",
      aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }],
    },
    { parent },
  );
}
