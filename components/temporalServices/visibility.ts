import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { roleArn } from "../internal/iam";
import { arnOf } from "../internal/identity";
import { domainNameOf, searchActions, searchEndpointParameterOf } from "./names";
import type { SecurityGroups } from "./securityGroups";
import type { TemporalSettings } from "./settings";

/** The domain in which workflows are searched. */
export interface Visibility {
  endpoint: pulumi.Output<string>;
  /** Parameter with the domain's host name. */
  endpointParameter: aws.ssm.Parameter;
  domain: aws.opensearch.Domain;
  domainName: string;
}

/**
 * OpenSearch in the VPC, encrypted, over TLS. Requests are signed by roles that both their own policy and the domain's
 * allow. OpenSearch's service-linked role has to exist in the account: it exists once, and so is not made here.
 */
export function createVisibility(
  name: string,
  settings: TemporalSettings,
  securityGroups: SecurityGroups,
  clientRoleNames: pulumi.Output<string>[],
  parent: pulumi.Resource,
): Visibility {
  const { identity, openSearch, subnetIds, tags } = settings;
  const { nodes, zones } = openSearch;
  const domainName = domainNameOf(settings);
  const domain = new aws.opensearch.Domain(
    `${name}-visibility-domain`,
    {
      domainName,
      engineVersion: "OpenSearch_2.19",
      clusterConfig: {
        instanceType: openSearch.instanceType,
        instanceCount: nodes,
        zoneAwarenessEnabled: zones > 1,
        zoneAwarenessConfig: zones > 1 ? { availabilityZoneCount: zones } : undefined,
      },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: openSearch.volumeGiB },
      vpcOptions: { subnetIds: subnetIds.slice(0, zones), securityGroupIds: [securityGroups.ids.opensearch] },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
      accessPolicies: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "TemporalReadsAndWrites",
            Effect: "Allow",
            Principal: { AWS: clientRoleNames.map((role) => roleArn(identity, role)) },
            Action: searchActions,
            Resource: `${arnOf(identity, "es", `domain/${domainName}`)}/*`,
          },
        ],
      }),
      tags,
    },
    { parent, deleteBeforeReplace: true },
  );
  const endpointParameter = new aws.ssm.Parameter(
    `${name}-visibility-endpoint-parameter`,
    {
      name: searchEndpointParameterOf(settings),
      type: "String",
      insecureValue: domain.endpoint,
      description: `Host name of the OpenSearch domain of ${settings.prefix}`,
      tags,
    },
    { parent, deleteBeforeReplace: true },
  );
  return { endpoint: domain.endpoint, endpointParameter, domain, domainName };
}
