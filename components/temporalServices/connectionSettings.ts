import type * as pulumi from "@pulumi/pulumi";
import { shown, type Problems } from "../internal/problems";
import { checkId } from "../internal/shapes";
import type { TemporalServicesArgs } from "./args";
import { maxConnections } from "./containers";
import { roles } from "./facts";
import type { TaskSizes } from "./packing";

/** Where nodes and tasks are, and what they can reach. */
export function resolveConnections(problems: Problems, args: TemporalServicesArgs, sizes: TaskSizes) {
  const { subnetIds, endpointSecurityGroupId, s3PrefixListId, dsqlSecurityGroupId } = args;
  problems.require(subnetIds.length > 0, "subnetIds", "must hold at least one private subnet, got none");
  const plain = subnetIds.filter((id) => typeof id === "string");
  problems.require(
    new Set(plain).size === plain.length,
    "subnetIds",
    `must each be given once, got ${plain.join(", ")}`,
  );
  checkConnections(problems, sizes);
  checkEgress(problems, args);
  const group = (path: string, id: pulumi.Input<string> | undefined) =>
    id === undefined ? undefined : checkId(problems, path, id, "securityGroup");
  return {
    vpcId: checkId(problems, "vpcId", args.vpcId, "network"),
    subnetIds: subnetIds.map((id, index) => checkId(problems, `subnetIds[${index}]`, id, "subnet")),
    endpointSecurityGroupId: group("endpointSecurityGroupId", endpointSecurityGroupId),
    s3PrefixListId:
      s3PrefixListId === undefined ? undefined : checkId(problems, "s3PrefixListId", s3PrefixListId, "prefixList"),
    dsqlSecurityGroupId: group("dsqlSecurityGroupId", dsqlSecurityGroupId),
    allowInternetEgress: args.allowInternetEgress ?? false,
    dsql: checkDsql(problems, args),
  };
}

/** https://docs.aws.amazon.com/aurora-dsql/latest/userguide/CHAP_quotas.html */
function checkConnections(problems: Problems, sizes: TaskSizes): void {
  const admitted = 10_000;
  const whileDeployed = 2; // of each task, its successor runs beside it
  const most = Math.floor(admitted / (maxConnections * whileDeployed));
  const tasks = roles.reduce((sum, role) => sum + sizes[role].desiredCount, 0);
  problems.require(
    !(tasks > most),
    "services",
    `must together be at most ${most} tasks of the four roles, got ${tasks}: each keeps ${maxConnections} connections, a deployment runs twice as many tasks, and DSQL admits ${admitted} connections to a cluster`,
  );
}

function checkDsql(problems: Problems, args: TemporalServicesArgs) {
  const { region, dsqlClusterArn: arn, dsqlClusterEndpoint: endpoint } = args;
  // https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_CreateCluster.html
  const [, arnRegion, arnId] = /^arn:aws[a-z-]*:dsql:([a-z0-9-]+):\d{12}:cluster\/([a-z0-9]{26})$/.exec(arn) ?? [];
  const [, host, service, hostRegion] =
    /^([a-z0-9]{26})\.(dsql(?:-[a-z0-9]+)?)\.([a-z0-9-]+)\.on\.aws$/.exec(endpoint) ?? [];
  const shape = "arn:aws:dsql:REGION:ACCOUNT:cluster/ID with an id of 26 letters and digits";
  problems.require(arnId !== undefined, "dsqlClusterArn", `must be ${shape}, got ${shown(arn)}`);
  const hostShape =
    "ID.dsql.REGION.on.aws, or ID.dsql-SERVICE.REGION.on.aws behind a VPC endpoint, with an id of 26 letters and digits, without https://";
  problems.require(host !== undefined, "dsqlClusterEndpoint", `must be ${hostShape}, got ${shown(endpoint)}`);
  if (arnId !== undefined && host !== undefined) {
    problems.require(
      arnId === host && arnRegion === hostRegion,
      "dsqlClusterEndpoint",
      `must be of the cluster of dsqlClusterArn (${arnId} in ${arnRegion}), got ${shown(endpoint)}`,
    );
    problems.require(
      arnRegion === region,
      "dsqlClusterArn",
      `must be in ${region}, where the tasks sign in, got ${shown(arn)}`,
    );
  }
  // https://docs.aws.amazon.com/aurora-dsql/latest/userguide/privatelink-managing-clusters.html and, for both names,
  // https://docs.aws.amazon.com/aurora-dsql/latest/APIReference/API_GetVpcEndpointServiceName.html
  const isPrivate = args.dsqlSecurityGroupId !== undefined;
  problems.require(
    host === undefined || isPrivate === (service !== "dsql"),
    "dsqlClusterEndpoint",
    isPrivate
      ? `must be ID.dsql-SERVICE.REGION.on.aws, the cluster's name behind the VPC endpoint of dsqlSecurityGroupId (SERVICE ends the endpoint's service name), got ${shown(endpoint)}, which leads to the internet`
      : `must be ID.dsql.REGION.on.aws, got ${shown(endpoint)}, which is a name behind a VPC endpoint; give dsqlSecurityGroupId with it`,
  );
  return { endpoint, arn };
}

/** Nodes that cannot reach ECS never register, and tasks that cannot reach DSQL never start. */
function checkEgress(problems: Problems, args: TemporalServicesArgs): void {
  const { allowInternetEgress: open, endpointSecurityGroupId: endpoints, s3PrefixListId, dsqlSecurityGroupId } = args;
  const either = "or allowInternetEgress: true where a NAT leads out";
  problems.require(
    open || endpoints !== undefined,
    "endpointSecurityGroupId",
    `must be given, ${either}: nodes and tasks call ECS, ECR, Logs, Systems Manager, Secrets Manager and Prometheus`,
  );
  const layers = `must be given with endpointSecurityGroupId alone, ${either}: image layers come from S3`;
  problems.require(open || endpoints === undefined || s3PrefixListId !== undefined, "s3PrefixListId", layers);
  const database = `must be given, ${either}: the four roles and the schema task connect to DSQL on port 5432`;
  problems.require(open || dsqlSecurityGroupId !== undefined, "dsqlSecurityGroupId", database);
}
