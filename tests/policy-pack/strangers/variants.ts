/** The shape of a program as others write it, and the ways in which it goes wrong. */
export interface Shape {
  /** A few words in kebab-case. */
  name: string;
  /** Registers the program; `is` tells which of its faults it has now: none in the clean variant. */
  build(is: (fault: string) => boolean): void | Promise<void>;
  /** What each fault is reported as, and on which resource: `rule-name at type name`. */
  faults: Readonly<Record<string, string>>;
  /** Faults inside a text that is unknown as a whole before the first deployment: nobody can see them, and that is said. */
  hidden?: Readonly<Record<string, string>>;
}

export interface Variant {
  /** Type token of the component that stands for the program, and begins the URNs of all that is in it. */
  token: string;
  /** Undefined in the clean variant. */
  fault: string | undefined;
}

export function tokenOf(shape: string, fault: string | undefined): string {
  return `strangers:${shape}:${(fault ?? "clean").replaceAll(/[^a-z0-9]+/gi, "-")}`;
}

export function variantsOf({ name, faults, hidden = {} }: Shape): Variant[] {
  return [undefined, ...Object.keys(faults), ...Object.keys(hidden)].map((fault) => ({
    token: tokenOf(name, fault),
    fault,
  }));
}
