import type { Context } from "./conditions";
import { allowancesFor, allows, givesEverything, signature, type Answer } from "./effective";
import { all, any, type Grade } from "./grade";
import { allPolicies, readablePart, type Identities, type Identity, type Worker } from "./identities";
import { isLiteral } from "./match";
import { needsOf, needsOn, type NeedOn, type Technique } from "./techniques";
import { TrustIndex, type Reach } from "./trustIndex";

/**
 * Judges which identities can use which techniques on whom. What is missing from their documents is left out here:
 * the search says of such identities that nobody can tell.
 */
export class Possibilities {
  private readonly answers = new Map<Identity, Map<string, Answer>>();
  private readonly employed = new Map<string, Identity[]>();
  private readonly reaches = new Map<string, readonly Reach[]>();
  private readonly readable = new Map<Identity, Identity>();
  private readonly mentioned = new Map<Identity, Map<string, boolean>>();
  private readonly trust: TrustIndex;
  private workerPlaces?: ReadonlySet<string>;

  constructor(private readonly identities: Identities) {
    this.trust = new TrustIndex(identities);
    for (const role of identities.roles)
      for (const type of new Set(role.workers.map((worker) => worker.resource.type))) {
        this.employed.set(type, [...(this.employed.get(type) ?? []), role]);
      }
    for (const one of [...identities.roles, ...identities.users]) this.readable.set(one, readablePart(one));
  }

  /** Whether the needs that do not depend on a target are met. */
  isAble(technique: Technique, holder: Identity): Grade {
    if (technique.holder !== undefined && technique.holder !== holder.kind) return "no";
    const needs = needsOf(technique);
    // A role that names the holder lets it in without a permission, so that one need may go unmentioned.
    if (needs.some(([action]) => action !== "sts:AssumeRole" && !this.isMentioned(holder, action))) return "no";
    let grade: Grade = "yes";
    for (const [action, on] of needs) {
      if (isOnTarget(on)) continue;
      grade = all([grade, this.grade(technique, holder, action, this.own(holder, on), holder)]);
      if (grade === "no") return "no";
    }
    return technique.target === undefined ? all([grade, this.canBeRaised(holder, holder)]) : grade;
  }

  /** Whom a technique leads the holder to. Holders whose policies say the same share one answer. */
  targetsOf(technique: Technique, holder: Identity): readonly Reach[] {
    const actions = needsOn(technique, "target", "targetPolicy", "worker");
    if (technique.trusts === "actor") return this.findTargets(technique, holder, actions);
    const freeing = technique.gains === "administrator" ? Object.values(boundaryRemoval) : [];
    const key = `${technique.id} ${signature(this.read(holder), [...actions, ...freeing])}`;
    const known = this.reaches.get(key) ?? this.findTargets(technique, holder, actions);
    this.reaches.set(key, known);
    return known;
  }

  /** Under what conditions a step works, in words. */
  conditionsOf(technique: Technique, holder: Identity, target: Identity | undefined): string[] {
    const when = needsOf(technique).flatMap(([action, on]) => {
      const places = target && isOnTarget(on) ? this.places(technique, target, on) : this.own(holder, on);
      const answers = places.map((place) => this.ask(technique, holder, action, place, target ?? holder));
      return answers.find((answer) => answer.verdict === "yes")?.when ?? [];
    });
    return [...new Set(when)];
  }

  /** Resources that a technique reaches beyond the identities of the stack, as patterns. */
  beyond(technique: Technique, holder: Identity): string[] {
    const [action] = needsOn(technique, "target", "worker");
    if (action === undefined || technique.target === undefined) return [];
    return this.allowances(holder, action, this.context(technique)).flatMap(({ resources }) => {
      if (!resources) return [];
      if (resources.not) return [`everything but ${resources.patterns.map((one) => one.shown).join(", ")}`];
      return resources.patterns
        .filter(({ isRoleOfStack }) => !isRoleOfStack)
        .filter(({ text, certainty }) => certainty !== "fixed" || !isLiteral(text) || !this.isOfStack(text, technique))
        .map((pattern) => pattern.shown);
    });
  }

  private isOfStack(arn: string, { target, workers }: Technique): boolean {
    if (!workers) return target !== undefined && this.identities.find(target, arn) !== undefined;
    this.workerPlaces ??= new Set(
      this.identities.roles.flatMap((role) => role.workers.map((worker) => withoutPlace(worker.arn))),
    );
    return this.workerPlaces.has(withoutPlace(arn));
  }

  private findTargets(technique: Technique, holder: Identity, actions: readonly string[]): Reach[] {
    return this.candidates(technique, holder, actions)
      .map(({ target, grade }) => {
        const needs = needsOf(technique).filter(([, on]) => isOnTarget(on));
        const grades = needs.map(([action, on]): Grade => {
          // A role that names the holder itself lets it in without a permission of its own.
          if (action === "sts:AssumeRole" && this.trust.names(target, holder)) return "yes";
          return this.grade(technique, holder, action, this.places(technique, target, on), target);
        });
        const raised = technique.gains === "administrator" ? this.canBeRaised(target, holder) : "yes";
        return { target, grade: all([grade, raised, ...grades]) };
      })
      .filter(({ grade }) => grade !== "no");
  }

