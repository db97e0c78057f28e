import { defineRule, type Bench, type Judgement } from "../../frame/rule";
import { defaultSettings } from "../../frame/settings";
import type { Read } from "../../../plan/reader";
import { canonicalType, type Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { effectiveTagKeys } from "../../models/taggable";
import taggable from "../../data/taggableTypes.json";

const groupType = "aws:autoscaling/group:Group";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";

/**
 * Everything that can carry tags carries the required ones. The provider's default tags count, except where AWS's own
 * services make things: Auto Scaling groups, and the instances and volumes that they and launch templates start.
 */
export const requiredTags = defineRule({
  name: "required-tags",
  family: "hygiene",
  severity: "low",
  title: "Required tags are set",
  description: "Resources carry the required tags, their own or the provider's default ones.",
  remediation:
    "Set defaultTags on the provider; tag Auto Scaling groups (propagateAtLaunch) and launch templates themselves.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/building-a-cost-allocation-strategy.html",
  checks: [],
  requirement:
    "Every source: resources are tagged with environment, project and managed-by, for the costs to be told apart.",
  needsStack: true,
  types: [...new Set([...taggable.types.map(canonicalType), groupType])],
  judge(the) {
    if (the.resource.type === groupType) {
      judgeGroup(the);
      return;
    }
    const { keys, hidden } = effectiveTagKeys(the.resource);
    tellMissing(the, keys, hidden, "", "Set defaultTags on the provider, or tags here");
    if (the.resource.type === templateType) judgeTemplate(the);
  },
  judgeStack(the) {
    if (isAgreed(the) || the.stack.ofType(...requiredTags.types).length === 0) return;
    the.undetermined(
      "cloister-policy:requiredTags",
      `is not set, and nothing here carries ${the.settings.requiredTags.join(", ")}; name your keys, or set defaultTags on the provider`,
    );
  },
});

/**
 * Whether the stack follows the required keys at all: they were configured, or something in it carries one. A program
 * that knows nothing of them is told so once, instead of at every resource.
 */
function isAgreed({ settings, stack }: Bench): boolean {
  return settings.requiredTags !== defaultSettings.requiredTags || stack.view(carriers).size > 0;
}

/** The default keys that something in the stack carries. */
function carriers(stack: Stack): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of stack.resources) {
    if (!resource.type.startsWith("aws:")) continue;
    const { keys, hidden } = effectiveTagKeys(resource);
    for (const key of keys) if (defaultSettings.requiredTags.includes(key)) found.add(key);
    if (hidden.length > 0) found.add("what cannot be read");
  }
  return found;
}

/** The group's tags are a list, and reach its instances only when they are propagated. */
function judgeGroup(the: Judgement): void {
  the.known(the.resource.properties.list("tags"), (tags = []) => {
    const keys = new Set<string>();
    const hidden: Read<unknown>[] = [];
    for (const tag of tags) {
      const [key, propagates] = [tag.text("key"), tag.flag("propagateAtLaunch")];
      if (key.state === "known" && propagates.state === "known" && propagates.value) keys.add(key.value);
      hidden.push(...[key, propagates].filter((read) => read.state === "unknown").slice(0, 1));
    }
    tellMissing(the, keys, hidden, " propagated to its instances", "Add them to tags with propagateAtLaunch: true");
  });
}

/** Volumes carry what the template says, or what `volumeTags` says of an instance that the program starts itself. */
function judgeTemplate(the: Judgement): void {
  the.known(the.resource.properties.list("tagSpecifications"), (specifications = []) => {
    const keys = new Set<string>();
    const hidden: Read<unknown>[] = [];
    for (const specification of specifications) {
      const [kind, tags] = [specification.text("resourceType"), specification.entries("tags")];
      if (kind.state === "known" && kind.value !== "volume") continue;
      if (kind.state === "known" && tags.state === "known") for (const [key] of tags.value) keys.add(key);
      hidden.push(...[kind, tags].filter((read) => read.state === "unknown").slice(0, 1));
    }
    if (the.settings.requiredTags.every((key) => keys.has(key))) return;
    const instances = instancesAlone(the);
    if (instances.length === 0) {
      const fix = 'Add them to tagSpecifications with resourceType "volume"';
      tellMissing(the, keys, hidden, " on the volumes it starts", fix);
      return;
    }
    for (const instance of instances) {
      const tags = instance.properties.entries("volumeTags");
      const own = tags.state === "known" ? tags.value.map(([key]) => key) : [];
      const unread = tags.state === "unknown" ? [...hidden, tags] : hidden;
      tellMissing(
        the,
        new Set([...keys, ...own]),
        unread,
        ` on the volume of ${instance.name}`,
        "Add them to its volumeTags",
      );
    }
  });
}

/** The instances started from the template, when nothing else is known to start any: a group's volumes have no volumeTags. */
function instancesAlone(the: Judgement): readonly Resource[] {
  const startedBy = (type: string) =>
    the.stack.ofType(type).filter((user) => {
      const template = the.stack.target(user, user.properties.text("launchTemplate.id"), templateType);
      return template.state === "known" && template.value === the.resource;
    });
  return startedBy(groupType).length === 0 ? startedBy("aws:ec2/instance:Instance") : [];
}

/** Tells which required tags are missing, or that they may be where nobody can look yet. */
function tellMissing(
  the: Judgement,
  keys: ReadonlySet<string>,
  hidden: readonly Read<unknown>[],
  where: string,
  fix: string,
): void {
  const missing = the.settings.requiredTags.filter((key) => !keys.has(key));
  if (missing.length === 0) return;
  for (const read of hidden) the.doubt(read, { finding: `missing${where}` });
  if (hidden.length === 0 && isAgreed(the))
    the.fail(`Lacks the tags ${missing.join(", ")}${where}. ${fix}.`, { finding: `missing${where}` });
}
