import { changed, planned, unknown } from "../support/bench";
import type { Case } from "../support/cases";

const distribution = planned("aws:cloudfront/distribution:Distribution", "site", {
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
  viewerCertificate: { acmCertificateArn: unknown, minimumProtocolVersion: "TLSv1.2_2021" },
});
const but = (change: Record<string, unknown>) => [changed(distribution, change)];

/** Cases of traffic between viewers and CloudFront. */
export const distributions: Record<"passes" | "fails" | "undetermined", readonly Case[]> = {
  passes: [
    { given: "a distribution with TLS 1.2 and a certificate of its own", plan: [distribution] },
    {
      given: "a distribution with the oldest policy that refuses TLS 1.1",
      plan: but({ "viewerCertificate.minimumProtocolVersion": "TLSv1.2_2018" }),
    },
    {
      given: "a distribution with TLS 1.3 only",
      plan: but({ "viewerCertificate.minimumProtocolVersion": "TLSv1.3_2025" }),
    },
    {
      given: "a distribution with CloudFront's certificate, whose version cannot be chosen",
      plan: but({ viewerCertificate: { cloudfrontDefaultCertificate: true } }),
    },
    {
      given: "a distribution with CloudFront's certificate and the only version that goes with it",
      plan: but({ viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1" } }),
    },
    { given: "a distribution without a word of certificates", plan: but({ viewerCertificate: undefined }) },
  ],
  fails: [
    {
      given: "a distribution with TLS 1.1",
      plan: but({ "viewerCertificate.minimumProtocolVersion": "TLSv1.1_2016" }),
      says: "viewerCertificate.minimumProtocolVersion is TLSv1.1_2016",
    },
    {
      given: "a distribution with a certificate of IAM and without a version",
      plan: but({ viewerCertificate: { iamCertificateId: "ASCAEXAMPLE" } }),
      says: "viewerCertificate.minimumProtocolVersion is not set",
    },
    {
      given: "a distribution that serves plain HTTP beside",
      plan: but({ orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }] }),
      says: "orderedCacheBehaviors[0].viewerProtocolPolicy is allow-all",
    },
  ],
  undetermined: [
    {
      given: "a distribution with a version that is not known",
      plan: but({ "viewerCertificate.minimumProtocolVersion": unknown }),
      says: "viewerCertificate.minimumProtocolVersion is not known",
    },
    {
      given: "a distribution whose certificate is not known at all",
      plan: but({ viewerCertificate: unknown }),
      says: "viewerCertificate.minimumProtocolVersion is not known",
    },
  ],
};