  private candidates(technique: Technique, holder: Identity, actions: readonly string[]): Reach[] {
    const { trusts, workers, target } = technique;
    if (trusts === "actor")
      return this.trust.assumable.map((role) => ({ target: role, grade: this.trust.lets(role, holder) }));
    const named = target && !workers ? this.named(target, holder, actions) : undefined;
    if (trusts !== undefined) {
      const trusting = this.trust.rolesTrusting(trusts);
      return named ? trusting.filter((one) => named.has(one.target)) : trusting;
    }
    if (workers) return workers.flatMap((type) => this.employed.get(type) ?? []).map(certain);
    if (named) return [...named].map(certain);
    return (target === undefined ? [] : this.identities[`${target}s`]).map(certain);
  }

  /** The targets that policies name one by one; undefined when one of them has wildcards. */
  private named(kind: Identity["kind"], holder: Identity, actions: readonly string[]): Set<Identity> | undefined {
    const [action = ""] = actions;
    const found = new Set<Identity>();
    for (const { resources } of this.allowances(holder, action)) {
      if (!resources || resources.not) return undefined;
      for (const { text } of resources.patterns) {
        if (!isLiteral(text)) return undefined;
        const identity = this.identities.find(kind, text);
        if (identity) found.add(identity);
      }
    }
    return found;
  }

  /** New permissions help only as far as the boundary goes, unless the actor can take it away. */
  private canBeRaised(subject: Identity, actor: Identity): Grade {
    if (!subject.boundary || subject.kind === "group") return "yes";
    const action = boundaryRemoval[subject.kind];
    return any([
      givesEverything(subject.boundary.document),
      gradeOf(allows(this.read(actor), { action, resource: subject.arn })),
    ]);
  }

  private read(holder: Identity): Identity {
    return this.readable.get(holder) ?? holder;
  }

  private allowances(holder: Identity, action: string, context?: Context) {
    return allowancesFor(this.read(holder), action, context);
  }

  /** Whether any statement could allow an action: most actions of most techniques none does. */
  private isMentioned(holder: Identity, action: string): boolean {
    const known = this.mentioned.get(holder) ?? new Map<string, boolean>();
    this.mentioned.set(holder, known);
    const found = known.get(action) ?? this.allowances(holder, action).length > 0;
    known.set(action, found);
    return found;
  }

  private grade(technique: Technique, holder: Identity, action: string, places: Places, subject: Identity): Grade {
    return any(places.map((place) => gradeOf(this.ask(technique, holder, action, place, subject))));
  }

  private ask(
    technique: Technique,
    holder: Identity,
    action: string,
    place: string | undefined,
    subject: Identity,
  ): Answer {
    const context = { ...this.context(technique), ...boundaryContext(subject) };
    const answers = this.answers.get(holder) ?? new Map<string, Answer>();
    this.answers.set(holder, answers);
    const key = `${action} ${place ?? ""} ${JSON.stringify(context)}`;
    const answer = answers.get(key) ?? allows(this.read(holder), { action, resource: place, context });
    answers.set(key, answer);
    return answer;
  }

  private context({ trusts, context }: Technique): Context {
    const [service, ...others] = trusts === "actor" || trusts === undefined ? [] : trusts;
    return { ...(service !== undefined && others.length === 0 && { "iam:passedtoservice": [service] }), ...context };
  }

  private own(holder: Identity, on: NeedOn): Places {
    if (on === "self") return [holder.arn];
    if (on === "ownPolicy") return policyArns(allPolicies(holder));
    if (on === "ownGroup") return holder.groups.map((group) => group.arn);
    return [undefined];
  }

  private places(technique: Technique, target: Identity, on: NeedOn): Places {
    if (on === "targetPolicy") return policyArns(target.policies);
    if (on === "worker") return workersOf(technique, target).map((worker) => worker.arn);
    return [target.arn];
  }
}

const boundaryRemoval = {
  role: "iam:DeleteRolePermissionsBoundary",
  user: "iam:DeleteUserPermissionsBoundary",
} as const;

/** ARNs to ask for; `undefined` asks for anything at all. */
type Places = readonly (string | undefined)[];

function isOnTarget(on: NeedOn): boolean {
  return on === "target" || on === "targetPolicy" || on === "worker";
}

/** What an ARN says whatever the partition, region and account. */
function withoutPlace(arn: string): string {
  const [, , service = "", , , ...rest] = arn.split(":");
  return [service, ...rest].join(":");
}

function certain(target: Identity): Reach {
  return { target, grade: "yes" };
}

function gradeOf(answer: Answer): Grade {
  if (answer.verdict === "undetermined") return "unknown";
  return answer.verdict;
}

function policyArns(policies: Identity["policies"]): Places {
  return policies.flatMap((policy) => (policy.kind === "customer" && policy.arn !== undefined ? [policy.arn] : []));
}

function workersOf({ workers = [] }: Technique, target: Identity): Worker[] {
  return target.workers.filter((worker) => workers.includes(worker.resource.type));
}

/** The key by which policies ask for a boundary on whom they change. */
function boundaryContext({ boundary }: Identity): Context {
  if (!boundary) return { "iam:permissionsboundary": [] };
  return boundary.arn !== undefined && isLiteral(boundary.arn) ? { "iam:permissionsboundary": [boundary.arn] } : {};
}
