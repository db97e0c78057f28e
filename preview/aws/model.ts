import type { Settings } from "../config";
import type { Properties } from "../engine/values";

/** Where and as whom a data source is asked. */
export interface AwsContext {
  region: string;
  accountId: string;
}

/** Answers one data source. Undefined when it cannot say. */
export type AwsAnswer = (args: Properties, context: AwsContext) => Properties | undefined;

/** Documentation's own account number: no real account has it. */
const exampleAccount = "123456789012";

/** What is known of AWS without asking it. */
export class AwsModel {
  constructor(private readonly settings: Settings) {}

  answer(token: string, args: Properties, provider: Properties): Properties | undefined {
    const context = this.contextOf(args, provider);
    if (token === "aws:index/getCallerIdentity:getCallerIdentity") {
      const { accountId } = context;
      return { id: accountId, accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId };
    }
    return undefined;
  }

  private contextOf(args: Properties, provider: Properties): AwsContext {
    const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
    return {
      region: text(args["region"]) ?? text(provider["region"]) ?? "us-east-1",
      accountId:
        firstOf(provider["allowedAccountIds"] ?? this.settings.values.get("aws:allowedAccountIds")) ?? exampleAccount,
    };
  }
}

/** First element of a list, which provider inputs carry as JSON text. */
function firstOf(list: unknown): string | undefined {
  const parsed: unknown = typeof list === "string" ? JSON.parse(list) : list;
  return Array.isArray(parsed) && typeof parsed[0] === "string" ? parsed[0] : undefined;
}
