import { BatchDeleteImageCommand, ECRClient, ListTagsForResourceCommand } from "@aws-sdk/client-ecr";
import {
  DeleteDBClusterSnapshotCommand,
  DeleteDBSnapshotCommand,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
  RDSClient,
} from "@aws-sdk/client-rds";
import { parseRepository, repositoryImages, type Repository } from "../images";
import { monthly, tagsOf, type Kind, type Leftover, type Search } from "./types";

/** Images of the stack's repositories that no tag names any more. */
export const untaggedImages: Kind = {
  kinds: ["image"],
  find: async ({ aws, region, repositories }) => {
    const found: Leftover[] = [];
    for (const url of repositories) {
      const repository = parseRepository(url);
      if (repository === undefined) continue;
      const tags = await repositoryTags(repository, await aws.client(ECRClient, repository.region));
      for await (const { tags: names, digest, bytes, pushed } of repositoryImages(aws, repository))
        if (names.length === 0)
          found.push({
            id: `${url}@${digest}`,
            kind: "image",
            what: `${(bytes / 1e6).toFixed(1)} MB, no tag names it`,
            tags,
            monthlyUsd: monthly(region, "ecr.storage", bytes / 1e9),
            created: Date.parse(pushed),
          });
    }
    return found;
  },
  remove: async ({ aws }, { id }) => {
    const [url = "", imageDigest] = id.split("@");
    const repository = parseRepository(url);
    const client = await aws.client(ECRClient, repository?.region);
    await client.send(
      new BatchDeleteImageCommand({
        registryId: repository?.account,
        repositoryName: repository?.name,
        imageIds: [{ imageDigest }],
      }),
    );
  },
};

async function repositoryTags({ region, account, name }: Repository, client: ECRClient) {
  const resourceArn = `arn:aws${region.startsWith("cn-") ? "-cn" : ""}:ecr:${region}:${account}:repository/${name}`;
  const { tags = [] } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
  return tagsOf(tags);
}

/** Snapshots that people took of databases; those that AWS takes go with their retention. */
export const databaseSnapshots: Kind = {
  kinds: ["database-snapshot", "cluster-snapshot"],
  find: async ({ aws, region }: Search) => {
    const client = await aws.client(RDSClient);
    const found: Leftover[] = [];
    const manual = { SnapshotType: "manual" };
    for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, manual))
      for (const one of DBSnapshots)
        found.push(...snapshot("database-snapshot", one.DBSnapshotIdentifier, one, region));
    for await (const { DBClusterSnapshots = [] } of paginateDescribeDBClusterSnapshots({ client }, manual))
      for (const one of DBClusterSnapshots)
        found.push(...snapshot("cluster-snapshot", one.DBClusterSnapshotIdentifier, one, region));
    return found;
  },
  remove: async ({ aws }, { kind, id }) => {
    const client = await aws.client(RDSClient);
    if (kind === "database-snapshot") await client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }));
    else await client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: id }));
  },
};

/** What snapshots of instances and of clusters have in common. */
interface DatabaseSnapshot {
  SnapshotType?: string;
  /** GiB. */
  AllocatedStorage?: number;
  TagList?: { Key?: string; Value?: string }[];
  SnapshotCreateTime?: Date;
}

function snapshot(
  kind: string,
  id = "",
  { SnapshotType, AllocatedStorage = 0, TagList, SnapshotCreateTime }: DatabaseSnapshot,
  region: string,
): Leftover[] {
  if (SnapshotType !== "manual") return [];
  return [
    {
      id,
      kind,
      what: `${AllocatedStorage} GiB at most, taken by hand`,
      tags: tagsOf(TagList),
      monthlyUsd: monthly(region, "rds.backup", AllocatedStorage),
      ...(SnapshotCreateTime && { created: SnapshotCreateTime.getTime() }),
    },
  ];
}
