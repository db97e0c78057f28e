import { requiredTags } from "../../../policy-pack/rules/hygiene/requiredTags";
import { ecsCircuitBreaker } from "../../../policy-pack/rules/reliability/ecsCircuitBreaker";
import { planned, unknown, usualProvider } from "../support/bench";
import type { RuleCases } from "../support/cases";

const service = planned("aws:ecs/service:Service", "api", {
  deploymentCircuitBreaker: { enable: true, rollback: true },
});
const topic = {
  ...planned("aws:sns/topic:Topic", "alarms", { tags: { component: "alarms" } }),
  provider: usualProvider,
};
const tags = { environment: "test", project: "shop", "managed-by": "pulumi" };
const group = planned("aws:autoscaling/group:Group", "fleet", {
  tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
});
const template = planned("aws:ec2/launchTemplate:LaunchTemplate", "machine", {
  tagSpecifications: [{ resourceType: "volume", tags }],
});

const instanceOf = (properties: Record<string, unknown>) => ({
  ...planned("aws:ec2/instance:Instance", "one", { launchTemplate: { id: unknown }, ...properties }),
  refersTo: { launchTemplate: [template] },
});

export const hygieneAndReliability: RuleCases[] = [
  {
    rule: ecsCircuitBreaker,
    passing: [service],
    passes: [
      {
        given: "a service that CodeDeploy deploys",
        change: { deploymentController: { type: "CODE_DEPLOY" }, deploymentCircuitBreaker: undefined },
      },
    ],
    fails: [
      { given: "no circuit breaker", change: { deploymentCircuitBreaker: undefined }, says: "never stopped" },
      { given: "a breaker that is off", change: { "deploymentCircuitBreaker.enable": false }, says: "never stopped" },
      {
        given: "a breaker without rollback",
        change: { "deploymentCircuitBreaker.rollback": undefined },
        says: "not undone",
      },
    ],
    undetermined: [
      {
        given: "an unknown breaker",
        change: { deploymentCircuitBreaker: unknown },
        says: "deploymentCircuitBreaker.enable is not known",
      },
      {
        given: "an unknown controller",
        change: { deploymentController: unknown },
        says: "deploymentController.type is not known",
      },
    ],
  },
  {
    rule: requiredTags,
    passing: [topic],
    passes: [
      { given: "its own tags and no default ones", plan: [{ ...topic, properties: { tags }, provider: {} }] },
      { given: "default tags as an object", plan: [{ ...topic, provider: { defaultTags: { tags } } }] },
      {
        given: "its own tags and a provider that is not told",
        plan: [{ ...topic, properties: { tags }, provider: null }],
      },
      { given: "unknown tags beside default ones that suffice", change: { tags: unknown } },
      {
        given: "a tag whose value is not known yet",
        plan: [{ ...topic, properties: { tags: { ...tags, project: unknown } }, provider: {} }],
      },
      {
        given: "other required tags",
        change: { tags: { team: "a" } },
        settings: { requiredTags: ["team", "project"] },
      },
      { given: "a group that passes its tags on", plan: [group] },
      { given: "a launch template that tags its volumes", plan: [template] },
      {
        given: "a launch template whose one instance tags its volume",
        plan: [{ ...template, properties: {} }, instanceOf({ volumeTags: tags })],
      },
      { given: "a type without tags", plan: [planned("aws:ec2/route:Route", "r")] },
    ],
    fails: [
      {
        given: "no default tags, where something else has one of them",
        plan: [{ ...topic, provider: {} }, planned("aws:sqs/queue:Queue", "jobs", { tags: { project: "shop" } })],
        says: "Lacks the tags environment, project, managed-by.",
      },
      {
        given: "no default tags, where others are asked for",
        plan: [{ ...topic, provider: {} }],
        settings: { requiredTags: ["team"] },
        says: "Lacks the tags team.",
      },
      {
        given: "one tag too few",
        plan: [{ ...topic, properties: { tags: { environment: "x", project: "y" } }, provider: {} }],
        says: "Lacks the tags managed-by.",
      },
      {
        given: "a group that relies on default tags",
        plan: [{ ...group, properties: {} }],
        says: "propagated to its instances",
      },
      {
        given: "a group that keeps a tag to itself",
        plan: [
          {
            ...group,
            properties: {
              tags: Object.keys(tags).map((key) => ({ key, value: "x", propagateAtLaunch: key !== "project" })),
            },
          },
        ],
        says: "Lacks the tags project",
      },
      {
        given: "a launch template that does not tag its volumes",
        plan: [{ ...template, properties: { tagSpecifications: [{ resourceType: "instance", tags }] } }],
        says: "on the volumes",
      },
      {
        given: "a launch template whose instance tags its volume with too little",
        plan: [{ ...template, properties: {} }, instanceOf({ volumeTags: { project: "x" } })],
        says: "Lacks the tags environment, managed-by on the volume of one",
      },
      {
        given: "a launch template that a group uses beside such an instance",
        plan: [
          { ...template, properties: {} },
          instanceOf({ volumeTags: tags }),
          {
            ...planned("aws:autoscaling/group:Group", "fleet", {
              ...group.properties,
              launchTemplate: { id: unknown },
            }),
            refersTo: { launchTemplate: [template] },
          },
        ],
        says: "on the volumes",
      },
    ],
    undetermined: [
      {
        given: "a program that knows nothing of the default keys",
        plan: [{ ...topic, provider: {} }],
        says: "cloister-policy:requiredTags is not set, and nothing here carries environment, project, managed-by",
      },
      {
        given: "unknown tags",
        plan: [{ ...topic, properties: { tags: unknown }, provider: {} }],
        says: "tags is not known",
      },
      {
        given: "unknown default tags",
        plan: [{ ...topic, provider: { defaultTags: unknown } }],
        says: "the provider's defaultTags is not known",
      },
      { given: "a provider that is not told", plan: [{ ...topic, provider: null }], says: "not told by the engine" },
      {
        given: "an unknown propagation",
        plan: [{ ...group, properties: { tags: [{ key: "project", propagateAtLaunch: unknown }] } }],
        says: "propagateAtLaunch is not known",
      },
    ],
  },
];
