import {
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeTagsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
  type LoadBalancer,
  type TargetGroup,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { monthly, tagsOf, words, type Kind, type Leftover, type Search } from "./types";

/** Load balancers that reach no target, and target groups that no load balancer has. */
export const balancers: Kind = {
  kinds: ["load-balancer", "target-group"],
  find: async (search) => {
    const client = await search.aws.client(ElasticLoadBalancingV2Client);
    const groups: TargetGroup[] = [];
    for await (const { TargetGroups = [] } of paginateDescribeTargetGroups({ client }, {}))
      groups.push(...TargetGroups);
    const unused = groups.filter(({ LoadBalancerArns = [] }) => LoadBalancerArns.length === 0);
    const found = [
      ...(await idle(client, search, groups)),
      ...unused.map(({ TargetGroupArn = "", TargetGroupName }) => ({
        id: TargetGroupArn,
        kind: "target-group",
        what: words(TargetGroupName, "no load balancer has it"),
        tags: {},
        monthlyUsd: 0,
      })),
    ];
    return withTags(client, found);
  },
  remove: async ({ aws }, { kind, id }) => {
    const client = await aws.client(ElasticLoadBalancingV2Client);
    if (kind === "load-balancer") await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: id }));
    else await client.send(new DeleteTargetGroupCommand({ TargetGroupArn: id }));
  },
};

async function idle(client: ElasticLoadBalancingV2Client, { region }: Search, groups: readonly TargetGroup[]) {
  const found: Leftover[] = [];
  for await (const { LoadBalancers = [] } of paginateDescribeLoadBalancers({ client }, {}))
    for (const balancer of LoadBalancers) {
      const { LoadBalancerArn = "", LoadBalancerName, Type = "application", CreatedTime } = balancer;
      if (await hasTargets(client, balancer, groups)) continue;
      found.push({
        id: LoadBalancerArn,
        kind: "load-balancer",
        what: words(LoadBalancerName, "reaches no target"),
        tags: {},
        monthlyUsd: monthly(region, Type === "network" ? "nlb.hour" : "alb.hour"),
        ...(CreatedTime && { created: CreatedTime.getTime() }),
      });
    }
  return found;
}

async function hasTargets(
  client: ElasticLoadBalancingV2Client,
  { LoadBalancerArn = "" }: LoadBalancer,
  groups: readonly TargetGroup[],
): Promise<boolean> {
  for (const { TargetGroupArn, LoadBalancerArns = [] } of groups) {
    if (!LoadBalancerArns.includes(LoadBalancerArn)) continue;
    const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    if (TargetHealthDescriptions.length > 0) return true;
  }
  return false;
}

/** Twenty at a time: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
async function withTags(client: ElasticLoadBalancingV2Client, found: readonly Leftover[]): Promise<Leftover[]> {
  const tags = new Map<string, Record<string, string>>();
  for (let start = 0; start < found.length; start += 20) {
    const ResourceArns = found.slice(start, start + 20).map(({ id }) => id);
    const { TagDescriptions = [] } = await client.send(new DescribeTagsCommand({ ResourceArns }));
    for (const { ResourceArn = "", Tags } of TagDescriptions) tags.set(ResourceArn, tagsOf(Tags));
  }
  return found.map((one) => ({ ...one, tags: tags.get(one.id) ?? {} }));
}
