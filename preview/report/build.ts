import type { RunContext } from "../engine/host";
import type { Registry, Resource } from "../engine/registry";
import { isProviderType, stackType, urnOfReference } from "../engine/urns";
import { isObject, masked, type Properties } from "../engine/values";
import { collectFindings } from "../policies/findings";
import { judgedProperties } from "../policies/messages";
import type { Pack } from "../policies/pack";
import type { Report } from "../policies/session";
import type { PreviewDocument, PreviewResource } from "./document";

/** Everything a finished run knows. */
export interface FinishedRun {
  run: RunContext;
  registry: Registry;
  packs: Pack[];
  reports: Report[];
  notes: string[];
  timings: PreviewDocument["timings"];
}

/** The run as one document: secrets masked, nothing internal. */
export function buildDocument({ run, registry, packs, reports, notes, timings }: FinishedRun): PreviewDocument {
  const resources = registry.all();
  const stack = resources.find((resource) => resource.type === stackType);
  return {
    version: 1,
    project: run.project,
    stack: run.stack,
    resources: resources.map(shownResource),
    outputs: shown(stack?.outputs ?? {}),
    policies: collectFindings(packs, reports, registry),
    notes: [...notes, ...limits(resources)],
    timings: {
      programMs: Math.round(timings.programMs),
      policyMs: Math.round(timings.policyMs),
      totalMs: Math.round(timings.totalMs),
    },
  };
}

function shownResource(resource: Resource): PreviewResource {
  const { urn, type, name, custom, remote, external, dependencies, propertyDependencies } = resource;
  return {
    urn,
    type,
    name,
    parent: resource.parent === "" ? null : resource.parent,
    custom,
    remote,
    external,
    provider: resource.provider === "" ? null : urnOfReference(resource.provider),
    inputs: shown(resource.inputs),
    dependencies,
    propertyDependencies,
    location: resource.location ?? null,
  };
}

function shown(properties: Properties): Properties {
  const value = masked(judgedProperties(properties));
  return isObject(value) ? value : {};
}

/** What this run could not see, in sentences. */
function limits(resources: Resource[]): string[] {
  const notes: string[] = [];
  const names = (chosen: Resource[]) => chosen.map(({ type, name }) => `${type} ${name}`).join(", ");
  const remote = resources.filter((resource) => resource.remote);
  if (remote.length > 0) {
    notes.push(`Not looked into, because their provider builds them: ${names(remote)}. What they create is not shown.`);
  }
  const dynamic = resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic") && !isProviderType(type));
  if (dynamic.length > 0) notes.push(`Dynamic resources are shown but their code is not run: ${names(dynamic)}.`);
  const read = resources.filter(({ external, type }) => external && type !== "pulumi:pulumi:StackReference");
  if (read.length > 0) {
    notes.push(`Exist already and are not looked up; all but what the program gives is unknown: ${names(read)}.`);
  }
  return notes;
}
