import {
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DeregisterImageCommand,
  EC2Client,
  paginateDescribeImages,
  paginateDescribeInstances,
  paginateDescribeSnapshots,
  paginateDescribeVolumes,
  type Image,
} from "@aws-sdk/client-ec2";
import { monthly, tagsOf, words, type Kind, type Leftover, type Search } from "./types";

/** Volumes that no instance has, snapshots and machine images that nothing is made of. */
export const storage: Kind = {
  kinds: ["volume", "snapshot", "machine-image"],
  find: async (search) => {
    const client = await search.aws.client(EC2Client);
    const images: Image[] = [];
    for await (const page of paginateDescribeImages({ client }, { Owners: ["self"] }))
      images.push(...(page.Images ?? []));
    return [
      ...(await volumes(client, search)),
      ...(await snapshots(client, search, images)),
      ...(await machineImages(client, search, images)),
    ];
  },
  remove: async ({ aws }, { kind, id }) => {
    const client = await aws.client(EC2Client);
    if (kind === "volume") await client.send(new DeleteVolumeCommand({ VolumeId: id }));
    else if (kind === "snapshot") await client.send(new DeleteSnapshotCommand({ SnapshotId: id }));
    else await client.send(new DeregisterImageCommand({ ImageId: id }));
  },
};

async function volumes(client: EC2Client, { region }: Search): Promise<Leftover[]> {
  const found: Leftover[] = [];
  const available = { Filters: [{ Name: "status", Values: ["available"] }] };
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, available))
    for (const { VolumeId = "", Size = 0, VolumeType = "gp3", Tags, CreateTime } of Volumes)
      found.push({
        id: VolumeId,
        kind: "volume",
        what: words(tagsOf(Tags)["Name"], `${Size} GiB ${VolumeType}, no instance has it`),
        tags: tagsOf(Tags),
        monthlyUsd: monthly(region, `ebs.${VolumeType}`, Size),
        ...(CreateTime && { created: CreateTime.getTime() }),
      });
  return found;
}

/** A snapshot costs by its changed blocks, which AWS does not tell: its volume's size is the most it can be. */
async function snapshots(client: EC2Client, { region }: Search, images: readonly Image[]): Promise<Leftover[]> {
  const used = new Set(
    images.flatMap(({ BlockDeviceMappings = [] }) => BlockDeviceMappings.map(({ Ebs }) => Ebs?.SnapshotId)),
  );
  const found: Leftover[] = [];
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { OwnerIds: ["self"] }))
    for (const { SnapshotId = "", VolumeSize = 0, Tags, StartTime, Description } of Snapshots) {
      const tags = tagsOf(Tags);
      // AWS Backup keeps and deletes its own.
      const isBackup = Object.keys(tags).some((key) => key.startsWith("aws:backup:"));
      if (used.has(SnapshotId) || isBackup) continue;
      found.push({
        id: SnapshotId,
        kind: "snapshot",
        what: words(tags["Name"] ?? Description, `${VolumeSize} GiB at most`),
        tags,
        monthlyUsd: monthly(region, "ebs.snapshot", VolumeSize),
        ...(StartTime && { created: StartTime.getTime() }),
      });
    }
  return found;
}

async function machineImages(client: EC2Client, { region }: Search, images: readonly Image[]): Promise<Leftover[]> {
  const used = new Set<string>();
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, {}))
    for (const { Instances = [] } of Reservations) for (const { ImageId = "" } of Instances) used.add(ImageId);
  return images
    .filter(({ ImageId = "" }) => !used.has(ImageId))
    .map(({ ImageId = "", Name, Tags, CreationDate, BlockDeviceMappings = [] }) => {
      const size = BlockDeviceMappings.reduce((sum, { Ebs }) => sum + (Ebs?.VolumeSize ?? 0), 0);
      return {
        id: ImageId,
        kind: "machine-image",
        what: words(Name, "no instance runs it; its snapshots are leftovers afterwards"),
        tags: tagsOf(Tags),
        monthlyUsd: monthly(region, "ebs.snapshot", size),
        ...(CreationDate !== undefined && { created: Date.parse(CreationDate) }),
      };
    });
}
