import * as pulumi from "@pulumi/pulumi";
import { shown, type Problems } from "./problems";
import { shownUnlessSecret } from "./secretReferences";

/**
 * What an argument must look like before anything asks for its value. Compilers see to it where they are asked; a value
 * from a file, or from a lookup that found nothing, comes past them.
 */
export type Shape =
  | { kind: "text" | "flag"; required?: true }
  | { kind: "list"; required?: true; each?: Shape }
  | { kind: "record"; required?: true; fields?: Shapes; each?: Shape; secret?: true };

export type Shapes = Readonly<Record<string, Shape>>;

export const text: Shape = { kind: "text" };
export const flag: Shape = { kind: "flag" };
export const list: Shape = { kind: "list" };
export const record: Shape = { kind: "record" };

/** A list whose every entry looks so. */
export function listOf(each: Shape): Shape {
  return { kind: "list", each };
}

/** A record of secrets, or of references to them: what stands in its place is not shown. */
export const secretRecord: Shape = { kind: "record", secret: true };

/** A record with these fields among others. */
export function recordWith(fields: Shapes): Shape & { kind: "record" } {
  return { kind: "record", fields };
}

/** A record whose every value looks so. */
export function recordOf(each: Shape): Shape {
  return { kind: "record", each };
}

export function required<S extends Shape>(shape: S): S & { required: true } {
  return { ...shape, required: true };
}

const words = { text: "a text", flag: "true or false", list: "a list", record: "an object" } as const;

function isOf(kind: Shape["kind"], value: unknown): boolean {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "record":
      return typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
  }
}

/** Records every argument that does not look as it must, and throws then: what else there is to check would fall over it. */
export function checkShapes(problems: Problems, args: object, shapes: Shapes): void {
  const checkAll = (of: object, expected: Shapes, at: string) => {
    for (const [key, shape] of Object.entries(expected)) check((of as Record<string, unknown>)[key], shape, at + key);
  };
  const check = (value: unknown, shape: Shape, path: string) => {
    if (value === undefined && shape.required === undefined) return;
    if (!isOf(shape.kind, value)) {
      const isSecret = shape.kind === "record" && shape.secret === true;
      problems.add(path, `must be ${words[shape.kind]}, got ${isSecret ? shownUnlessSecret(value) : shown(value)}`);
      return;
    }
    if (shape.kind === "list" && shape.each) {
      const each = required(shape.each);
      (value as unknown[]).forEach((one, index) => check(one, each, `${path}[${index}]`));
    }
    if (shape.kind !== "record") return;
    checkAll(value as object, shape.fields ?? {}, `${path}.`);
    const each = shape.each;
    if (each) for (const [key, one] of Object.entries(value as object)) check(one, required(each), `${path}.${key}`);
  };
  checkAll(args, shapes, "");
  problems.throwIfAny();
}

/** Ids that AWS gives, by how they begin. */
const ids = {
  network: ["a network", "vpc-"],
  subnet: ["a subnet", "subnet-"],
  securityGroup: ["a security group", "sg-"],
  prefixList: ["a prefix list", "pl-"],
  hostedZone: ["a hosted zone", "Z"],
} as const;

/**
 * The id of something. One that is written out must look so; one that comes of a resource is taken as it is, when it
 * comes at all.
 */
export function checkId<T extends pulumi.Input<string>>(
  problems: Problems,
  path: string,
  id: T,
  of: keyof typeof ids,
): T {
  const [what, start] = ids[of];
  const isLate = pulumi.Output.isInstance(id) || id instanceof Promise;
  const pattern = isLate ? /./ : new RegExp(`^${start}[\\w-]+$`);
  return problems.matches(path, id, pattern, `the id of ${what}, ${start}…`);
}
