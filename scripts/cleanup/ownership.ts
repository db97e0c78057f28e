import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { tagsOf, type Leftover } from "../aws/leftovers/types";
import type { Context } from "../command/context";
import { CommandError } from "../command/errors";
import type { StackOutputs } from "../stack/outputs";

/** The tags that say to which stack a resource belongs. */
export interface StackTags {
  environment: string;
  project: string;
}

/** Whose a leftover is. `component`: of a part of the stack that is coming back for it. */
export type Owner = "stack" | "component" | "other" | "nobody";

/** Tag of the monitoring server's data volume: an instance that is being replaced comes back for it. */
const dataVolumeTag = "cloister:pmm-data";

/** The stack's tags as its network carries them. */
export async function stackTags({ aws }: Context, outputs: StackOutputs): Promise<StackTags> {
  const vpcId = outputs.text("vpcId");
  const ec2 = await aws.client(EC2Client);
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }));
  const { environment, project } = tagsOf(Vpcs[0]?.Tags);
  if (environment === undefined || project === undefined)
    throw new CommandError(
      Vpcs.length === 0 ? `There is no network ${vpcId}.` : `The network ${vpcId} has no tags environment and project.`,
      "Is the stack deployed, and is this its region and account? Without its tags nobody knows what is its own.",
    );
  return { environment, project };
}

/** Whose something is, by its tags and the stack's outputs. */
export function ownerOf({ id, kind, what, tags }: Leftover, stack: StackTags, outputs: StackOutputs): Owner {
  const { environment, project } = tags;
  if (environment === undefined && project === undefined) return "nobody";
  if (environment !== stack.environment || project !== stack.project) return "other";
  if (kind === "volume" && tags[dataVolumeTag] !== undefined) return "component";
  // The address of a NAT instance that is being replaced; the volume of the present monitoring server.
  const named = JSON.stringify([outputs.get("natPublicIps"), outputs.get("pmm")]);
  const address = kind === "address" ? /\d+\.\d+\.\d+\.\d+/.exec(what)?.[0] : undefined;
  return [id, address].some((name) => name !== undefined && named.includes(`"${name}"`)) ? "component" : "stack";
}
