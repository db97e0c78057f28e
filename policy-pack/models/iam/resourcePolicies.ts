import type { Resource } from "../../../plan/resource";
import type { Stack } from "../../../plan/stack";
import { parseDocument, type PolicyDocument, type Statement, type Unknown } from "./document";
import { eitherNarrowing, narrowing, narrowingByDenial, type Audience, type Narrowing } from "./narrowing";
import { picks, picksAll } from "./patterns";
import { accountOf, type PrincipalEntry } from "./principals";

/** Where types of resources keep the policy of who may use them. */
const policyProperties: Readonly<Record<string, string>> = {
  "aws:backup/vaultPolicy:VaultPolicy": "policy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
  "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
  "aws:ecr/registryPolicy:RegistryPolicy": "policy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy": "policy",
  "aws:elasticsearch/domain:Domain": "accessPolicies",
  "aws:elasticsearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:glacier/vault:Vault": "accessPolicy",
  "aws:kinesis/resourcePolicy:ResourcePolicy": "policy",
  "aws:kms/key:Key": "policy",
  "aws:kms/keyPolicy:KeyPolicy": "policy",
  "aws:opensearch/domain:Domain": "accessPolicies",
  "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
  "aws:s3/bucket:Bucket": "policy",
  "aws:s3/bucketPolicy:BucketPolicy": "policy",
  "aws:secretsmanager/secret:Secret": "policy",
  "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
  "aws:sns/topic:Topic": "policy",
  "aws:sns/topicPolicy:TopicPolicy": "policy",
  "aws:sqs/queue:Queue": "policy",
  "aws:sqs/queuePolicy:QueuePolicy": "policy",
};

/** Types of resources that hold a resource policy. */
export const resourcePolicyTypes: readonly string[] = Object.keys(policyProperties);

/** Whom a statement lets in. `public`: everybody, with or without an AWS account. */
export type Opening = "public" | "otherAccounts" | "otherServices" | "narrowed" | "own" | "undetermined";

/** One principal of one Allow statement, judged. */
export interface Exposure {
  readonly opening: Opening;
  readonly statement: Statement;
  /** The principal as written, such as `*` or an account id. */
  readonly principal: string;
  /** Actions as written. */
  readonly actions: readonly string[];
  /** What narrows the principal down, if anything does. */
  readonly narrowing: Narrowing;
}

/** What a resource policy opens. */
export interface Exposures {
  readonly document: PolicyDocument;
  readonly exposures: readonly Exposure[];
  /** Parts that cannot be read: they may open anything. */
  readonly unknowns: readonly Unknown[];
}

/** The resource policy of a resource; undefined when its type has none, or none is set. */
export function resourcePolicyOf(resource: Resource): PolicyDocument | undefined {
  const property = policyProperties[resource.type];
  if (property === undefined || !resource.properties.has(property)) return undefined;
  return parseDocument(resource.properties, property, "resource");
}

/** All resources of a stack with a resource policy, judged. */
export function exposuresIn(stack: Stack, account?: string): { resource: Resource; found: Exposures }[] {
  return stack.ofType(...resourcePolicyTypes).flatMap((resource) => {
    const document = resourcePolicyOf(resource);
    return document ? [{ resource, found: judgeExposure(document, account) }] : [];
  });
}

/**
 * Judges whom a resource policy lets in. Conditions count when they name somebody, and so do denials of everybody but
 * some. Services must be held to the account or the resource that they act for.
 *
 * @param account account of the resource, 12 digits; without it a named account may be the own one
 */
export function judgeExposure(document: PolicyDocument, account?: string): Exposures {
  const denials = document.statements.filter((one) => one.effect === "Deny" && isOfEverybody(one));
  const exposures = document.statements
    .filter((statement) => statement.effect === "Allow")
    .flatMap((statement) => {
      const { principals } = statement;
      const left = denials
        .filter((denial) => coversActions(denial, statement))
        .map((one) => narrowingByDenial(one.conditions));
      const found = [narrowing(statement.conditions), ...left].reduce(eitherNarrowing);
      const actions = statement.actions.patterns.map((pattern) => pattern.shown);
      const base = {
        statement,
        actions: statement.actions.not ? [`all but ${actions.join(", ")}`] : actions,
        narrowing: found,
      };
      if (!principals || principals.not)
        return [{ ...base, principal: "everyone but a few", opening: openingOfAll(found, account) }];
      return principals.entries.map((entry) => ({
        ...base,
        principal: entry.pattern.shown,
        opening: openingOf(entry, found, account),
      }));
    });
  return { document, exposures, unknowns: document.unknowns };
}

function isOfEverybody({ principals }: Statement): boolean {
  return principals?.not === false && principals.entries.some((entry) => entry.type === "anyone");
}

/** Whether a denial reaches all that a statement allows, on all of its resources. */
function coversActions(denial: Statement, allowed: Statement): boolean {
  if (allowed.actions.not) return picksAll(denial.actions, "*:*") === "yes";
  const actions = allowed.actions.patterns.every(({ text }) => picksAll(denial.actions, text) === "yes");
  const { resources } = denial;
  const places = allowed.resources?.patterns ?? [];
  return actions && (!resources || places.every(({ text }) => picksAll(resources, text) === "yes"));
}

function openingOf({ type, pattern }: PrincipalEntry, found: Narrowing, account: string | undefined): Opening {
  if (type === "anyone") return openingOfAll(found, account);
  if (pattern.certainty === "unknown") return found.grade === "yes" ? openingOfAll(found, account) : "undetermined";
  if (type === "service") {
    const guards: readonly Audience[] = ["accounts", "organization", "network"];
    if (found.grade === "yes" && found.audience && guards.includes(found.audience)) return openingOfAll(found, account);
    return found.grade === "unknown" ? "undetermined" : "otherServices";
  }
  if (type !== "aws") return "otherAccounts";
  return ofAccount(accountOf(pattern.text), found, account);
}

function ofAccount(named: string | undefined, found: Narrowing, account: string | undefined): Opening {
  if (found.grade === "yes" && found.audience === "organization") return "narrowed";
  if (named !== undefined && account === undefined) return "undetermined";
  return named === account && named !== undefined ? "own" : "otherAccounts";
}

/** Whom a statement for everybody is left to. */
function openingOfAll({ grade, audience, key, values }: Narrowing, account: string | undefined): Opening {
  if (grade === "unknown") return "undetermined";
  if (grade !== "yes") return "public";
  if (audience !== "accounts" || key === "aws:userid") return "narrowed";
  const accounts = values.map(accountOf);
  if (accounts.includes(undefined)) return "narrowed"; // a bucket, whose name is somebody's alone
  if (account === undefined) return "undetermined";
  return accounts.every((one) => one === account) ? "own" : "otherAccounts";
}

/** Whether a statement lets somebody do a thing, such as `s3:GetObject`. */
export function isOpenFor(exposure: Exposure, action: string): boolean {
  return picks(exposure.statement.actions, action.toLowerCase()) !== "no";
}
