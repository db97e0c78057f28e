import { howToDeclare } from "../../declarations";
import { defineRule, type Judgement } from "../../frame/rule";
import {
  groupOf,
  ingressTypes,
  openingsOf,
  publicRanges,
  rangesOfPrefixList,
  type Opening,
} from "../../models/network/ingress";
import { guardsDeclaredFront } from "../../models/network/loadBalancers";
import type { Read } from "../../../plan/reader";

/** The ports on which a declared internet-facing load balancer may listen to everybody. */
const webPorts = [80, 443];

/**
 * Nobody on the internet is let in: no range with a public address in it, however it is split or written. The one
 * exception are ports 80 and 443 of a load balancer that faces the internet and is declared to.
 */
export const securityGroupNoOpenIngress = defineRule({
  name: "security-group-no-open-ingress",
  family: "private-networking",
  severity: "critical",
  title: "No ingress from the internet",
  description:
    "Security groups let in private address ranges and other groups only; ports 80 and 443 of a load balancer that is declared internet-facing are open.",
  remediation: "Name a security group or a private address range as the source, or put a load balancer in front.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  checks: ["CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_260", "CKV_AWS_277", "AWS-0107", "AwsSolutions-EC23"],
  requirement:
    "Every source: security groups admit the tier in front only, and nothing admits the internet but the load balancer.",
  guardsExposure: true,
  types: ingressTypes,
  needsStack: true,
  judge(the) {
    the.known(openingsOf(the.resource), (openings) => {
      for (const opening of openings ?? []) judgeOpening(the, opening);
    });
  },
});

function judgeOpening(the: Judgement, opening: Opening): void {
  const web = isWeb(opening);
  const mayBeExcepted = web.state === "unknown" || (web.state === "known" && web.value);
  const judge = (ranges: readonly Read<string>[]) => {
    const { open, unclear } = publicRanges(ranges);
    if (open.length + unclear.length > 0 && mayBeExcepted && excepted(the, web)) return;
    if (open.length > 0) {
      const what = `${portsOf(opening)} from ${open.join(", ")}`;
      const exception = mayBeExcepted ? `, or ${howToDeclare("internetFacing")}` : "";
      the.fail(`Lets in ${what}, which has public addresses. Name a security group or a private range${exception}.`, {
        finding: what,
      });
    }
    for (const range of unclear) the.doubt(range);
  };
  judge(opening.ranges);
  for (const id of opening.prefixLists)
    the.known(rangesOfPrefixList(the.resource, id, the.stack), (ranges) => {
      judge(ranges ?? []);
    });
}

/** Whether the group's load balancer excuses the opening; what cannot be told is said and excused for now. */
function excepted(the: Judgement, web: Read<boolean>): boolean {
  const group = groupOf(the.resource, the.stack);
  if (group.state === "absent") return false;
  const front = group.state === "known" ? guardsDeclaredFront(group.value, the.stack, the.settings) : group;
  if (front.state === "known" && !front.value) return false;
  for (const read of [front, web]) the.doubt(read);
  return true;
}

/** Whether exactly one web port is opened over TCP. */
function isWeb({ protocol, fromPort, toPort }: Opening): Read<boolean> {
  for (const read of [protocol, fromPort, toPort]) if (read.state === "unknown") return read;
  const tcp = protocol.state === "known" && ["tcp", "6"].includes(protocol.value.toLowerCase());
  const from = fromPort.state === "known" ? fromPort.value : undefined;
  const to = toPort.state === "known" ? toPort.value : from;
  return { state: "known", path: fromPort.path, value: tcp && from === to && webPorts.includes(from ?? -1) };
}

function portsOf({ protocol, fromPort, toPort }: Opening): string {
  if (protocol.state === "known" && ["-1", "all"].includes(protocol.value)) return "every port and protocol";
  const name = protocol.state === "known" ? protocol.value : "some protocol";
  if (fromPort.state !== "known" || toPort.state !== "known") return `${name} on some port`;
  return fromPort.value === toPort.value ? `${name} ${fromPort.value}` : `${name} ${fromPort.value}-${toPort.value}`;
}
