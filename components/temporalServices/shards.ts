import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { InvalidArgumentsError } from "../internal/problems";
import type { TemporalSettings } from "./settings";

/**
 * The number of history shards that the servers are given, guarded: it is written once into a parameter whose value
 * the program never changes, so the stack's state remembers the first number, and every preview compares. A changed
 * one is refused then, and nothing that depends on it is registered. Destroying the stack stays possible.
 */
export function guardedShards(
  name: string,
  settings: TemporalSettings,
  parent: pulumi.Resource,
): pulumi.Output<number> {
  const { prefix, historyShards, tags } = settings;
  const parameter = new aws.ssm.Parameter(
    `${name}-history-shards-parameter`,
    {
      name: `/${prefix}/history-shards`,
      type: "String",
      insecureValue: String(historyShards),
      description: `History shards of ${prefix}: never to be changed`,
      tags,
    },
    { parent, deleteBeforeReplace: true, ignoreChanges: ["insecureValue"] },
  );
  return parameter.insecureValue.apply((first) => sameShards(name, first, historyShards));
}

/** @throws InvalidArgumentsError when the first number and the present one differ */
export function sameShards(name: string, first: string, historyShards: number): number {
  if (first === String(historyShards)) return historyShards;
  throw new InvalidArgumentsError(`TemporalServices "${name}"`, [
    {
      propertyPath: "historyShards",
      reason:
        `must stay ${first}, with which the cluster was made, got ${historyShards}: Temporal would lose its workflows; ` +
        "for another number make a second project with a DSQL cluster of its own, and move the workflows",
    },
  ]);
}
