import type { RdsWithProxyArgs } from "../../../components/rdsWithProxy";
import { RdsWithProxy } from "../../../components/rdsWithProxy";
import { resolveSettings } from "../../../components/rdsWithProxy/settings";
import { record, type RecordOptions } from "../../support/mocks";

export const identity = { environment: "test", accountId: "123456789012", region: "eu-west-1" };

export const base: RdsWithProxyArgs = {
  ...identity,
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  engine: "postgres",
};

export const topic = "arn:aws:sns:eu-west-1:123456789012:alarms";

/** What a database named `orders` with these arguments beside the least ones registers. */
export function build(args: Partial<RdsWithProxyArgs> = {}, options?: RecordOptions) {
  return record(() => new RdsWithProxy("orders", { ...base, ...args }), options);
}

/** Why a database with these arguments beside the least ones is refused; undefined when it is not. */
export function refusal(args: Partial<RdsWithProxyArgs>): string | undefined {
  try {
    resolveSettings("orders", { ...base, ...args });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export const types = {
  instance: "aws:rds/instance:Instance",
  cluster: "aws:rds/cluster:Cluster",
  clusterInstance: "aws:rds/clusterInstance:ClusterInstance",
  proxy: "aws:rds/proxy:Proxy",
  pool: "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup",
  target: "aws:rds/proxyTarget:ProxyTarget",
  proxyEndpoint: "aws:rds/proxyEndpoint:ProxyEndpoint",
  parameters: "aws:rds/parameterGroup:ParameterGroup",
  clusterParameters: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  secret: "aws:secretsmanager/secret:Secret",
  secretVersion: "aws:secretsmanager/secretVersion:SecretVersion",
  parameter: "aws:ssm/parameter:Parameter",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  role: "aws:iam/role:Role",
  policy: "aws:iam/rolePolicy:RolePolicy",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  schedule: "aws:scheduler/schedule:Schedule",
  suffix: "random:index/randomString:RandomString",
} as const;
