/** Types that AWS does not bill, by how their token begins, with the rule. The first that fits counts. */
const rules: readonly (readonly [prefix: RegExp, rule: string])[] = [
  [/^aws:iam\//, "AWS does not bill IAM"],
  [/^aws:vpc\/securityGroup/, "security groups cost nothing"],
  [/^aws:ec2\/(defaultSecurityGroup|securityGroup)/, "security groups cost nothing"],
  [
    /^aws:ec2\/(vpc|defaultVpc|subnet|defaultSubnet|route|routeTable|defaultRouteTable|mainRouteTableAssociation|routeTableAssociation|internetGateway|internetGatewayAttachment|egressOnlyInternetGateway|networkAcl|defaultNetworkAcl|networkAclRule|networkAclAssociation|vpcDhcpOptions|vpcDhcpOptionsAssociation|vpcIpv4CidrBlockAssociation|vpcPeeringConnection\w*|managedPrefixList\w*|networkInterface\w*)[:/]/,
    "networks, their routes and their filters cost nothing",
  ],
  [/^aws:ec2\/vpcEndpoint\w+:/, "what belongs to an endpoint is billed with it"],
  [/^aws:ec2\/eipAssociation:/, "the address is billed, not what it belongs to"],
  [/^aws:ec2\/launch(Template|Configuration):/, "a template costs nothing; what is started of it is billed"],
  [
    /^aws:ec2\/(keyPair|placementGroup|tag|volumeAttachment|ebsEncryptionByDefault|serialConsoleAccess|instanceMetadataDefaults)[:/]/,
    "settings of EC2 cost nothing",
  ],
  [/^aws:ec2\/flowLog:/, "flow logs are billed where they are written"],
  [
    /^aws:ecs\/(capacityProvider|clusterCapacityProviders|accountSettingDefault|taskSet|tag)[:/]/,
    "ECS on Fargate and EC2 costs nothing beside its tasks and instances",
  ],
  [/^aws:ecs\/taskDefinition:/, "a definition costs nothing; the tasks of services are billed there"],
  [/^aws:lb\//, "what belongs to a load balancer is billed with it"],
  [/^aws:autoscaling\//, "Auto Scaling costs nothing"],
  [/^aws:appautoscaling\//, "Auto Scaling costs nothing"],
  [
    /^aws:rds\/(subnetGroup|parameterGroup|clusterParameterGroup|optionGroup|proxyTarget|proxyDefaultTargetGroup|roleAssociation|clusterRoleAssociation|eventSubscription)[:/]/,
    "settings of a database are billed with it",
  ],
  [/^aws:efs\//, "what belongs to a file system is billed with it"],
  [/^aws:ecr\//, "what belongs to an image repository is billed with it"],
  [/^aws:s3\/(bucketObject|bucketObjectv2|directoryBucket)[:/]/i, "objects are billed with their bucket"],
  [/^aws:s3\//, "settings of a bucket are billed with it"],
  [/^aws:scheduler\//, "the first 14 million calls of EventBridge Scheduler a month are free"],
  [/^aws:cloudwatch\/event(Rule|Target|Permission|BusPolicy)/, "events of AWS services cost nothing"],
  [
    /^aws:cloudwatch\/(logMetricFilter|logResourcePolicy|logStream|logSubscriptionFilter|logDestination\w*|queryDefinition)[:/]/,
    "settings of logs are billed with them",
  ],
  [/^aws:budgets\/budget:/, "budgets without actions cost nothing"],
  [/^aws:acm\//, "public certificates for AWS services cost nothing"],
  [/^aws:sns\//, "the first million requests and 1,000 e-mails of SNS a month are free"],
  [/^aws:sqs\//, "settings of a queue are billed with it"],
  [
    /^aws:lambda\/(permission|layerVersion\w*|alias|functionUrl|eventSourceMapping|functionEventInvokeConfig|invocation)[:/]/,
    "what belongs to a function is billed with its calls",
  ],
  [/^aws:secretsmanager\//, "what belongs to a secret is billed with it"],
  [/^aws:kms\/(alias|grant|keyPolicy)[:/]/, "what belongs to a key is billed with it"],
  [/^aws:servicediscovery\//, "Cloud Map costs nothing for ECS Service Connect and service discovery"],
  [
    /^aws:backup\/(selection|vault|vaultPolicy|vaultLockConfiguration|vaultNotifications|regionSettings|globalSettings)[:/]/,
    "backups are billed by what is kept, which stands with their plan",
  ],
  [
    /^aws:route53\/(record|delegationSet|zoneAssociation|hostedZoneDnsSec)[:/]/,
    "records are billed with the queries of their zone",
  ],
  [/^aws:wafv2\//, "what belongs to a web ACL is billed with it"],
  [
    /^aws:cloudfront\/(originAccess\w+|cachePolicy|originRequestPolicy|responseHeadersPolicy|function|publicKey|keyGroup)[:/]/,
    "settings of a distribution are billed with it",
  ],
  [
    /^aws:ssm\/(document|association|maintenanceWindow\w*|patch\w+|serviceSetting)[:/]/,
    "standard features of Systems Manager cost nothing",
  ],
  [
    /^aws:(opensearch|elasticsearch)\/(domainPolicy|domainSamlOptions|inboundConnectionAccepter|vpcEndpoint)[:/]/,
    "what belongs to a search domain is billed with it",
  ],
  [/^aws:elasticache\/(subnetGroup|parameterGroup|user|userGroup)[:/]/, "settings of a cache are billed with it"],
  [/^aws:cognito\//, "settings of a user pool are billed by its users"],
  [/^aws:resourcegroups\//, "resource groups cost nothing"],
  [
    /^(random|tls|time|null|std|archive|local|http|command|pulumi-nodejs|pulumiservice)[:/]/,
    "made by Pulumi alone, not by AWS",
  ],
];

/** Why a type costs nothing; undefined where no rule says so. */
export function freeRule(type: string): string | undefined {
  return rules.find(([prefix]) => prefix.test(type))?.[1];
}
