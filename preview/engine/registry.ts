import { PreviewError } from "../errors";
import { makeUrn, stackType, urnOfReference } from "./urns";
import { containsUnknown, type Properties } from "./values";

/** Options of a resource that policies see. Times in seconds, 0 when not set. */
export interface ResourceOptions {
  protect: boolean;
  ignoreChanges: string[];
  deleteBeforeReplace: boolean | undefined;
  additionalSecretOutputs: string[];
  timeouts: { create: number; update: number; delete: number; read: number };
}

/** One registered resource. */
export interface Resource {
  urn: string;
  type: string;
  name: string;
  /** URN of the parent, empty for the stack and default providers. */
  parent: string;
  custom: boolean;
  /** Built by a provider we do not run (awsx, for one): its children are not known. */
  remote: boolean;
  /** Read from the cloud, not created. */
  external: boolean;
  /** Reference `URN::ID` of its provider, empty for components and providers. */
  provider: string;
  /** After transforms and remediations. */
  inputs: Properties;
  outputs: Properties;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  options: ResourceOptions;
  /** `file:line` of the registration, relative to the project where it lies within. */
  location: string | undefined;
}

/** What a child takes from its parent. */
export interface Inheritable {
  protect: boolean | undefined;
  retainOnDelete: boolean | undefined;
  deletedWith: string;
  provider: string;
}

export const noOptions: ResourceOptions = {
  protect: false,
  ignoreChanges: [],
  deleteBeforeReplace: undefined,
  additionalSecretOutputs: [],
  timeouts: { create: 0, update: 0, delete: 0, read: 0 },
};

/** Every resource of the run, in order of registration. */
export class Registry {
  private readonly byUrn = new Map<string, Resource>();
  private readonly taken = new Set<string>();
  private readonly goals = new Map<string, Inheritable>();
  private readonly componentProviders = new Map<string, Map<string, string>>();

  /** @param onAdd hears how many resources there are */
  constructor(
    private readonly stack: string,
    private readonly project: string,
    private readonly onAdd: (resources: number) => void = () => undefined,
  ) {}

  /** Gives a URN out once; the second resource that asks for it is the engine's error. */
  claim(parent: string, type: string, name: string): string {
    if (parent !== "" && !this.taken.has(parent)) throw new PreviewError(`could not find parent resource ${parent}`);
    const urn = makeUrn(this.stack, this.project, parent, type, name);
    if (this.taken.has(urn)) throw new PreviewError(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    this.taken.add(urn);
    return urn;
  }

  add(resource: Resource): void {
    this.byUrn.set(resource.urn, resource);
    this.onAdd(this.byUrn.size);
  }

  /** URN of the stack's own resource, which also stands for "no single resource". */
  get stackUrn(): string {
    return makeUrn(this.stack, this.project, "", stackType, `${this.project}-${this.stack}`);
  }

  get(urn: string): Resource | undefined {
    return this.byUrn.get(urn);
  }

  all(): Resource[] {
    return [...this.byUrn.values()];
  }

  /**
   * Whether all of a provider's configuration is known. The engine asks no provider of which something is unknown, and
   * takes everything that it would manage or answer for unknown.
   */
  isConfigured(reference: string): boolean {
    const { version: _version, ...settings } = this.get(urnOfReference(reference))?.inputs ?? {};
    return !containsUnknown(settings);
  }

  /** What children of `urn` inherit. Providers and reads have no children of note. */
  goalOf(urn: string): Inheritable | undefined {
    return this.goals.get(urn);
  }

  setGoal(urn: string, goal: Inheritable): void {
    this.goals.set(urn, goal);
  }

  /** Providers by package that a component hands to its children. */
  providersOf(urn: string): ReadonlyMap<string, string> | undefined {
    return this.componentProviders.get(urn);
  }

  setProviders(urn: string, providers: Map<string, string>): void {
    this.componentProviders.set(urn, providers);
  }
}
