import { declares, howToDeclare } from "../../declarations";
import type { Judgement } from "../../frame/rule";
import type { Read, Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import { facesInternet, loadBalancerTypes } from "./loadBalancers";

const listenerType = "aws:lb/listener:Listener";
const listenerRuleType = "aws:lb/listenerRule:ListenerRule";
export const classicType = "aws:elb/loadBalancer:LoadBalancer";
export const listenerTypes = [listenerType, classicType] as const;

/**
 * Policies that refuse TLS 1.0 and 1.1.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const modernPolicy = /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/;

/** Judges how clients speak to one listener. */
export function judgeListener(the: Judgement): void {
  const { properties } = the.resource;
  the.known(properties.text("protocol"), (given) => {
    const protocol = given?.toUpperCase() ?? "HTTP"; // what an Application Load Balancer takes an absent one for
    if (protocol === "HTTPS" || protocol === "TLS") judgePolicy(the);
    else if (protocol === "HTTP") judgePlain(the);
    else if (protocol.startsWith("TCP")) judgePassThrough(the, protocol);
  });
}

function judgePolicy(the: Judgement): void {
  the.known(the.resource.properties.text("sslPolicy"), (policy) => {
    if (policy !== undefined && modernPolicy.test(policy)) return;
    const what = policy === undefined ? "sslPolicy is not set, and AWS's default" : `sslPolicy ${policy}`;
    the.fail(`${what} accepts TLS older than 1.2. Set it to ELBSecurityPolicy-TLS13-1-2-2021-06 or newer.`, {
      finding: "sslPolicy",
    });
  });
}

/** Plain HTTP: a redirect to HTTPS, or an internal load balancer that declares it. */
function judgePlain(the: Judgement): void {
  let serves = false;
  const judgeActions = (list: Read<Reader[]>) => {
    the.known(list, (actions) => {
      serves ||= actions === undefined;
      for (const action of actions ?? [])
        the.known(action.text("type"), (type) => {
          if (type === "redirect")
            the.known(action.text("redirect.protocol"), (protocol) => {
              serves ||= protocol?.toUpperCase() !== "HTTPS"; // absent keeps the protocol of the request
            });
          else serves ||= type !== "fixed-response";
        });
    });
  };
  judgeActions(the.resource.properties.list("defaultActions"));
  if (!serves)
    for (const rule of the.stack.ofType(listenerRuleType))
      the.known(the.stack.target(rule, rule.properties.text("listenerArn"), listenerType), (listener) => {
        if (listener === the.resource) judgeActions(rule.properties.list("actions"));
      });
  if (serves) tellPlain(the, "Serves plain HTTP");
}

function tellPlain(the: Judgement, what: string): void {
  const { resource, stack } = the;
  const balancer =
    resource.type === classicType
      ? { state: "known" as const, path: "", value: resource }
      : stack.target(resource, resource.properties.text("loadBalancerArn"), ...loadBalancerTypes);
  the.known(balancer, (owner) => {
    if (owner === undefined) {
      the.undetermined("loadBalancerArn", "names a load balancer outside the stack, which may face the internet");
      return;
    }
    the.known(facesInternet(owner), (isPublic) => {
      if (isPublic)
        the.fail(`${what} on a load balancer that faces the internet. Listen with HTTPS, and redirect HTTP to it.`, {
          finding: "plain HTTP",
        });
      else
        the.known(declares(owner, "plainHttp", the.settings), (isDeclared) => {
          if (!isDeclared)
            the.fail(`${what}. Listen with HTTPS, or ${howToDeclare("plainHttp")}.`, { finding: "plain HTTP" });
        });
    });
  });
}

/** TCP carries TLS to the target or nothing: on the internet that is worth a word. */
function judgePassThrough(the: Judgement, protocol: string): void {
  const { resource, stack } = the;
  the.known(stack.target(resource, resource.properties.text("loadBalancerArn"), ...loadBalancerTypes), (owner) => {
    if (!owner) return;
    the.known(facesInternet(owner), (isPublic) => {
      if (isPublic) the.undetermined("protocol", `is ${protocol}, and only the targets know whether they speak TLS`);
    });
  });
}

/** The listeners of a Classic Load Balancer are inside it. */
export function judgeClassic(the: Judgement, balancer: Resource): void {
  the.known(balancer.properties.list("listeners"), (listeners = []) => {
    for (const listener of listeners)
      the.known(listener.text("lbProtocol"), (protocol) => {
        if (protocol?.toUpperCase() === "HTTP") tellPlain(the, "Serves plain HTTP");
      });
  });
}
