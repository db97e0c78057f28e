import { defineRule, type Judgement } from "../../frame/rule";
import { databaseTypes, forcesTls } from "../../models/databases";
import { classicType, judgeClassic, judgeListener } from "../../models/network/listeners";

const listenerType = "aws:lb/listener:Listener";
const proxyType = "aws:rds/proxy:Proxy";
const domainTypes = ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"];
const cacheType = "aws:elasticache/replicationGroup:ReplicationGroup";
const distributionType = "aws:cloudfront/distribution:Distribution";
const taskType = "aws:ecs/taskDefinition:TaskDefinition";

/** How each type shows that what passes through it is encrypted. */
const judges: Readonly<Record<string, (the: Judgement) => void>> = {
  [listenerType]: judgeListener,
  [classicType]: (the) => {
    judgeClassic(the, the.resource);
  },
  [proxyType]: judgeProxy,
  [taskType]: judgeVolumes,
  [cacheType]: judgeCache,
  [distributionType]: judgeDistribution,
  ...Object.fromEntries(domainTypes.map((type) => [type, judgeDomain])),
  ...Object.fromEntries(databaseTypes.map((type) => [type, judgeDatabase])),
};

/**
 * What goes over the network is encrypted: clients to load balancers, tasks to databases, proxies and file systems.
 * Absent is judged as AWS's default, which is plain almost everywhere: a search domain also answers HTTP and TLS 1.0,
 * and its nodes speak plainly among themselves. Inside `domainEndpointOptions`, absent `enforceHttps` is true.
 */
export const tlsInTransit = defineRule({
  name: "tls-in-transit",
  family: "data-protection",
  severity: "high",
  title: "Traffic is encrypted",
  description:
    "Load balancers speak TLS 1.2 or newer and redirect HTTP, and so do distributions; databases, proxies, caches, search domains and file systems refuse plain connections; an internal load balancer may declare plain HTTP.",
  remediation:
    "Add a certificate and an HTTPS listener; force TLS in the database's parameter group; set transitEncryption.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
  checks: [
    ...["CKV_AWS_2", "CKV_AWS_103", "CKV_AWS_97", "CKV2_AWS_20", "CKV2_AWS_69", "AWS-0054", "AWS-0047", "AWS-0035"],
    ...[
      "CKV_AWS_6",
      "CKV_AWS_30",
      "CKV_AWS_34",
      "CKV_AWS_83",
      "CKV_AWS_174",
      "CKV_AWS_228",
      "AWS-0013",
      "AWS-0043",
      "AWS-0046",
      "AWS-0126",
    ],
  ],
  requirement: "Web application and free-tier sources: TLS in transit through the load balancer, and to the database.",
  types: Object.keys(judges),
  needsStack: true,
  judge(the) {
    judges[the.resource.type]?.(the);
  },
});

function judgeProxy({ resource, known, fail }: Judgement): void {
  known(resource.properties.flag("requireTls"), (required) => {
    if (!required) fail(`requireTls is ${required ?? "not set"}: clients may connect without TLS. Set it to true.`);
  });
}

/** https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html */
function judgeDomain({ resource: { properties }, known, fail }: Judgement): void {
  const endpoint = properties.at("domainEndpointOptions");
  known(endpoint.flag("enforceHttps"), (enforced = !endpoint.isAbsent()) => {
    if (!enforced)
      fail("The domain answers plain HTTP. Set domainEndpointOptions.enforceHttps to true.", {
        finding: "enforceHttps",
      });
  });
  known(endpoint.text("tlsSecurityPolicy"), (policy) => {
    if (!/^Policy-Min-TLS-1-[23]-/.test(policy ?? ""))
      fail(
        `domainEndpointOptions.tlsSecurityPolicy is ${policy ?? "not set"}, which lets TLS 1.0 in. Set it to Policy-Min-TLS-1-2-PFS-2023-10.`,
        { finding: "tlsSecurityPolicy" },
      );
  });
  known(properties.flag("nodeToNodeEncryption.enabled"), (enabled) => {
    if (!enabled)
      fail(`nodeToNodeEncryption.enabled is ${enabled ?? "not set"}: the nodes speak plainly. Set it to true.`, {
        finding: "nodeToNodeEncryption",
      });
  });
}

function judgeDatabase(the: Judgement): void {
  the.known(forcesTls(the.resource, the.stack), (answer) => {
    if (answer && !answer.forced)
      the.fail(`Accepts connections without TLS. Set ${answer.parameter} to 1 in a parameter group of its own.`, {
        finding: answer.parameter,
      });
  });
}

function judgeCache({ resource, known, fail }: Judgement): void {
  known(resource.properties.flag("transitEncryptionEnabled"), (isOn) => {
    if (!isOn) fail(`transitEncryptionEnabled is ${isOn ?? "not set"}: clients speak plainly. Set it to true.`);
  });
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html */
function judgeDistribution(the: Judgement): void {
  judgeCertificate(the);
  const { known, fail } = the;
  const { properties } = the.resource;
  known(properties.list("orderedCacheBehaviors"), (more = []) => {
    for (const behavior of [properties.at("defaultCacheBehavior"), ...more])
      known(behavior.text("viewerProtocolPolicy"), (policy) => {
        if (policy === "allow-all")
          fail(
            `${behavior.path}.viewerProtocolPolicy is allow-all: it serves plain HTTP. Set it to redirect-to-https.`,
            {
              finding: behavior.path,
            },
          );
      });
  });
}

/**
 * With a certificate of its own a distribution speaks TLS 1.0 unless told otherwise; with CloudFront's there is no
 * choice. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ViewerCertificate.html
 */
function judgeCertificate({ resource, known, fail }: Judgement): void {
  const certificate = resource.properties.at("viewerCertificate");
  if (!certificate.has("acmCertificateArn") && !certificate.has("iamCertificateId")) return;
  known(certificate.text("minimumProtocolVersion"), (version) => {
    if (!/^TLSv1\.[2-9]_/.test(version ?? ""))
      fail(
        `${certificate.path}.minimumProtocolVersion is ${version ?? "not set"}, which lets TLS 1.0 or 1.1 in. Set it to TLSv1.2_2021.`,
        { finding: certificate.path },
      );
  });
}

function judgeVolumes(the: Judgement): void {
  the.known(the.resource.properties.list("volumes"), (volumes = []) => {
    for (const volume of volumes) {
      const efs = volume.at("efsVolumeConfiguration");
      if (efs.isAbsent()) continue;
      the.known(efs.text("transitEncryption"), (setting) => {
        if (setting !== "ENABLED")
          the.fail(`${efs.path}.transitEncryption is ${setting ?? "not set"}. Set it to ENABLED.`, {
            finding: efs.path,
          });
      });
    }
  });
}
