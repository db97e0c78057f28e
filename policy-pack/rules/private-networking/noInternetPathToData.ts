import { howToDeclare } from "../../declarations";
import { defineRule, type Judgement } from "../../frame/rule";
import {
  dataTypes,
  declaredFronts,
  entersByLoadBalancer,
  isClusterInstance,
  type DeclaredFronts,
} from "../../models/frontDoors";
import { describeWay, networkOf, type Host, type Network, type Way } from "../../models/network";

/**
 * The internet reaches no data: not directly, not through a load balancer, and not hop by hop over machines that it
 * reaches. The chain that begins at a load balancer which is declared to face the internet is the application itself,
 * whose tasks have to reach their database, and is accepted.
 */
export const noInternetPathToData = defineRule({
  name: "no-internet-path-to-data",
  family: "private-networking",
  severity: "critical",
  title: "No path from the internet to data",
  description:
    "Nothing on the internet reaches databases, caches, search domains, file systems or brokers: neither directly, nor through load balancers, nor over other hosts, but for the application behind a declared load balancer.",
  remediation: "Cut the path that the message names at one of its steps: the public address, the route, or the rule.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-best-practices.html",
  checks: ["CKV_AWS_17", "AWS-0180", "AwsSolutions-RDS11"],
  requirement: "Every source: the database lives in private subnets and is reached only from the application.",
  guardsExposure: true,
  types: dataTypes,
  needsStack: true,
  judge(the) {
    const network = the.stack.view(networkOf);
    const host = network.host(the.resource);
    if (!host) return;
    const { verdict, ways } = network.fromInternet(host);
    const [first] = ways;
    if (verdict === "reachable") {
      for (const way of ways.filter((one) => one.verdict === "reachable").slice(0, 1))
        the.fail(`The internet reaches it: ${describeWay(way)}. Cut the path at one of its steps.`, {
          finding: way.kind,
        });
    } else if (first) doubt(the, first);
    else if (!isClusterInstance(host)) judgeChain(the, network, host);
  },
});

function judgeChain(the: Judgement, network: Network, host: Host): void {
  const fronts = frontsOf(the, network);
  const way = network.indirectly(host, fronts);
  const unclear = fronts.unclear.find((one) => way?.path.some(({ urn }) => urn !== undefined && urn === one.host.urn));
  if (unclear?.read.state === "unknown")
    the.undetermined(`${unclear.read.path} of ${unclear.host.name}`, `${unclear.read.why}, and may declare it`);
  else if (way?.verdict === "reachable") {
    const declaring = entersByLoadBalancer(way, network) ? `, or ${howToDeclare("internetFacing")}` : "";
    the.fail(
      `The internet reaches it over other hosts: ${describeWay(way)}. Cut the path at one of its steps${declaring}.`,
      { finding: "indirect" },
    );
  } else if (way) doubt(the, way);
}

function doubt(the: Judgement, way: Way): void {
  const [first] = way.doubts;
  if (first)
    the.undetermined(
      `${first.property} of ${first.resource}`,
      `${first.why}; the internet may reach it: ${describeWay(way)}`,
    );
}

/** The declared front doors, the same for every resource of the stack: the network follows each set once. */
function frontsOf({ stack, settings }: Judgement, network: Network): DeclaredFronts {
  const known = stack.view(remembered);
  known.fronts ??= declaredFronts(network, settings);
  return known.fronts;
}

function remembered(): { fronts?: DeclaredFronts } {
  return {};
}
