import type { PriceRule } from "../rules";

const machineTypes = [
  ...["t2.micro", "t3.nano", "t3.micro", "t3.small", "t3.medium", "t3.large"],
  ...["t4g.nano", "t4g.micro", "t4g.small", "t4g.medium", "t4g.large"],
  ...["m5.large", "m5.xlarge", "m6i.large", "m6i.xlarge", "m6g.large", "m7i.large", "m7i-flex.large"],
  ...["m7g.medium", "m7g.large", "m7g.xlarge", "m7g.2xlarge"],
  ...["c6g.large", "c7g.large", "c7g.xlarge", "c7i-flex.large", "r6g.large", "r7g.large"],
];

/**
 * Linux on shared hardware, used, without software on top. Windows, SQL Server and dedicated hosts have the same or a
 * like usage type and another operation.
 */
const machines = machineTypes.map((type): PriceRule => {
  const where = {
    instanceType: type,
    operatingSystem: "Linux",
    tenancy: "Shared",
    preInstalledSw: "NA",
    capacitystatus: "Used",
    operation: "RunInstances",
  };
  return {
    key: `ec2.${type}`,
    service: "AmazonEC2",
    usageType: `BoxUsage:${type}`,
    where,
    unit: "hour",
    awsUnits: ["hrs"],
  };
});

const volumeUsages = {
  gp2: "EBS:VolumeUsage.gp2",
  gp3: "EBS:VolumeUsage.gp3",
  io1: "EBS:VolumeUsage.piops",
  io2: "EBS:VolumeUsage.io2",
  st1: "EBS:VolumeUsage.st1",
  sc1: "EBS:VolumeUsage.sc1",
  standard: "EBS:VolumeUsage",
};

const storage = { service: "AmazonEC2", unit: "GB-month", awsUnits: ["gb-mo"] } as const;
const iops = { service: "AmazonEC2", unit: "IOPS-month", awsUnits: ["iops-mo"] } as const;

const volumes: PriceRule[] = [
  ...Object.entries(volumeUsages).map(([type, usageType]) => ({ key: `ebs.${type}`, usageType, ...storage })),
  { key: "ebs.gp3.iops", usageType: "EBS:VolumeP-IOPS.gp3", ...iops },
  { key: "ebs.io1.iops", usageType: "EBS:VolumeP-IOPS.piops", ...iops },
  { key: "ebs.io2.iops", usageType: "EBS:VolumeP-IOPS.io2", ...iops },
  {
    key: "ebs.gp3.throughput",
    service: "AmazonEC2",
    usageType: "EBS:VolumeP-Throughput.gp3",
    unit: "MBps-month",
    awsUnits: ["gibps-mo"],
    times: 1 / 1024,
  },
  ...["ebs.snapshot", "backup.ebs"].map((key) => ({ key, usageType: "EBS:SnapshotUsage", ...storage })),
];

const fargateUsages = {
  "x86.vcpu": ["Fargate-vCPU-Hours:perCPU", "vCPU-hour"],
  "x86.memory": ["Fargate-GB-Hours", "GB-hour"],
  "arm.vcpu": ["Fargate-ARM-vCPU-Hours:perCPU", "vCPU-hour"],
  "arm.memory": ["Fargate-ARM-GB-Hours", "GB-hour"],
  ephemeral: ["Fargate-EphemeralStorage-GB-Hours", "GB-hour"],
} as const;

const tasks = Object.entries(fargateUsages).map(([name, [usageType, unit]]): PriceRule => ({
  key: `fargate.${name}`,
  service: "AmazonECS",
  usageType,
  unit,
  awsUnits: ["hours", "gb-hours", "vcpu-hours"],
}));

// The usage types RegionalNatGateway-Hours and NatGateway-Prvd-Hours stand beside these, with other prices.
const nat = { service: "AmazonEC2", where: { operation: "NatGateway" } } as const;
const vpc = { service: "AmazonVPC" } as const;

/** An hour and a capacity unit of a load balancer. The usage types are those of Classic Load Balancers too. */
function balancer(kind: "alb" | "nlb", operation: string): PriceRule[] {
  const common = { service: "AWSELB", where: { operation } };
  return [
    { key: `${kind}.hour`, usageType: "LoadBalancerUsage", unit: "hour", awsUnits: ["hrs"], ...common },
    { key: `${kind}.lcu`, usageType: "LCUUsage", unit: "LCU-hour", awsUnits: ["lcu-hrs"], ...common },
  ];
}

const network: PriceRule[] = [
  { key: "nat.hour", usageType: "NatGateway-Hours", unit: "hour", awsUnits: ["hrs"], ...nat },
  { key: "nat.gigabyte", usageType: "NatGateway-Bytes", unit: "GB", awsUnits: ["gb"], ...nat },
  { key: "endpoint.interface.hour", usageType: "VpcEndpoint-Hours", unit: "hour", awsUnits: ["hrs"], ...vpc },
  { key: "endpoint.interface.gigabyte", usageType: "VpcEndpoint-Bytes", unit: "GB", awsUnits: ["gb"], ...vpc },
  {
    key: "endpoint.gatewayLoadBalancer.hour",
    usageType: "VpcEndpoint-GWLBE-Hours",
    unit: "hour",
    awsUnits: ["hrs"],
    ...vpc,
  },
  { key: "ipv4.hour", usageType: "PublicIPv4:InUseAddress", unit: "hour", awsUnits: ["hrs"], ...vpc },
  ...balancer("alb", "LoadBalancing:Application"),
  ...balancer("nlb", "LoadBalancing:Network"),
  {
    key: "transfer.out",
    service: "AWSDataTransfer",
    usageType: "DataTransfer-Out-Bytes",
    where: { transferType: "AWS Outbound", toLocation: "External" },
    unit: "GB",
    awsUnits: ["gb"],
  },
  {
    key: "transfer.zone",
    service: "AWSDataTransfer",
    usageType: "DataTransfer-Regional-Bytes",
    where: { transferType: "IntraRegion" },
    unit: "GB",
    awsUnits: ["gb"],
  },
];

/** Machines, volumes, tasks and the network between them. */
export const computeRules: readonly PriceRule[] = [...machines, ...volumes, ...tasks, ...network];
