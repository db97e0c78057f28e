/**
 * How long the IAM model takes on stacks of growing size, and how its time grows: `npx tsx bench/iamModel.ts`.
 * A tenth of the resources are roles with policies, as in a stack of services; each size is the best of three runs.
 */
import { performance } from "node:perf_hooks";
import { expandAction } from "../policy-pack/models/iam/actions";
import { collectIdentities } from "../policy-pack/models/iam/collect";
import { findEscalations } from "../policy-pack/models/iam/escalation";
import { managedPolicy } from "../policy-pack/models/iam/managedPolicies";
import { exposuresIn } from "../policy-pack/models/iam/resourcePolicies";
import { summarizeRoles } from "../policy-pack/models/iam/summary";
import { fromStack } from "../policy-pack/models/fromEngine";
import { Stack } from "../plan/stack";

const account = "123456789012";

function json(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function resource(type: string, name: string, props: Record<string, unknown>) {
  const urn = `urn:pulumi:dev::bench::${type}::${name}`;
  return fromStack({ type, name, urn, props, propertyDependencies: {} } as never);
}

/** One service: two roles with a policy each, a task definition, and what else such a service has. */
function service(index: number) {
  const name = `s${String(index)}`;
  const arn = (role: string) => `arn:aws:iam::${account}:role/${role}`;
  const trust = json({ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" });
  const next = `s${String(index + 1)}-task`;
  return [
    resource("aws:iam/role:Role", `${name}-task`, {
      name: `${name}-task`,
      arn: arn(`${name}-task`),
      assumeRolePolicy: trust,
      ...(index % 50 === 0 && { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
    }),
    resource("aws:iam/rolePolicy:RolePolicy", `${name}-task-policy`, {
      role: `${name}-task`,
      policy: json(
        { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: `arn:aws:s3:::${name}/*` },
        { Effect: "Allow", Action: ["iam:PassRole"], Resource: arn(next) },
        { Effect: "Allow", Action: ["ecs:RunTask", "ecs:DescribeTasks", "logs:*"], Resource: "*" },
      ),
    }),
    resource("aws:iam/role:Role", `${name}-execution`, {
      name: `${name}-execution`,
      arn: arn(`${name}-execution`),
      assumeRolePolicy: trust,
      managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
    }),
    resource("aws:ecs/taskDefinition:TaskDefinition", name, {
      taskRoleArn: arn(`${name}-task`),
      executionRoleArn: arn(`${name}-execution`),
    }),
    resource("aws:sqs/queue:Queue", name, {
      policy: json({ Effect: "Allow", Principal: { AWS: account }, Action: "sqs:*", Resource: "*" }),
    }),
    ...Array.from({ length: 15 }, (_, other) => resource("aws:ec2/subnet:Subnet", `${name}-${String(other)}`, {})),
  ];
}

function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function best(work: () => unknown): number {
  return Math.min(time(work), time(work), time(work));
}

function report(what: string, milliseconds: number, note = ""): void {
  console.log(`${what.padEnd(44)} ${milliseconds.toFixed(1).padStart(9)} ms  ${note}`);
}

report(
  "actions of iam, first time",
  time(() => expandAction("iam:*")),
);
report(
  "actions of ec2, first time",
  time(() => expandAction("ec2:*")),
);
report(
  "actions of s3, ecs, logs and ecr, first time",
  time(() => ["s3:*", "ecs:*", "logs:*", "ecr:*"].map(expandAction)),
);
report(
  "text of ReadOnlyAccess, first time",
  time(() => managedPolicy("ReadOnlyAccess")),
);

let before: number | undefined;
for (const size of [250, 500, 1000, 2000, 5000, 10_000]) {
  const resources = Array.from({ length: size / 20 }, (_, index) => service(index)).flat();
  const whole = best(() => {
    const stack = new Stack(resources);
    const identities = collectIdentities(stack);
    return [summarizeRoles(identities, findEscalations(identities)), exposuresIn(stack, account)];
  });
  const perResource = (whole / resources.length) * 1000;
  const ratio = before === undefined ? "" : `, ${(perResource / before).toFixed(2)} times the size before`;
  report(`${String(resources.length)} resources`, whole, `${perResource.toFixed(1)} microseconds a resource${ratio}`);
  before = perResource;
}
