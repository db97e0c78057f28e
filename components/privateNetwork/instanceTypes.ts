/** Processor architecture in the spelling of Amazon Linux image parameters. */
export type Architecture = "arm64" | "x86_64";

const burstable = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"];
const graviton = ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];
const intel = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"];

/**
 * EC2 families that make sense for forwarding packets, with the sizes up to 8xlarge. All run Amazon Linux 2023, have
 * an encrypted EBS root and enhanced networking.
 * AWS: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
const families: Record<string, { architecture: Architecture; sizes: readonly string[] }> = {
  t4g: { architecture: "arm64", sizes: burstable },
  t3: { architecture: "x86_64", sizes: burstable },
  t3a: { architecture: "x86_64", sizes: burstable },
  m6g: { architecture: "arm64", sizes: graviton },
  m7g: { architecture: "arm64", sizes: graviton },
  m8g: { architecture: "arm64", sizes: graviton },
  c6g: { architecture: "arm64", sizes: graviton },
  c6gn: { architecture: "arm64", sizes: graviton },
  c7g: { architecture: "arm64", sizes: graviton },
  c7gn: { architecture: "arm64", sizes: graviton },
  c8g: { architecture: "arm64", sizes: graviton },
  c8gn: { architecture: "arm64", sizes: graviton },
  m6i: { architecture: "x86_64", sizes: intel },
  m6in: { architecture: "x86_64", sizes: intel },
  m7i: { architecture: "x86_64", sizes: intel },
  c6i: { architecture: "x86_64", sizes: intel },
  c6in: { architecture: "x86_64", sizes: intel },
  c7i: { architecture: "x86_64", sizes: intel },
};

/** What a NAT instance of a type is, or why the type cannot be taken. */
export function natInstanceTypeOf(type: string): { architecture: Architecture; burstable: boolean } | string {
  const [name = "", size = "", ...rest] = type.split(".");
  const family = Object.hasOwn(families, name) ? families[name] : undefined;
  if (!family || rest.length > 0) {
    return `must be an instance type of the families ${Object.keys(families).join(", ")}, such as t4g.nano`;
  }
  if (!family.sizes.includes(size)) return `must be ${name} in one of the sizes ${family.sizes.join(", ")}`;
  return { architecture: family.architecture, burstable: name.startsWith("t") };
}
