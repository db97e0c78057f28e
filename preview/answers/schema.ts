import { z } from "zod";

const properties = z.record(z.string(), z.unknown());

const stackReference = z
  .object({
    outputs: properties.describe("The stack's outputs by name.").default({}),
    secretOutputs: z.array(z.string()).describe("Names of the outputs that are secret.").default([]),
  })
  .strict();

const invoke = z
  .object({
    token: z.string().describe("The function, as the preview's error names it: aws:ec2/getVpc:getVpc."),
    args: properties
      .describe("Arguments the call must have; others may be there too. Leave out to match any call.")
      .optional(),
    result: properties.describe("What the function returns."),
  })
  .strict();

/** What a program needs from outside: the file `cloister.answers.yaml` beside Pulumi.yaml, or the one named. */
export const answersFile = z
  .object({
    stackReferences: z
      .record(z.string(), stackReference)
      .describe("Stacks that the program refers to, by full name: organization/project/stack.")
      .default({}),
    unknownStacks: z
      .enum(["error", "unknown"])
      .describe("What a stack that is not listed means: an error, as in the engine, or outputs that are unknown.")
      .default("error"),
    invokes: z.array(invoke).describe("Answers to data sources; the first that matches wins.").default([]),
    config: properties.describe("Values for encrypted configuration, by full key: namespace:name.").default({}),
  })
  .strict()
  .meta({
    title: "cloister answers",
    description: "What a Pulumi program needs from outside to be previewed without an account.",
  });

export type Answers = z.infer<typeof answersFile>;
