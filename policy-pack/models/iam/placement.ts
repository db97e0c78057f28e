import type { Read } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import type { Unknown } from "./document";
import { attachments, inlineGivers, type Giver } from "./givers";
import type { Identities, Identity, IdentityKind } from "./identities";
import { iamOf } from "./index";

const givers: readonly Giver[] = [...inlineGivers, ...attachments];

/** A policy of which cannot be said who has it. */
export interface Homeless extends Unknown {
  readonly resource: Resource;
}

/**
 * Policies that may be given to anybody in the stack: to a name that is not known and comes from nothing in it, or to a
 * known name while some identity's own name is not known. Where candidates are known, the model counts the policy as
 * a gap of theirs instead.
 */
export function homelessPolicies(stack: Stack): readonly Homeless[] {
  return stack.view(findHomeless);
}

function findHomeless(stack: Stack): Homeless[] {
  const { identities } = stack.view(iamOf);
  const unplaced = identities.unplaced.filter(
    ({ resource, candidates }) => candidates.length === 0 && givers.some((giver) => giver.type === resource.type),
  );
  const nameless = givers.flatMap(({ type, kind, to }) => {
    const hidden = all(identities, kind).filter((one) => one.resource.properties.text("name").state === "unknown");
    if (hidden.length === 0) return [];
    return stack
      .ofType(type)
      .filter((resource) => isOutside(resource.properties.texts(to), identities, kind))
      .map((resource) => ({ resource, path: to, why: `may be ${hidden[0]?.resource.name ?? ""}` }));
  });
  return [...unplaced, ...nameless];
}

function all({ roles, users, groups }: Identities, kind: IdentityKind): readonly Identity[] {
  return { role: roles, user: users, group: groups }[kind];
}

function isOutside(names: Read<Read<string>[]>, identities: Identities, kind: IdentityKind): boolean {
  const list = names.state === "known" ? names.value : [];
  return list.some((name) => name.state === "known" && identities.find(kind, name.value) === undefined);
}
