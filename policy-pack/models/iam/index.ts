/**
 * Who may do what in a stack: the library behind the rules on least privilege and the preview's lines on roles. Start
 * with `iamOf(stack)`, which a stack keeps as a view: `stack.view(iamOf)`.
 */
import type { Stack } from "../../../plan/stack";
import { collectIdentities, type IamSettings } from "./collect";
import { findEscalations, type Escalation } from "./escalation";
import type { Identities } from "./identities";

export { expandAction, findAction, takesConditionKey, takesResources } from "./actions";
export { breadthOf, type Breadth, type BroadAction } from "./breadth";
export { conditionsHold, isNegative, type Condition, type Context } from "./conditions";
export { collectIdentities, type IamSettings } from "./collect";
export { parseDocument, type Fault, type PolicyDocument, type Statement, type Unknown } from "./document";
export {
  allows,
  givesEverything,
  inWords,
  isAdministrator,
  type Answer,
  type Request,
  type Verdict,
} from "./effective";
export { describeChain, findEscalations, type Escalation, type Step } from "./escalation";
export { allPolicies, type AttachedPolicy, type Identities, type Identity, type Worker } from "./identities";
export { covers, fits, isEverything, isLiteral, overlap } from "./match";
export { narrowing, type Narrowing } from "./narrowing";
export { exposuresIn, judgeExposure, resourcePolicyOf, resourcePolicyTypes, type Exposure } from "./resourcePolicies";
export { summarizeRoles, type RoleSummary } from "./summary";
export { judgeDeputy, judgeSubject, partiesOf, type Party } from "./trust";

/** The identities of a stack and where they can get to; the search is made when first asked for. */
export interface Iam {
  readonly identities: Identities;
  escalations(): readonly Escalation[];
}

/** The model of a stack whose account is told by its resources. */
export function iamOf(stack: Stack): Iam {
  return iamWith(stack, {});
}

/** The model of a stack, with what is known from outside. */
export function iamWith(stack: Stack, settings: IamSettings): Iam {
  const identities = collectIdentities(stack, settings);
  let escalations: readonly Escalation[] | undefined;
  return { identities, escalations: () => (escalations ??= findEscalations(identities)) };
}
