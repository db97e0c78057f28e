import { defineRule, type Judgement } from "../../frame/rule";
import type { Read } from "../../../plan/reader";
import type { Stack } from "../../../plan/stack";

const instanceTypes = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"];
const defaultsType = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";

/** Public parameters of images that require IMDSv2 by themselves. */
const strictImages = /\/aws\/service\/(ami-amazon-linux-latest\/al2023-|ecs\/optimized-ami\/amazon-linux-2023\/)/;

/** One container behind the instance is one more hop; more would carry the credentials further than any task needs. */
const mostHops = 2;

/**
 * The credentials of an instance are handed out by the second version of its metadata service only. Absent follows
 * the account's setting when the stack makes it, and the image when it is a public parameter of Amazon Linux 2023;
 * else it is a fault, since AWS then answers the first version too. An instance of a launch template is judged there.
 * Hop limits of 1, which AWS takes when absent, and of 2, which containers need, pass.
 */
export const imdsv2Required = defineRule({
  name: "imdsv2-required",
  family: "data-protection",
  severity: "high",
  title: "Instance metadata needs a session",
  description:
    "Instances, launch templates and launch configurations require IMDSv2, within 2 hops; absent httpTokens answer IMDSv1 too, unless the account or the image says otherwise.",
  remediation: 'Set metadataOptions to { httpTokens: "required", httpPutResponseHopLimit: 1 }, or 2 for containers.',
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html",
  checks: ["CKV_AWS_79", "CKV_AWS_341", "AWS-0028", "AWS-0130"],
  requirement: "Every source: roles are used by the workload that they were made for, and by nobody else.",
  types: [...instanceTypes, "aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/launchConfiguration:LaunchConfiguration"],
  needsStack: true,
  judge(the) {
    const { type, properties } = the.resource;
    const options = properties.at("metadataOptions");
    if (instanceTypes.includes(type) && options.isAbsent() && properties.has("launchTemplate")) return;
    the.known(options.text("httpEndpoint"), (endpoint) => {
      if (endpoint === "disabled") return;
      the.known(options.text("httpTokens"), (tokens) => {
        if (tokens === undefined) judgeDefault(the);
        else if (tokens !== "required") tellTokens(the, tokens);
      });
      the.known(options.number("httpPutResponseHopLimit"), (hops = 1) => {
        if (hops > mostHops)
          the.fail(`metadataOptions.httpPutResponseHopLimit is ${hops}. Set it to 1, or 2 for containers.`, {
            finding: "httpPutResponseHopLimit",
          });
      });
    });
  },
});

/** Nothing is said here: the image and the account have the word, in this order. */
function judgeDefault(the: Judgement): void {
  const { properties } = the.resource;
  const image = [properties.text("ami"), properties.text("imageId")].find((read) => read.state === "known");
  if (image?.state === "known" && strictImages.test(image.value)) return;
  the.known(the.stack.view(accountTokens), (tokens) => {
    if (tokens !== "required") tellTokens(the, undefined);
  });
}

function tellTokens(the: Judgement, tokens: string | undefined): void {
  the.fail(`metadataOptions.httpTokens is ${tokens ?? "not set"}: IMDSv1 is answered. Set it to required.`, {
    finding: "httpTokens",
  });
}

/** What the stack makes the account's instances require when they do not say. */
function accountTokens(stack: Stack): Read<string> {
  const [setting] = stack.ofType(defaultsType);
  return setting ? setting.properties.text("httpTokens") : { state: "absent", path: defaultsType };
}
