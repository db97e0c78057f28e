import { PreviewError, previewOffline, type PreviewDocument } from "../../../preview";
import { messageOf, plainFailure, sortedDependencies } from "./normalForm";
import { sortedFindings, type Json, type Observation, type ObservedFinding, type Outcome } from "./observation";
import type { Subject } from "./engineRun";

/** One run of the account-free preview. */
export interface PreviewRun {
  outcome: Outcome;
  document: PreviewDocument | undefined;
  milliseconds: number;
}

/** Previews without the CLI. */
export async function previewWithoutEngine({ folder, stack, packs }: Subject): Promise<PreviewRun> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const document = await previewOffline({ cwd: folder, stack, policyPacks: packs });
    return { outcome: { observation: observe(document) }, document, milliseconds: elapsed() };
  } catch (error) {
    if (!(error instanceof PreviewError)) throw error;
    return { outcome: { failure: plainFailure(error.message, folder) }, document: undefined, milliseconds: elapsed() };
  }
}

function observe(document: PreviewDocument): Observation {
  const { violations, undetermined, exempted } = document.policies;
  return {
    resources: Object.fromEntries(
      document.resources.map((resource) => [
        resource.urn,
        {
          type: resource.type,
          custom: resource.custom,
          external: resource.external,
          parent: resource.parent,
          provider: resource.provider,
          inputs: resource.inputs as Json,
          dependencies: resource.dependencies.toSorted(),
          propertyDependencies: sortedDependencies(resource.propertyDependencies),
        },
      ]),
    ),
    outputs: document.outputs as Json,
    findings: sortedFindings([
      ...violations.map(observedAs("violation")),
      ...undetermined.map(observedAs("undetermined")),
      ...exempted.map(observedAs("exempted")),
    ]),
  };
}

function observedAs(verdict: ObservedFinding["verdict"]) {
  return (finding: PreviewDocument["policies"]["violations"][number]): ObservedFinding => {
    const { policyPack: pack, rule, level, urn } = finding;
    return { pack, rule, verdict, level, urn, message: messageOf(finding) };
  };
}
