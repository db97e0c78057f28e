import {
  DeleteParametersCommand,
  GetParameterCommand,
  paginateGetParametersByPath,
  PutParameterCommand,
  SSMClient,
  type Parameter,
} from "@aws-sdk/client-ssm";
import { CommandError } from "../command/errors";
import type { Clients } from "./clients";
import { isFault } from "./faults";

/** Kinds of parameter. AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const parameterTypes = ["SecureString", "String", "StringList"] as const;
export type ParameterKind = (typeof parameterTypes)[number];

/** A parameter without its value. */
export interface ParameterSummary {
  name: string;
  type: string;
  version: number;
  /** ISO 8601, or empty where AWS says none. */
  changed: string;
}

/** A parameter to write. */
export interface NewParameter {
  name: string;
  value: string;
  type: ParameterKind;
  /** Replace the value that is there. */
  overwrite: boolean;
  /** Id, ARN or alias of the key for a SecureString. Default: the account's `alias/aws/ssm`, which costs nothing. */
  keyId?: string;
}

/** Characters of a value: 4 KB in the standard tier, 8 KB in the advanced one, which costs 0.05 USD a month. */
export const standardTierBytes = 4096;
export const advancedTierBytes = 8192;

/** What AWS would refuse of a name. Undefined: nothing. */
export function nameFault(name: string): string | undefined {
  if (!/^[\w./-]+$/.test(name)) return "may hold letters, digits and . - _ / only";
  if (!name.startsWith("/")) return "must start with /, as in /dev/app/token";
  if (name.split("/").length > 16) return "may have 15 levels at most";
  if (name.length > 1011) return "may have 1011 characters at most";
  if (/^\/?(aws|ssm)/i.test(name)) return "must not start with aws or ssm";
  return undefined;
}

export async function putParameter(aws: Clients, parameter: NewParameter): Promise<number> {
  const ssm = await aws.client(SSMClient);
  try {
    const { Version = 0 } = await ssm.send(
      new PutParameterCommand({
        Name: parameter.name,
        Value: parameter.value,
        Type: parameter.type,
        Overwrite: parameter.overwrite,
        ...(parameter.keyId !== undefined && { KeyId: parameter.keyId }),
      }),
    );
    return Version;
  } catch (error) {
    if (!isFault(error, "ParameterAlreadyExists")) throw error;
    throw new CommandError(`${parameter.name} exists already.`, "Add --overwrite to replace its value.", {
      cause: error,
    });
  }
}

/** A parameter; its value is readable only with `decrypt`. */
export async function getParameter(aws: Clients, name: string, decrypt: boolean) {
  const ssm = await aws.client(SSMClient);
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: decrypt }));
    return { ...summaryOf(Parameter ?? {}), value: Parameter?.Value ?? "" };
  } catch (error) {
    if (!isFault(error, "ParameterNotFound")) throw error;
    throw new CommandError(
      `There is no parameter ${name}.`,
      `See what there is: cloister parameter list ${parentOf(name)}`,
      {
        cause: error,
      },
    );
  }
}

/** Parameters below a path, page by page; never their values. */
export async function* listParameters(aws: Clients, path: string): AsyncGenerator<ParameterSummary> {
  const ssm = await aws.client(SSMClient);
  const pages = paginateGetParametersByPath({ client: ssm }, { Path: path, Recursive: true, MaxResults: 10 });
  for await (const page of pages) yield* (page.Parameters ?? []).map(summaryOf);
}

/** Deletes parameters; gives the names that were there. */
export async function deleteParameters(aws: Clients, names: readonly string[]): Promise<string[]> {
  const ssm = await aws.client(SSMClient);
  const deleted: string[] = [];
  for (let start = 0; start < names.length; start += 10) {
    const answer = await ssm.send(new DeleteParametersCommand({ Names: names.slice(start, start + 10) }));
    deleted.push(...(answer.DeletedParameters ?? []));
  }
  return deleted;
}

function summaryOf(parameter: Parameter): ParameterSummary {
  return {
    name: parameter.Name ?? "",
    type: parameter.Type ?? "",
    version: parameter.Version ?? 0,
    changed: parameter.LastModifiedDate?.toISOString() ?? "",
  };
}

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/")) || "/";
}
