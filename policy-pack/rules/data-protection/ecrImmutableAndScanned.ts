import { defineRule } from "../../frame/rule";
import type { Stack } from "../../../plan/stack";
import type { Read } from "../../../plan/reader";

const registryScanType = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";

/** A tag always means the same image, and every pushed image is scanned, by the repository or by the whole registry. */
export const ecrImmutableAndScanned = defineRule({
  name: "ecr-immutable-and-scanned",
  family: "data-protection",
  severity: "medium",
  title: "Image tags are immutable, images are scanned",
  description: "ECR repositories have immutable tags and scan images when they are pushed.",
  remediation: "Set imageTagMutability to IMMUTABLE and imageScanningConfiguration.scanOnPush to true.",
  url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
  checks: ["CKV_AWS_51", "CKV_AWS_163", "AWS-0031", "AWS-0030"],
  requirement: "Every source: images come from private repositories with scanning and immutable tags.",
  types: ["aws:ecr/repository:Repository"],
  needsStack: true,
  judge(the) {
    const { properties } = the.resource;
    the.known(properties.text("imageTagMutability"), (mutability = "MUTABLE") => {
      if (mutability !== "IMMUTABLE")
        the.fail(`imageTagMutability is ${mutability}: a tag may change its image. Set it to IMMUTABLE.`, {
          finding: "mutable tags",
        });
    });
    the.known(properties.flag("imageScanningConfiguration.scanOnPush"), (scans) => {
      if (scans) return;
      the.known(the.stack.view(registryScans), (covered) => {
        if (!covered)
          the.fail("Images are not scanned. Set imageScanningConfiguration.scanOnPush to true.", {
            finding: "no scan",
          });
      });
    });
  },
});

/** Whether the registry scans every repository by itself. */
function registryScans(stack: Stack): Read<boolean> {
  for (const registry of stack.ofType(registryScanType)) {
    const rules = registry.properties.list("rules");
    if (rules.state === "unknown") return rules;
    for (const rule of rules.state === "known" ? rules.value : []) {
      const frequency = rule.text("scanFrequency");
      const filters = rule.list("repositoryFilters");
      if (frequency.state === "unknown") return frequency;
      if (filters.state === "unknown") return filters;
      if (frequency.state !== "known" || frequency.value === "MANUAL" || filters.state !== "known") continue;
      const all = filters.value.map((filter) => filter.text("filter"));
      if (all.some((filter) => filter.state === "known" && filter.value === "*"))
        return { state: "known", path: "rules", value: true };
    }
  }
  return { state: "known", path: "rules", value: false };
}
