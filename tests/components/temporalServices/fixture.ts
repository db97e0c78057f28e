import { PrivateNetwork, ec2CapacityWithoutNat, ecsExec, fargateWithoutNat, temporal } from "../../../components";
import { TemporalServices, type TemporalServicesArgs } from "../../../components/temporalServices";
import { record, type Recorded, type RecordOptions } from "../../support/mocks";

const id = "abcdefghijklmnopqrstuvwxyz";
export const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** The least that a caller gives, in a network without NAT. */
export const args: TemporalServicesArgs = {
  environment: "dev",
  accountId: "123456789012",
  region: "eu-west-1",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-a", "subnet-b"],
  endpointSecurityGroupId: "sg-endpoints",
  s3PrefixListId: "pl-s3",
  dsqlSecurityGroupId: "sg-dsql",
  temporalImage: `${registry}/temporal-dev-server:1.31.0-dsql.1`,
  adminToolsImage: `${registry}/temporal-dev-admin-tools:1.31.0-dsql.1`,
  dsqlClusterEndpoint: `${id}.dsql-fnh4.eu-west-1.on.aws`,
  dsqlClusterArn: `arn:aws:dsql:eu-west-1:123456789012:cluster/${id}`,
  historyShards: 512,
  grafanaAdminSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:temporal-dev/grafana-admin",
};

/** Endpoints that a network without NAT needs for Temporal. */
export const endpoints = [...fargateWithoutNat, ...ecsExec, ...temporal, ...ec2CapacityWithoutNat];

/** The component alone, or with what `beside` makes. */
export function recordTemporal(
  change: Partial<TemporalServicesArgs> = {},
  options: RecordOptions = {},
  beside: () => void = () => undefined,
) {
  return record(() => {
    beside();
    return new TemporalServices("temporal", { ...args, ...change });
  }, options);
}

/** A container as ECS is given it. */
export interface Container {
  name: string;
  image: string;
  essential: boolean;
  entryPoint?: string[];
  command?: string[];
  portMappings: { name: string; containerPort: number; hostPort: number; protocol: string; appProtocol?: string }[];
  environment: { name: string; value: string }[];
  secrets: { name: string; valueFrom: string }[];
  healthCheck?: { command: string[] };
  dependsOn?: { containerName: string; condition: string }[];
  readonlyRootFilesystem: boolean;
  stopTimeout: number;
  linuxParameters: {
    initProcessEnabled: boolean;
    tmpfs?: { containerPath: string; size: number; mountOptions: string[] }[];
  };
  logConfiguration: { logDriver: string; options: Record<string, string> };
}

/** The containers of a recorded task definition. */
export function containersOf(task: Recorded): Container[] {
  return JSON.parse(task.inputs.containerDefinitions as string) as Container[];
}

/** A network that has no way to the internet at all, in the first zones of a region. */
export function privateNetwork(zones = 3): PrivateNetwork {
  return new PrivateNetwork("network", {
    environment: "dev",
    accountId: "123456789012",
    availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"].slice(0, zones),
    interfaceEndpoints: endpoints,
    endpointServices: { dsql: { serviceName: "com.amazonaws.eu-west-1.dsql-fnh4", port: 5432 } },
  });
}

/** The component in such a network. */
export function recordWithNetwork(change: Partial<TemporalServicesArgs> = {}, options: RecordOptions = {}) {
  return record(() => {
    const network = privateNetwork();
    return new TemporalServices("temporal", {
      ...args,
      vpcId: network.vpcId,
      subnetIds: network.privateSubnetIds,
      endpointSecurityGroupId: network.endpointSecurityGroupId,
      s3PrefixListId: network.gatewayPrefixListIds.s3,
      dsqlSecurityGroupId: network.endpointServiceSecurityGroupIds.dsql,
      ...change,
    });
  }, options);
}
