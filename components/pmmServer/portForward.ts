import * as pulumi from "@pulumi/pulumi";
import type { PmmServerSettings } from "./settings";
import { serverPort } from "./network";

/**
 * A shell command that brings the server to https://localhost:8443 of whoever runs it, by Session Manager: nothing is
 * opened for it. It asks for the instance of the moment. The certificate is the image's own.
 */
export function portForwardCommand(
  { identity: { region } }: PmmServerSettings,
  groupName: pulumi.Output<string>,
): pulumi.Output<string> {
  const parameters = JSON.stringify({ portNumber: [String(serverPort)], localPortNumber: ["8443"] });
  return pulumi.interpolate`INSTANCE=$(aws autoscaling describe-auto-scaling-groups --region ${region} --auto-scaling-group-names ${groupName} --query 'AutoScalingGroups[0].Instances[0].InstanceId' --output text) && aws ssm start-session --region ${region} --target "$INSTANCE" --document-name AWS-StartPortForwardingSession --parameters '${parameters}'`;
}
