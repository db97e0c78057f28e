import { defineRule, type Judgement } from "../../frame/rule";
import nameLengths from "../../data/nameLengths.json";

interface NameLength {
  /** The property that holds the name, and how long AWS lets it be. */
  property: string;
  limit: number;
  /** The property that begins a name, and how long the provider lets it be. */
  prefix?: string;
  prefixLimit?: number;
  source: string;
}

const lengths: Readonly<Record<string, NameLength>> = nameLengths.types;

/** What Pulumi adds to a resource's name when the program gives none: a hyphen and seven hexadecimal digits. */
const automaticSuffix = 8;

/**
 * Names are no longer than AWS takes them; AWS refuses others only at deployment. Without a name Pulumi makes one of
 * the resource's name and a suffix, unless the project configures names otherwise.
 */
export const physicalNameLength = defineRule({
  name: "physical-name-length",
  family: "hygiene",
  severity: "medium",
  title: "Names are not too long",
  description:
    "Physical names are within AWS's limits, such as 32 characters for load balancers and target groups and 64 for roles; automatic names count with their suffix of 8.",
  remediation: "Shorten the name, the prefix, or the resource's name of which Pulumi makes one.",
  url: "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html",
  checks: [],
  requirement: "Production source: names of load balancers and target groups fit into 32 characters.",
  types: Object.keys(lengths),
  judge(the) {
    const rule = lengths[the.resource.type];
    if (rule) judgeName(the, rule);
  },
});

function judgeName({ resource, known, fail }: Judgement, { property, limit, prefix, prefixLimit }: NameLength): void {
  const { name, properties } = resource;
  const tell = (what: string, value: string, length: number, most: number) => {
    if (length > most)
      fail(`${what} ${JSON.stringify(value)} is ${length} of ${most} characters. Shorten it.`, { finding: property });
  };
  known(properties.text(property), (given) => {
    if (given !== undefined) {
      tell(property, given, given.length, limit);
      return;
    }
    if (prefix === undefined || prefixLimit === undefined || !properties.has(prefix))
      tell(`the automatic ${property} of`, name, name.length + automaticSuffix, limit);
    else
      known(properties.text(prefix), (start = "") => {
        tell(prefix, start, start.length, prefixLimit);
      });
  });
}
