import { defineRule, type Judgement } from "../../frame/rule";
import {
  environmentProperty,
  environmentsOf,
  environmentTypes,
  type Environment,
  type Variable,
} from "../../models/secrets/environments";
import { nameKind, secretIn } from "../../models/secrets/names";
import { originOf } from "../../models/secrets/sources";
import { secretKind } from "../../models/secrets/values";

/**
 * What is in a task definition or a function's settings is read by everybody who may describe it, and by the state. A
 * variable is judged by its name and by its value, which no message repeats. Unknown values count by what they were
 * computed from: a generated password is one, whatever the variable is called.
 */
export const secretNotInEnvironment = defineRule({
  name: "secret-not-in-environment",
  family: "least-privilege",
  severity: "critical",
  title: "No secrets in environment variables",
  description:
    "Secrets reach containers and functions by reference to Secrets Manager or Parameter Store, never as the value of a variable.",
  remediation: "Keep the value in a secret, and name it under secrets (valueFrom), or read it when the program starts.",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  checks: ["CKV_AWS_45", "CKV_AWS_46", "AWS-0036", "AwsSolutions-ECS2"],
  requirement: "Every source: secrets come from Secrets Manager or Parameter Store at run time.",
  guardsExposure: true,
  types: environmentTypes,
  needsStack: true,
  judge(the) {
    const { variables, unreadable } = environmentsOf(the.resource);
    const hidden: string[] = [];
    for (const variable of variables) judgeVariable(the, variable, hidden);
    if (hidden.length === 0 && unreadable.length === 0) return;
    judgeUnknown(the, hidden, unreadable);
  },
});

/** Judges what is known of a variable. What it was computed from is asked for later, of all together. */
function judgeVariable(the: Judgement, { name, value, owner }: Variable, hidden: string[]): void {
  if (value.state === "absent") return;
  const called = name.state === "known" ? name.value : `the variable at ${value.path}`;
  const at = owner === undefined ? called : `${called} of ${owner}`;
  const fail = (kind: string) => {
    the.fail(`${at} holds ${kind}. Keep it in a secret and name that under secrets.`, { finding: called });
  };
  if (value.state === "known") {
    const kind = name.state === "known" ? secretIn(name.value, value.value) : secretKind(value.value);
    if (kind !== undefined) fail(kind);
    else if (name.state === "unknown") hidden.push(called);
    return;
  }
  if (name.state === "known" && nameKind(name.value) === "password") fail("a secret, by its name");
  else hidden.push(called);
}

function judgeUnknown(the: Judgement, hidden: readonly string[], unreadable: Environment["unreadable"]): void {
  const { resource, stack } = the;
  const property = environmentProperty(resource.type);
  const [first] = unreadable;
  const origin = originOf(stack, resource, property);
  if (origin.kind === "secret") {
    const where = hidden.length > 0 ? hidden.join(", ") : property;
    the.fail(`${where} is computed from ${origin.name}, a secret. Keep it in a secret and name that under secrets.`, {
      finding: origin.name,
    });
  } else if (first) the.undetermined(first.path, first.why);
  else if (origin.kind === "unclear")
    the.undetermined(property, `cannot be read in ${hidden.slice(0, 5).join(", ")}, which may hold a secret`);
}
