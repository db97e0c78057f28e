/**
 * Short names of AWS services that have an interface endpoint on port 443, as in `com.amazonaws.REGION.NAME`: what
 * containers, databases and their operators call. Others are reached by full name through `endpointServices`.
 * AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export const interfaceEndpointServices: readonly string[] = `
  acm acm-pca appconfig appconfigdata application-autoscaling aps aps-workspaces athena autoscaling backup batch
  bedrock bedrock-agent-runtime bedrock-runtime cloudformation cloudtrail codeartifact.api codeartifact.repositories
  codebuild codedeploy codedeploy-commands-secure codepipeline cognito-idp config data-servicediscovery dms dsql
  dynamodb-streams ec2 ec2messages ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth elasticache
  elasticfilesystem elasticloadbalancing email events execute-api glue grafana grafana-workspace guardduty-data
  imagebuilder inspector2 kafka kinesis-firehose kinesis-streams kms lambda logs memory-db monitoring pi pipes rds
  rds-data redshift redshift-data sagemaker.api sagemaker.runtime scheduler secretsmanager securityhub
  servicediscovery sns sqs ssm ssm-contacts ssm-incidents ssmmessages states sts sync-states synthetics textract
  transcribe translate xray
`
  .trim()
  .split(/\s+/);

/** The services that have a gateway endpoint. AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
export const gatewayEndpointServices: readonly string[] = ["s3", "dynamodb"];

/** Full name of an AWS service's endpoint: `com.amazonaws.eu-west-1.ecr.api`. */
export function awsServiceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${service}`;
}
