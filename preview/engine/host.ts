import type { Settings } from "../config";
import type { PreviewError } from "../errors";
import type { Packages } from "./packages";
import type { DefaultProviders } from "./defaultProviders";
import type { Registry, Resource } from "./registry";
import type { Transforms } from "./transforms";
import type { Properties } from "./values";

/** Which program is being previewed. */
export interface RunContext {
  project: string;
  stack: string;
  organization: string;
  /** Folder of Pulumi.yaml. */
  root: string;
  /** Folder in which the program runs; relative asset paths start here. */
  directory: string;
  settings: Settings;
}

/** What policies do to a resource as it is registered. */
export interface PolicyGate {
  /** Lets remediations change the inputs; called one resource at a time. */
  remediate(resource: Resource): Promise<Properties>;
  /** Judges the resource; the verdict is collected at the end. */
  analyze(resource: Resource): void;
}

/** Answers data sources. */
export interface InvokeModel {
  invoke(token: string, args: Properties, provider: Properties): Properties;
  /** A method of a resource or component. */
  call(token: string, args: Properties): Properties;
  /** State of a resource that is read, not created. */
  read(type: string, id: string, properties: Properties): Properties;
}

/** What the monitor's handlers work with. */
export interface Engine {
  run: RunContext;
  registry: Registry;
  packages: Packages;
  defaultProviders: DefaultProviders;
  transforms: Transforms;
  policies: PolicyGate;
  invokes: InvokeModel;
  /** Ends the run: the engine would cancel it. */
  abort: (error: PreviewError) => void;
  /** The program has registered everything. */
  programDone: () => void;
}
