import type { Settings } from "../config";
import type { Properties, Value } from "../engine/values";
import { identityAnswers } from "./identity";
import { imageAnswers } from "./images";
import { networkAnswers } from "./network";
import { policyDocumentAnswers } from "./policyDocument";
import { zoneAnswers } from "./zones";

/** Where and as whom a data source is asked. */
export interface AwsContext {
  region: string;
  accountId: string;
  /** The provider's default tags. */
  defaultTags: Properties;
  /** To be called by an answer that holds an id only AWS could know and that is made up instead. */
  madeUp: () => void;
}

/** Answers one data source. Undefined when nothing is known of what is asked. */
export type AwsAnswer = (args: Properties, context: AwsContext) => Properties | undefined;

/** Documentation's own account number: no real account has it. */
const exampleAccount = "123456789012";

/** The provider's own default. */
const defaultRegion = "us-east-1";

const answers: Record<string, AwsAnswer> = {
  ...identityAnswers,
  ...zoneAnswers,
  ...imageAnswers,
  ...networkAnswers,
  ...policyDocumentAnswers,
};

/** What is known of AWS without asking it. */
export class AwsModel {
  private readonly madeUp = new Set<string>();

  constructor(private readonly settings: Settings) {}

  /** @param provider inputs of the provider that the call goes through */
  answer(token: string, args: Properties, provider: Properties): Properties | undefined {
    const answer = answers[shortToken(token)];
    return answer?.(args, this.contextOf(token, args, provider));
  }

  /** Says which answers hold ids that are made up. */
  notes(): string[] {
    const tokens = [...this.madeUp].sort().join(", ");
    return tokens === "" ? [] : [`Ids that only AWS knows are made up, the same at every run: ${tokens}.`];
  }

  private contextOf(token: string, args: Properties, provider: Properties): AwsContext {
    return {
      region: text(args["region"]) ?? text(provider["region"]) ?? defaultRegion,
      accountId:
        firstOf(provider["allowedAccountIds"]) ??
        firstOf(this.settings.values.get("aws:allowedAccountIds")) ??
        exampleAccount,
      defaultTags: tagsOf(provider["defaultTags"]),
      madeUp: () => {
        this.madeUp.add(token);
      },
    };
  }
}

/** `aws:ec2/getAmi:getAmi` is `ec2/getAmi`, and `aws:index/getRegion:getRegion` plain `getRegion`. */
function shortToken(token: string): string {
  return (token.split(":")[1] ?? token).replace(/^index\//, "");
}

/** A text that is set. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a list. */
export function texts(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** First element of a list, which provider inputs carry as JSON text. */
function firstOf(list: Value | undefined): string | undefined {
  return texts(parsed(list))[0];
}

function tagsOf(defaultTags: Value | undefined): Properties {
  const value = parsed(defaultTags);
  const tags = typeof value === "object" && value !== null && !Array.isArray(value) ? value["tags"] : undefined;
  return typeof tags === "object" && tags !== null && !Array.isArray(tags) ? tags : {};
}

function parsed(value: Value | undefined): Value | undefined {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined; // unknown until the deployment
  }
}
