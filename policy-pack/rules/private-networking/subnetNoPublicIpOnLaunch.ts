import { defineRule } from "../../frame/rule";

/**
 * Nothing gets a public address by being started in a subnet. Absent passes: AWS gives none in a subnet that is not
 * a default one. A default subnet gives one unless told otherwise, so there absent is a fault.
 */
export const subnetNoPublicIpOnLaunch = defineRule({
  name: "subnet-no-public-ip-on-launch",
  family: "private-networking",
  severity: "high",
  title: "No public address on launch",
  description: "Subnets give no public address to what is started in them.",
  remediation: "Set mapPublicIpOnLaunch to false and ask for public addresses one by one, where they are needed.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html",
  checks: ["CKV_AWS_130", "AWS-0164", "VPCSubnetAutoAssignPublicIpDisabled"],
  requirement: "Every source: workloads run in private subnets without public addresses.",
  guardsExposure: true,
  types: ["aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"],
  judge({ resource, known, fail }) {
    const isDefault = resource.type === "aws:ec2/defaultSubnet:DefaultSubnet";
    known(resource.properties.flag("mapPublicIpOnLaunch"), (maps) => {
      if (maps ?? isDefault)
        fail(
          maps === undefined
            ? "A default subnet gives public addresses unless mapPublicIpOnLaunch is set. Set it to false."
            : "mapPublicIpOnLaunch is true: whatever is started here gets a public address. Set it to false.",
        );
    });
  },
});
