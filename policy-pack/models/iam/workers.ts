import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";

/** How a type of resource names the roles that it works with, and what its ARN looks like. */
interface WorkerType {
  /** Paths of properties that hold a role's ARN or name. */
  readonly roles?: readonly string[];
  /** Paths of properties that hold an instance profile's name or ARN. */
  readonly profiles?: readonly string[];
  /** `service:type/{property}`; a property that is not known becomes `*`. Default: any ARN. */
  readonly arn?: string;
}

/** Property names: https://www.pulumi.com/registry/packages/aws/api-docs/ */
export const workerTypes: Readonly<Record<string, WorkerType>> = {
  "aws:apprunner/service:Service": {
    roles: ["instanceConfiguration.instanceRoleArn", "sourceConfiguration.authenticationConfiguration.accessRoleArn"],
    arn: "apprunner:service/{serviceName}/*",
  },
  "aws:appautoscaling/target:Target": { roles: ["roleArn"] },
  "aws:backup/selection:Selection": { roles: ["iamRoleArn"] },
  "aws:batch/computeEnvironment:ComputeEnvironment": { roles: ["serviceRole"] },
  "aws:budgets/budgetAction:BudgetAction": { roles: ["executionRoleArn"] },
  "aws:cloudformation/stack:Stack": { roles: ["iamRoleArn"], arn: "cloudformation:stack/{name}/*" },
  "aws:cloudtrail/trail:Trail": { roles: ["cloudWatchLogsRoleArn"] },
  "aws:cloudwatch/eventTarget:EventTarget": { roles: ["roleArn"] },
  "aws:codebuild/project:Project": { roles: ["serviceRole"], arn: "codebuild:project/{name}" },
  "aws:codepipeline/pipeline:Pipeline": { roles: ["roleArn"] },
  "aws:ec2/flowLog:FlowLog": { roles: ["iamRoleArn"] },
  "aws:ec2/instance:Instance": { profiles: ["iamInstanceProfile"], arn: "ec2:instance/{id}" },
  "aws:ec2/launchConfiguration:LaunchConfiguration": { profiles: ["iamInstanceProfile"] },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    profiles: ["iamInstanceProfile.name", "iamInstanceProfile.arn"],
    arn: "ec2:launch-template/{id}",
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { profiles: ["iamInstanceProfile"], arn: "ec2:instance/*" },
  "aws:ecs/service:Service": { roles: ["iamRole"] },
  "aws:ecs/taskDefinition:TaskDefinition": { roles: ["taskRoleArn", "executionRoleArn"] },
  "aws:eks/cluster:Cluster": { roles: ["roleArn"] },
  "aws:eks/fargateProfile:FargateProfile": { roles: ["podExecutionRoleArn"] },
  "aws:eks/nodeGroup:NodeGroup": { roles: ["nodeRoleArn"] },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { roles: ["roleArn"] },
  "aws:glue/crawler:Crawler": { roles: ["role"] },
  "aws:glue/devEndpoint:DevEndpoint": { roles: ["roleArn"], arn: "glue:devEndpoint/{name}" },
  "aws:glue/job:Job": { roles: ["roleArn"], arn: "glue:job/{name}" },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": { roles: ["extendedS3Configuration.roleArn"] },
  "aws:lambda/function:Function": { roles: ["role"], arn: "lambda:function:{name}" },
  "aws:pipes/pipe:Pipe": { roles: ["roleArn"] },
  "aws:rds/cluster:Cluster": { roles: ["monitoringRoleArn"] },
  "aws:rds/clusterInstance:ClusterInstance": { roles: ["monitoringRoleArn"] },
  "aws:rds/instance:Instance": { roles: ["monitoringRoleArn"] },
  "aws:rds/proxy:Proxy": { roles: ["roleArn"] },
  "aws:sagemaker/notebookInstance:NotebookInstance": {
    roles: ["roleArn"],
    arn: "sagemaker:notebook-instance/{name}",
  },
  "aws:scheduler/schedule:Schedule": { roles: ["target.roleArn"] },
  "aws:sfn/stateMachine:StateMachine": { roles: ["roleArn"] },
  "aws:ssm/activation:Activation": { roles: ["iamRole"] },
  "aws:transfer/server:Server": { roles: ["loggingRole"] },
};

/** Resources that work with roles, each with the properties that say which. */
export function workersIn(stack: Stack): { resource: Resource; type: WorkerType }[] {
  return Object.entries(workerTypes).flatMap(([name, type]) =>
    stack.ofType(name).map((resource) => ({ resource, type })),
  );
}

/** The ARN of a resource as a pattern. */
export function workerArn(resource: Resource, type: WorkerType, account: string | undefined): string {
  const arn = resource.properties.text("arn");
  if (arn.state === "known") return arn.value;
  if (type.arn === undefined) return "*";
  const [service = "", ...rest] = type.arn.split(":");
  const filled = rest.join(":").replace(/\{(\w+)\}/g, (_, property: string) => {
    const value = resource.properties.text(property);
    return value.state === "known" ? value.value : "*";
  });
  return `arn:*:${service}:*:${account ?? "*"}:${filled}`;
}
