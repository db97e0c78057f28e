import { defineRule, type Judgement } from "../../frame/rule";
import { groupType, originOfMachine } from "../../../plan/machines";
import { given } from "../../models/network";
import type { Resource } from "../../../plan/resource";
import { decoded } from "../../models/secrets/scripts";

const instanceTypes = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"];
const interfaceType = "aws:ec2/networkInterface:NetworkInterface";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const configurationType = "aws:ec2/launchConfiguration:LaunchConfiguration";

/** Where an address says to what it belongs. */
const ownerKeys: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/eip:Eip": ["instance", "networkInterface"],
  "aws:ec2/eipAssociation:EipAssociation": ["instanceId", "networkInterfaceId"],
};

/**
 * Instances have no public address, neither of their own nor an Elastic one. A NAT instance needs one, and is known by
 * sourceDestCheck = false, without which it could not forward. Absent passes: the subnet decides, and is asked itself.
 */
export const instanceNoPublicIp = defineRule({
  name: "instance-no-public-ip",
  family: "private-networking",
  severity: "high",
  title: "Instances have no public address",
  description: "EC2 instances and what launches them have no public address; only NAT instances do.",
  remediation: "Set associatePublicIpAddress to false, remove the Elastic IP, and use Session Manager to get in.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
  checks: ["CKV_AWS_88"],
  requirement: "Every source: workloads run in private subnets without public addresses.",
  guardsExposure: true,
  types: [...instanceTypes, templateType, configurationType, ...Object.keys(ownerKeys)],
  needsStack: true,
  judge(the) {
    const { resource } = the;
    if (resource.type in ownerKeys) judgeAddress(the);
    else if (resource.type === templateType) judgeTemplate(the);
    else
      the.known(given(resource, "associatePublicIpAddress").flag(), (asked) => {
        if (asked) unlessForwarding(the, resource, () => tell(the, "associatePublicIpAddress"));
      });
  },
});

function judgeTemplate(the: Judgement): void {
  the.known(given(the.resource, "networkInterfaces").list(), (interfaces) => {
    for (const one of interfaces ?? [])
      the.known(one.flag("associatePublicIpAddress"), (asked) => {
        if (asked && !forwardsByScript(the.resource) && !startsForwarders(the))
          tell(the, `${one.path}.associatePublicIpAddress`);
      });
  });
}

/** A template cannot turn the check off: the machine does it for itself, as the usual images for NAT do. */
function forwardsByScript({ properties }: Resource): boolean {
  const data = properties.text("userData");
  return data.state === "known" && /--no-source-dest-check/.test(decoded(data.value));
}

/** Whether whatever the stack starts from a template forwards, and something is. */
function startsForwarders({ resource, stack }: Judgement): boolean {
  const users = stack.ofType(...instanceTypes, groupType).filter((user) => {
    const origin = originOfMachine(user, stack);
    return origin.state === "unknown" || (origin.state === "known" && origin.value === resource);
  });
  const forwards = (user: Resource) => {
    const check = user.properties.flag("sourceDestCheck");
    return user.type !== groupType && check.state === "known" && !check.value;
  };
  return users.length > 0 && users.every(forwards);
}

function judgeAddress(the: Judgement): void {
  const { resource, stack } = the;
  for (const key of ownerKeys[resource.type] ?? []) {
    const id = given(resource, key).text();
    if (id.state === "absent" || (id.state === "known" && id.value === "")) continue;
    the.known(stack.target(resource, id, ...instanceTypes, interfaceType), (owner) => {
      if (!owner) return;
      unlessForwarding(the, owner, () => {
        the.fail(
          `Has a public address, the Elastic IP of ${resource.name}. Remove it; what is to be reached belongs behind a load balancer.`,
          { at: owner, finding: "Elastic IP" },
        );
      });
    });
  }
}

/** Goes on when an instance or interface does not forward packets of others; when that cannot be told, it says so. */
function unlessForwarding(the: Judgement, owner: Resource, goOn: () => void): void {
  the.known(given(owner, "sourceDestCheck").flag(), (checks = true) => {
    if (checks) goOn();
  });
}

function tell(the: Judgement, property: string): void {
  the.fail(`${property} is true: it gets a public address. Set it to false.`, { finding: property });
}
