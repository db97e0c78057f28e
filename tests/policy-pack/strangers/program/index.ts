import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";
import { shapes } from "../shapes";
import { tokenOf, variantsOf } from "../variants";

/** What registers without naming a parent belongs to the stack; here, to the variant that is being built. */
const { getStackResource, setStackResource } = state as unknown as {
  getStackResource(): pulumi.Resource | undefined;
  setStackResource(resource: pulumi.Resource | undefined): void;
};

/** The option of that name, by variant, type and name: documents do not tell options. */
const ignored: Record<string, string[]> = {};

export = async () => {
  const stack = getStackResource();
  for (const shape of shapes)
    for (const { token, fault } of variantsOf(shape)) {
      const program = new pulumi.ComponentResource(token, tokenOf(shape.name, fault));
      setStackResource(program);
      await shape.build((name) => name === fault);
      setStackResource(stack);
    }
  return { ignored };
};
