import { alwaysBilled, monthlyUsd, type AlwaysBilled } from "../../../cost/freeTier";
import { defineRule, freePlans, type Judgement } from "../../frame/rule";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const databaseTypes = ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"];
const auroraInstanceType = "aws:rds/clusterInstance:ClusterInstance";

/** Types that are billed whatever their settings. */
const billed: Readonly<Record<string, AlwaysBilled>> = {
  "aws:ec2/natGateway:NatGateway": "natGateway",
  "aws:rds/proxy:Proxy": "databaseProxy",
  "aws:kms/key:Key": "customerKey",
  "aws:kms/externalKey:ExternalKey": "customerKey",
  "aws:kms/replicaKey:ReplicaKey": "customerKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey": "customerKey",
  "aws:wafv2/webAcl:WebAcl": "webAcl",
  "aws:waf/webAcl:WebAcl": "webAcl",
  "aws:wafregional/webAcl:WebAcl": "webAcl",
  "aws:secretsmanager/secret:Secret": "secret",
};

/**
 * What no plan has free hours for is not there. A secret within its 30 days of trial is an exemption that ends with
 * the trial. Databases of which RDS keeps the password make a secret too.
 */
export const freeTierNoAlwaysBilled = defineRule({
  name: "free-tier-no-always-billed",
  family: "free-tier",
  severity: "high",
  title: "Nothing that is always billed",
  description:
    "Free accounts do without NAT gateways, interface endpoints, RDS Proxy, Aurora, customer-managed keys, WAF and Secrets Manager.",
  remediation: "Use the cheaper way that the message names, or exempt the resource with a reason and an end.",
  url: "https://aws.amazon.com/free/",
  checks: [],
  requirement: "Free-tier source: no NAT gateway, no chargeable security services; SSM parameters instead of secrets.",
  plans: freePlans,
  types: [...Object.keys(billed), endpointType, ...databaseTypes, auroraInstanceType],
  judge(the) {
    const { type, properties } = the.resource;
    const item = billed[type];
    if (item) tell(the, item);
    else if (type === endpointType) judgeEndpoint(the);
    else if (type === auroraInstanceType)
      the.known(properties.text("instanceClass"), (name) => {
        tell(the, name === "db.serverless" ? "auroraServerless" : "auroraInstance");
      });
    else {
      the.known(properties.text("engine"), (engine) => {
        if (engine?.startsWith("aurora")) tell(the, "auroraInstance");
      });
      the.known(properties.flag("manageMasterUserPassword"), (managed) => {
        if (managed) tell(the, "secret");
      });
    }
  },
});

function judgeEndpoint(the: Judgement): void {
  const { properties } = the.resource;
  the.known(properties.text("vpcEndpointType"), (kind = "Gateway") => {
    if (kind === "Gateway") return;
    const subnets = properties.list("subnetIds");
    tell(the, "interfaceEndpoint", subnets.state === "known" ? Math.max(subnets.value.length, 1) : 1);
  });
}

function tell(the: Judgement, item: AlwaysBilled, count = 1): void {
  const { what, cheaper } = alwaysBilled(item);
  const dollars = (monthlyUsd(item) * count).toFixed(2);
  the.fail(`Is ${what} and costs about ${dollars} USD a month under every plan. Cheaper: ${cheaper}.`, {
    finding: item,
  });
}
