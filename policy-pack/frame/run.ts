import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { fromStack, ignoredIn } from "../models/fromEngine";
import type { Resource } from "../../plan/resource";
import { Stack } from "../../plan/stack";
import type { Finding } from "../findings";
import { Exemptions } from "./exemptions";
import type { Verdict } from "./hearing";
import type { Rule } from "./rule";
import type { OnUnknown, ParsedSettings, Settings } from "./settings";

/** A finding that does not block, waiting for the policy that tells it. */
interface Note {
  urn?: string;
  finding: Finding;
}

/** What one process of the pack knows of the run it serves: settings, what was seen, and what was already said. */
export class Run {
  settings: Settings;
  faults: readonly string[];
  /** Names of the rules that were called: an idle exemption of a rule that never ran is no fault. */
  readonly ran = new Set<string>();
  private exemptions: Exemptions;
  private notes: Note[] = [];
  private readonly told = new Set<string>();
  private readonly inputs = new Map<string, { props: object; ignored: readonly string[] }>();
  private plan?: { stack: Stack; heard: Set<string> };

  constructor(
    private readonly stackSettings: ParsedSettings,
    readonly today: () => string,
  ) {
    this.settings = stackSettings.settings;
    this.faults = stackSettings.faults.map((fault) => `cloister-policy:${fault}`);
    this.exemptions = new Exemptions(this.settings.exemptions, today);
  }

  /** Lays the engine's policy configuration over the stack's: it is the organisation's word and wins. */
  configure(pack: ParsedSettings): void {
    const over = Object.fromEntries(pack.given.map((key) => [key, pack.settings[key]])) as Partial<Settings>;
    this.settings = { ...this.stackSettings.settings, ...over };
    this.faults = [
      ...this.stackSettings.faults.map((fault) => `cloister-policy:${fault}`),
      ...pack.faults.map((fault) => `policy configuration, ${fault}`),
    ];
    this.exemptions = new Exemptions(this.settings.exemptions, this.today);
  }

  isActive(rule: Rule): boolean {
    return rule.plans.includes(this.settings.plan);
  }

  /** Keeps a resource's inputs and options for the stack phase (see `fromStack`). */
  remember({ urn, props, opts }: Pick<ResourceValidationArgs, "urn" | "props" | "opts">): void {
    this.inputs.set(urn, { props, ignored: ignoredIn(opts) });
  }

  /** The plan as a graph, made once for all rules: a rule that comes again has a new plan before it. */
  stackFor(rule: string, resources: readonly PolicyResource[]): Stack {
    if (!this.plan || this.plan.heard.has(rule))
      this.plan = { stack: new Stack(resources.map((resource) => this.planned(resource))), heard: new Set() };
    this.plan.heard.add(rule);
    return this.plan.stack;
  }

  private planned(resource: PolicyResource): Resource {
    const remembered = this.inputs.get(resource.urn);
    return fromStack(resource, remembered?.props, remembered?.ignored);
  }

  /**
   * Decides what becomes of a verdict: it is reported, or noted for a collecting policy, or it was said before.
   *
   * @param isFinal whether a later judgement of the same rule may still decide what is undetermined now
   */
  settle(rule: Rule, verdict: Verdict, isFinal: boolean, report: (message: string, urn?: string) => void): void {
    const { kind, finding, resource } = verdict;
    const policy = kind === "undetermined" ? this.onUnknown(rule) : "deny";
    if (policy === "ignore" || (kind === "undetermined" && !isFinal)) return;
    const identity = JSON.stringify([
      rule.name,
      resource?.urn,
      finding ?? (kind === "undetermined" && verdict.message),
    ]);
    if (this.told.has(identity)) return;
    this.told.add(identity);

    const message = policy === "deny" && kind === "undetermined" ? denial(verdict.message) : verdict.message;
    const urn = resource?.urn ?? "";
    if (kind === "undetermined") this.exemptions.excuseUnmatched(rule.name, urn);
    const cover = this.exemptions.cover(rule.name, urn, finding);
    if (cover && !cover.expired) {
      const { reason, owner, expires } = cover.exemption;
      this.note({ rule: rule.name, verdict: "exempted", message, reason, owner, expires }, resource);
    } else if (policy === "advise") this.note({ rule: rule.name, verdict: "undetermined", message }, resource);
    else if (cover)
      report(`${message} (Its exemption by ${cover.exemption.owner} ended on ${cover.exemption.expires}.)`, urn);
    else report(message, resource?.urn);
  }

  /** Takes the notes of one kind, of one resource or all. */
  takeNotes(verdict: Finding["verdict"], urn?: string): Note[] {
    const fits = (note: Note) => note.finding.verdict === verdict && (urn === undefined || note.urn === urn);
    const taken = this.notes.filter(fits);
    if (taken.length > 0) this.notes = this.notes.filter((note) => !fits(note));
    return taken;
  }

  /** Says something once in the run. */
  once(what: string, say: () => void): void {
    if (this.told.has(what)) return;
    this.told.add(what);
    say();
  }

  /** What is wrong with the exemptions, when the whole plan, of these URNs, was judged. */
  exemptionFaults(present: readonly string[]): string[] {
    return this.exemptions.faults(this.ran, [...this.inputs.keys()], present);
  }

  /** The plan was judged to its end: the next one, if this process serves one, starts from nothing. */
  end(): void {
    this.told.clear();
    this.ran.clear();
    this.inputs.clear();
    this.notes = [];
    this.plan = undefined;
    this.exemptions = new Exemptions(this.settings.exemptions, this.today);
  }

  private note(finding: Finding, resource: Resource | undefined): void {
    this.notes.push({ urn: resource?.urn, finding });
  }

  private onUnknown(rule: Rule): OnUnknown {
    return this.settings.onUnknown[rule.name] ?? (this.settings.strict && rule.guardsExposure ? "deny" : "advise");
  }
}

function denial(message: string): string {
  return `Refused because it cannot be decided: ${message} Make the value known, or exempt the resource.`;
}
