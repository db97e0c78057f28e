import type { RunContext } from "../engine/host";
import type { Registry, Resource } from "../engine/registry";
import { isProviderType, stackType, urnOfReference } from "../engine/urns";
import { isObject, masked, type Properties } from "../engine/values";
import { collectFindings } from "../policies/findings";
import { judgedProperties } from "../policies/messages";
import type { Pack } from "../policies/pack";
import type { Report } from "../policies/session";
import type { Policies, PreviewDocument, PreviewResource } from "./document";
import { costOf } from "./cost";
import { reachOf } from "./exposure";
import { plannedStack } from "./planned";
import { SecretText } from "./secretText";

/** Everything a finished run knows. */
export interface FinishedRun {
  run: RunContext;
  registry: Registry;
  packs: Pack[];
  reports: Report[];
  /** `pack rule` of what the packs said not to apply to the stack. */
  inapplicable: ReadonlySet<string>;
  notes: string[];
  timings: PreviewDocument["timings"];
  /** Hours a month in which what can sleep is awake, in place of its schedules. */
  awakeHours?: number;
}

/** The run as one document: secrets masked, nothing internal. */
export function buildDocument(finished: FinishedRun): PreviewDocument {
  const { run, registry, packs, reports, inapplicable, notes, timings, awakeHours } = finished;
  const resources = registry.all();
  const stack = resources.find((resource) => resource.type === stackType);
  const secrets = new SecretText(run.settings);
  const shownResources = resources.map((resource) => shownResource(resource, secrets));
  const planned = plannedStack(shownResources);
  return {
    version: 1,
    project: run.project,
    stack: run.stack,
    resources: shownResources,
    outputs: shown(stack?.outputs ?? {}, secrets),
    policies: withoutSecrets(collectFindings(packs, reports, registry, inapplicable), secrets),
    ...reachOf(planned),
    cost: costOf(planned, Object.fromEntries(run.settings.values), {
      defaultRegion: run.settings.values.get("aws:region"),
      awakeHours,
    }),
    notes: [...notes, ...limits(resources)],
    timings: {
      programMs: Math.round(timings.programMs),
      policyMs: Math.round(timings.policyMs),
      totalMs: Math.round(timings.totalMs),
    },
  };
}

function withoutSecrets(policies: Policies, secrets: SecretText): Policies {
  const hide = <Told extends { message: string }>(finding: Told): Told => ({
    ...finding,
    message: secrets.hideInText(finding.message),
  });
  return {
    ...policies,
    violations: policies.violations.map(hide),
    undetermined: policies.undetermined.map(hide),
    exempted: policies.exempted.map(hide),
  };
}

function shownResource(resource: Resource, secrets: SecretText): PreviewResource {
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
    inputs: shown(resource.inputs, secrets),
    dependencies,
    propertyDependencies,
    location: resource.location ?? null,
  };
}

function shown(properties: Properties, secrets: SecretText): Properties {
  const value = masked(judgedProperties(properties));
  return isObject(value) ? secrets.hide(value) : {};
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
