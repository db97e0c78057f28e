import {
  AnalyzeStackRequest,
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { status, type ServiceError } from "@grpc/grpc-js";
import { ask } from "../engine/grpc";
import type { PolicyGate } from "../engine/host";
import type { Registry, Resource } from "../engine/registry";
import { stackType } from "../engine/urns";
import { fromStruct, type Properties } from "../engine/values";
import { PreviewError, messageOf } from "../errors";
import { remediates } from "./configuration";
import { analyzeRequest, judgedProperties, stackResource } from "./messages";
import type { Pack } from "./pack";

/** Something a policy reported. */
export interface Report {
  pack: Pack;
  policy: string;
  message: string;
  diagnostic: AnalyzeDiagnostic | undefined;
  urn: string;
}

/** Runs all packs over the resources of one run, in the engine's order of steps. */
export class PolicySession implements PolicyGate {
  /** In order of registration, whatever order the answers come in. */
  private readonly judged: Promise<Report[]>[] = [];
  private readonly remediated: Report[] = [];
  private lastRemediation: Promise<unknown> = Promise.resolve();
  /** `pack rule` of what the packs said not to apply to the stack as a whole. */
  readonly inapplicable = new Set<string>();
  /** What remediations changed, for the reader. */
  readonly changes: string[] = [];

  /** @param onFailure hears at once of a pack that cannot judge a resource, as the engine stops there */
  constructor(
    private readonly registry: Registry,
    private readonly packs: Promise<Pack[]>,
    private readonly onFailure: (error: unknown) => void,
  ) {
    packs.catch(() => undefined); // reported by whoever awaits next
  }

  /** One resource at a time, as each remediation sees what the one before left. */
  remediate(resource: Resource): Promise<Properties> {
    const next = this.lastRemediation.then(() => this.remediateNow(resource));
    this.lastRemediation = next.catch(() => undefined);
    // The SDK loads the program only when the stack is registered. The stack has no inputs to change: no need for it to
    // wait until the packs have started.
    return resource.type === stackType ? Promise.resolve(resource.inputs) : next;
  }

  private async remediateNow(resource: Resource): Promise<Properties> {
    let inputs = resource.inputs;
    for (const pack of await this.packs) {
      if (!remediates(pack.settings)) continue;
      const request = analyzeRequest(this.registry, resource, inputs);
      const response = await this.asked(pack, () =>
        ask<RemediateResponse>((done) => pack.client.remediate(request, done)),
      );
      for (const remediation of response?.getRemediationsList() ?? []) {
        const policy = remediation.getPolicyname();
        const message = remediation.getDiagnostic();
        if (message !== "") {
          this.remediated.push({ pack, policy, message, diagnostic: undefined, urn: resource.urn });
        } else if (remediation.hasProperties()) {
          inputs = fromStruct(remediation.getProperties());
          this.changes.push(`${policy} of ${pack.name} changed ${resource.urn}`);
        }
      }
    }
    return inputs;
  }

  analyze(resource: Resource): void {
    const properties = judgedProperties(resource.inputs);
    const lists = this.packs.then((packs) =>
      Promise.all(
        packs.map(async (pack) => {
          const request = analyzeRequest(this.registry, resource, properties);
          const response = await this.asked(pack, () =>
            ask<AnalyzeResponse>((done) => pack.client.analyze(request, done)),
          );
          if (resource.type === stackType)
            for (const one of response?.getNotApplicableList() ?? [])
              this.inapplicable.add(`${pack.name} ${one.getPolicyName()}`);
          return (response?.getDiagnosticsList() ?? []).map((diagnostic) => report(pack, diagnostic, resource.urn));
        }),
      ),
    );
    const reports = lists.then((all) => all.flat());
    reports.catch((error: unknown) => {
      this.onFailure(error);
    });
    this.judged.push(reports);
  }

  /** Everything reported so far, then what policies say of the stack as a whole. */
  async finish(): Promise<Report[]> {
    const packs = await this.packs;
    const single = await Promise.all(this.judged);
    // Resources that are read are no part of what the stack manages.
    const managed = this.registry.all().filter((resource) => !resource.external);
    const messages = managed.map((resource) => stackResource(this.registry, resource));
    const whole = await Promise.all(
      packs.map(async (pack) => {
        const request = new AnalyzeStackRequest().setResourcesList(messages);
        const response = await this.asked(pack, () =>
          ask<AnalyzeResponse>((done) => pack.client.analyzeStack(request, done)),
        );
        return (response?.getDiagnosticsList() ?? []).map((diagnostic) => {
          const urn = diagnostic.getUrn();
          return report(pack, diagnostic, this.registry.get(urn) === undefined ? this.registry.stackUrn : urn);
        });
      }),
    );
    return [...this.remediated, ...single.flat(), ...whole.flat()];
  }

  /** A pack without the method does without it; any other failure is the pack's and ends the preview. */
  private async asked<Response>(pack: Pack, call: () => Promise<Response>): Promise<Response | undefined> {
    try {
      return await call();
    } catch (error) {
      const { code, details } = error as Partial<ServiceError>;
      if (code === status.UNIMPLEMENTED) return undefined;
      throw new PreviewError(`policy pack ${pack.name} failed: ${details ?? messageOf(error)}`, { cause: error });
    }
  }
}

function report(pack: Pack, diagnostic: AnalyzeDiagnostic, urn: string): Report {
  return { pack, policy: diagnostic.getPolicyname(), message: diagnostic.getMessage(), diagnostic, urn };
}
