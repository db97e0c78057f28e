import * as pulumi from "@pulumi/pulumi";

/**
 * A component's arguments are wrong. The message holds every fault, each with its property path.
 * A language host reads the property errors; a program prints the message without a stack trace.
 */
export class InvalidArgumentsError extends pulumi.InputPropertiesError {
  /** The marker by which Pulumi's program runner prints the message alone (see `pulumi.RunError`). */
  public readonly __pulumiRunError = true;

  constructor(
    owner: string,
    public readonly faults: readonly pulumi.InputPropertyErrorDetails[],
  ) {
    const count = faults.length === 1 ? "1 argument is" : `${faults.length} arguments are`;
    const lines = faults.map((fault) => `  ${fault.propertyPath}: ${fault.reason}`);
    super({ message: [`${owner}: ${count} wrong`, ...lines].join("\n"), errors: [...faults] });
    this.name = "InvalidArgumentsError";
  }
}

/** How a value is shown in a message: strings quoted, the rest as JSON. */
export function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

/**
 * Collects every bad argument, so that a caller sees all of them in one run.
 *
 * A check of a known value records its fault now and `throwIfAny` throws all of them together, before anything is
 * registered. A check of a late value (an Output) gates the value itself: nothing downstream sees it unchecked.
 * A reason reads: what must hold, the value got, the fix where it is not obvious.
 */
export class Problems {
  private readonly faults: pulumi.InputPropertyErrorDetails[] = [];

  /** @param owner who is being configured, as in `PrivateNetwork "network"` */
  constructor(private readonly owner: string) {}

  /** Records a fault. */
  add(propertyPath: string, reason: string): void {
    this.faults.push({ propertyPath, reason });
  }

  /** Records `reason` unless `holds`. */
  require(holds: boolean, propertyPath: string, reason: string): void {
    if (!holds) this.add(propertyPath, reason);
  }

  /** Whether nothing is wrong so far at a path or below it: for checks that make sense of good values only. */
  isSound(propertyPath: string): boolean {
    return !this.faults.some(
      (fault) => fault.propertyPath === propertyPath || fault.propertyPath.startsWith(`${propertyPath}.`),
    );
  }

  /** Whole number in [min, max]. */
  wholeNumber<T extends pulumi.Input<number>>(propertyPath: string, value: T, min: number, max: number, fix = ""): T {
    return this.check(propertyPath, value, (number) =>
      typeof number === "number" && Number.isInteger(number) && number >= min && number <= max
        ? undefined
        : `must be a whole number from ${min} to ${max}, got ${shown(number)}${fix && `; ${fix}`}`,
    );
  }

  /** One of a closed list of values. */
  oneOf<T extends pulumi.Input<string | number>>(
    propertyPath: string,
    value: T,
    allowed: readonly (string | number)[],
    fix = "",
  ): T {
    return this.check(propertyPath, value, (one) =>
      allowed.includes(one as string | number)
        ? undefined
        : `must be one of ${allowed.join(", ")}, got ${shown(one)}${fix && `; ${fix}`}`,
    );
  }

  /** Text that matches a pattern; `shape` says the pattern in words. */
  matches<T extends pulumi.Input<string>>(propertyPath: string, value: T, pattern: RegExp, shape: string): T {
    return this.check(propertyPath, value, (text) =>
      typeof text === "string" && pattern.test(text) ? undefined : `must be ${shape}, got ${shown(text)}`,
    );
  }

  /** Any check: `fault` returns the reason, or undefined when the value is good. */
  check<T>(propertyPath: string, value: T, fault: (value: pulumi.Unwrap<T>) => string | undefined): T {
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
      return pulumi.output(value).apply((late) => {
        const reason = fault(late as pulumi.Unwrap<T>);
        if (reason !== undefined) throw new InvalidArgumentsError(this.owner, [{ propertyPath, reason }]);
        return late;
      }) as T;
    }
    const reason = fault(value as pulumi.Unwrap<T>);
    if (reason !== undefined) this.add(propertyPath, reason);
    return value;
  }

  /** Throws one error that holds every fault recorded so far. */
  throwIfAny(): void {
    if (this.faults.length > 0) throw new InvalidArgumentsError(this.owner, this.faults);
  }
}
