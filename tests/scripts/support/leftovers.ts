import {
  AllocateAddressCommand,
  CreateImageCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CreateDBInstanceCommand, CreateDBSnapshotCommand, RDSClient } from "@aws-sdk/client-rds";
import { motoClient } from "./account";
import { pushImages } from "./images";
import type { Moto } from "./moto";

export const own = { environment: "dev", project: "shop" };
const region = "eu-west-1";
const list = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Ids of what nothing uses, and of what looks like it and has to stay, by a word for each. */
export interface Leftovers {
  leftovers: Record<string, string>;
  lookAlikes: Record<string, string>;
  /** `natPublicIps`, `vpcId`, `pmm` and `ecrRepositoryUrls` as the stack would give them. */
  outputs: Record<string, unknown>;
}

/** Fills an account with leftovers of the stack, and with as many that look alike and must stay. */
export async function leaveOver(moto: Moto): Promise<Leftovers> {
  const settings = motoClient(moto);
  const ec2 = new EC2Client(settings);
  const tag = async (id: string | undefined, tags: Record<string, string> = own) => {
    await ec2.send(new CreateTagsCommand({ Resources: [id ?? ""], Tags: list(tags) }));
    return id ?? "";
  };
  const vpc = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
  const vpcId = await tag(vpc.Vpc?.VpcId);
  const subnets: string[] = [];
  for (const [index, zone] of ["a", "b"].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: `10.1.${index}.0/24`, AvailabilityZone: `${region}${zone}` }),
    );
    subnets.push(Subnet?.SubnetId ?? "");
  }
  const [subnet = ""] = subnets;
  const address = async (tags?: Record<string, string>) => {
    const { AllocationId, PublicIp = "" } = await ec2.send(new AllocateAddressCommand({ Domain: "vpc" }));
    return { id: await tag(AllocationId, tags), ip: PublicIp };
  };
  const volume = async (tags?: Record<string, string>) => {
    const made = await ec2.send(
      new CreateVolumeCommand({ Size: 100, AvailabilityZone: `${region}a`, VolumeType: "gp3" }),
    );
    return tag(made.VolumeId, tags);
  };
  const snapshot = async (VolumeId: string, tags?: Record<string, string>) =>
    tag((await ec2.send(new CreateSnapshotCommand({ VolumeId }))).SnapshotId, tags);
  const natGateway = async () => {
    const { NatGateway } = await ec2.send(
      new CreateNatGatewayCommand({ SubnetId: subnet, AllocationId: (await address()).id }),
    );
    return tag(NatGateway?.NatGatewayId);
  };
  const run = async (ImageId?: string) => {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({ ImageId: ImageId ?? "ami-12c6146b", MinCount: 1, MaxCount: 1, SubnetId: subnet }),
    );
    const [instance] = Instances;
    const mapping = instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId;
    const card = instance?.NetworkInterfaces?.[0]?.NetworkInterfaceId;
    return { id: instance?.InstanceId ?? "", volume: await tag(mapping), card: await tag(card) };
  };
  const instance = await run();
  const image = async (Name: string) =>
    tag((await ec2.send(new CreateImageCommand({ InstanceId: instance.id, Name }))).ImageId);
  const usedImage = await image("used");
  await run(usedImage);
  const usedGateway = await natGateway();
  const routes = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: routes.RouteTable?.RouteTableId,
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId: usedGateway,
    }),
  );
  const card = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet }));
  const leftVolume = await volume();
  const pmmVolume = await volume({ ...own, "cloister:pmm-data": "x" });
  const natAddress = await address();

  const balancing = await balancers(moto, vpcId, subnets, instance.id);
  const registry = await images(moto);
  const rds = new RDSClient(settings);
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: "dev-db",
      Engine: "postgres",
      DBInstanceClass: "db.t4g.micro",
      AllocatedStorage: 20,
      MasterUsername: "app",
      MasterUserPassword: "not-a-real-one",
    }),
  );
  for (const [id, tags] of [
    ["before-upgrade", own],
    ["of-another-stack", { ...own, environment: "prod" }],
  ] as const)
    await rds.send(
      new CreateDBSnapshotCommand({ DBInstanceIdentifier: "dev-db", DBSnapshotIdentifier: id, Tags: list(tags) }),
    );
  return {
    leftovers: {
      address: (await address()).id,
      volume: leftVolume,
      snapshot: await snapshot(leftVolume),
      "machine image": await image("old"),
      "NAT gateway": await natGateway(),
      "network interface": await tag(card.NetworkInterface?.NetworkInterfaceId),
      "load balancer": balancing.idle,
      "target group": balancing.unused,
      image: registry.untagged,
      "database snapshot": "before-upgrade",
    },
    lookAlikes: {
      "address of another stack": (await address({ ...own, environment: "prod" })).id,
      "address of the NAT instance": natAddress.id,
      "volume of an instance": instance.volume,
      "PMM's data volume": pmmVolume,
      "snapshot of AWS Backup": await snapshot(leftVolume, { ...own, "aws:backup:source-resource": "x" }),
      "machine image that runs": usedImage,
      "NAT gateway with a route": usedGateway,
      "interface of an instance": instance.card,
      "load balancer with a target": balancing.busy,
      "target group in use": balancing.used,
      "tagged image": registry.tagged,
      "database snapshot of another stack": "of-another-stack",
      "volume without tags": await volume({ Name: "whose?" }),
    },
    outputs: {
      vpcId,
      natPublicIps: [natAddress.ip],
      pmm: { dataVolumeId: pmmVolume },
      ecrRepositoryUrls: { old: registry.url },
    },
  };
}

async function balancers(moto: Moto, VpcId: string, Subnets: string[], target: string) {
  const client = new ElasticLoadBalancingV2Client(motoClient(moto));
  const Tags = list(own);
  const balancer = async (Name: string) =>
    (await client.send(new CreateLoadBalancerCommand({ Name, Subnets, Tags }))).LoadBalancers?.[0]?.LoadBalancerArn ??
    "";
  const group = async (Name: string) => {
    const { TargetGroups } = await client.send(
      new CreateTargetGroupCommand({ Name, Protocol: "HTTP", Port: 80, VpcId, Tags }),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? "";
  };
  const [idle, busy, unused, used] = [await balancer("idle"), await balancer("busy"), await group("unused"), await group("used")]; // prettier-ignore
  await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: busy,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: used }],
    }),
  );
  await client.send(new RegisterTargetsCommand({ TargetGroupArn: used, Targets: [{ Id: target }] }));
  return { idle, busy, unused, used };
}

async function images(moto: Moto) {
  const client = new ECRClient(motoClient(moto));
  const repositoryName = "dev-shop-old";
  await client.send(new CreateRepositoryCommand({ repositoryName, tags: list(own) }));
  await pushImages(moto, repositoryName, [undefined, "1.1.0"]);
  const url = `123456789012.dkr.ecr.${region}.amazonaws.com/${repositoryName}`;
  const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ repositoryName }));
  const digestOf = (isTagged: boolean) =>
    imageDetails.find(({ imageTags = [] }) => imageTags.some(Boolean) === isTagged)?.imageDigest;
  return { url, untagged: `${url}@${digestOf(false)}`, tagged: `${url}@${digestOf(true)}` };
}
