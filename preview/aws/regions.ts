/**
 * Regions and the letters of their availability zones, as an account opened in 2026 sees them.
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html (2026-11)
 * An older account may see other letters; the answers file overrides.
 */
const zoneLetters: Record<string, string> = {
  "af-south-1": "abc",
  "ap-east-1": "abc",
  "ap-east-2": "abc",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ap-southeast-5": "abc",
  "ap-southeast-6": "abc",
  "ap-southeast-7": "abc",
  "ca-central-1": "abd",
  "ca-west-1": "abc",
  "cn-north-1": "abc",
  "cn-northwest-1": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-north-1": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "il-central-1": "abc",
  "me-central-1": "abc",
  "me-south-1": "abc",
  "mx-central-1": "abc",
  "sa-east-1": "abc",
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-gov-east-1": "abc",
  "us-gov-west-1": "abc",
  "us-west-1": "ab",
  "us-west-2": "abcd",
};

/** One availability zone. */
export interface Zone {
  name: string;
  id: string;
}

/** Zones of a region in the order of their letters; none for a region that is not known. */
export function zonesOf(region: string): Zone[] {
  const letters = zoneLetters[region] ?? "";
  return [...letters].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${shortName(region)}-az${index + 1}`,
  }));
}

/** Regions that AWS's own accounts see without opting in to more: those of a region's partition. */
export function regionsOf(partition: string): string[] {
  return Object.keys(zoneLetters).filter((region) => partitionOf(region).name === partition);
}

const directions: Record<string, string> = {
  central: "c",
  east: "e",
  north: "n",
  northeast: "ne",
  northwest: "nw",
  south: "s",
  southeast: "se",
  west: "w",
};

/** `eu-west-1` is `euw1` in zone ids. */
function shortName(region: string): string {
  const parts = region.split("-");
  return parts.map((part) => directions[part] ?? (part === "gov" ? "g" : part)).join("");
}

/** A partition: an AWS with accounts of its own. */
export interface Partition {
  name: string;
  dnsSuffix: string;
}

export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { name: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  return { name: "aws", dnsSuffix: "amazonaws.com" };
}
