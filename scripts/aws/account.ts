import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Clients } from "./clients";

/** Whom the credentials are of. */
export interface Identity {
  account: string;
  arn: string;
}

export async function identity(aws: Clients): Promise<Identity> {
  const sts = await aws.client(STSClient);
  const { Account = "", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn };
}

/** Where Billing, Budgets, Cost Explorer and Free Tier answer, wherever the stack is. */
export const billingRegion = "us-east-1";
