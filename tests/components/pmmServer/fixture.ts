import { PmmServer, type PmmServerArgs } from "../../../components/pmmServer";
import { resolveSettings } from "../../../components/pmmServer/settings";
import { record, type RecordOptions } from "../../support/mocks";

export const identity = { environment: "test", accountId: "123456789012", region: "eu-west-1" };

export const topic = "arn:aws:sns:eu-west-1:123456789012:alarms";

export const base: PmmServerArgs = {
  ...identity,
  vpcId: "vpc-1",
  privateSubnetId: "subnet-a",
  availabilityZone: "eu-west-1a",
  loadBalancerSubnetIds: ["subnet-a", "subnet-b"],
  domain: { zoneId: "Z0123456789", names: ["pmm.example.com"] },
  pmmVersion: "3.4.1",
  alarmTopicArn: topic,
};

/** What a server named `watch` with these arguments beside the least ones registers. */
export function build(args: Partial<PmmServerArgs> = {}, options?: RecordOptions) {
  return record(() => new PmmServer("watch", { ...base, ...args }), options);
}

/** Why a server with these arguments beside the least ones is refused; undefined when it is not. */
export function refusal(args: Partial<PmmServerArgs>): string | undefined {
  try {
    resolveSettings("watch", { ...base, ...args });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export const types = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  certificate: "aws:acm/certificate:Certificate",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  group: "aws:autoscaling/group:Group",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  listener: "aws:lb/listener:Listener",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  plan: "aws:backup/plan:Plan",
  policy: "aws:iam/rolePolicy:RolePolicy",
  record: "aws:route53/record:Record",
  role: "aws:iam/role:Role",
  rule: "aws:lb/listenerRule:ListenerRule",
  secret: "aws:secretsmanager/secret:Secret",
  secretPolicy: "aws:secretsmanager/secretPolicy:SecretPolicy",
  secretVersion: "aws:secretsmanager/secretVersion:SecretVersion",
  selection: "aws:backup/selection:Selection",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  topic: "aws:sns/topic:Topic",
  vault: "aws:backup/vault:Vault",
  volume: "aws:ebs/volume:Volume",
} as const;
