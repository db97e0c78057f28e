import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import type { InvokeModel } from "../engine/host";
import { isObject, makeSecret, revealed, withoutInternalKeys, type Properties, type Value } from "../engine/values";
import { packageOf } from "../engine/urns";
import type { AwsModel } from "../aws/model";
import type { Answers } from "./schema";

/** How long to wait for a program's next question, in milliseconds. */
const settlingMs = 300;

const stackReferenceType = "pulumi:pulumi:StackReference";

/** Answers data sources: first from the answers file, then from what is known of AWS. Keeps a list of what is missing. */
export class Invokes implements InvokeModel {
  private readonly missing = new Set<string>();
  private onMissing: () => void = () => undefined;

  constructor(
    private readonly answers: Answers,
    private readonly aws: AwsModel,
  ) {}

  /**
   * Resolves to everything that is missing, once something is and nothing more has been asked for a moment: the
   * program may ask several things at once, and what it does with an error is of no use.
   */
  whenMissing(): Promise<string[]> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.onMissing = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          resolve(this.allMissing());
        }, settlingMs);
      };
    });
  }

  /** What is missing so far: questions with the entries that would answer them. */
  allMissing(): string[] {
    return [...this.missing];
  }

  invoke(token: string, args: Properties, provider: Properties): Properties {
    if (token === "pulumi:pulumi:readStackOutputs") return this.stackOutputs(String(args["name"]));
    const plain = revealed(args).value;
    const given = this.given(token, plain);
    if (given !== undefined) return given;
    const modelled = packageOf(token) === "aws" ? this.aws.answer(token, plain, provider) : undefined;
    if (modelled !== undefined) return modelled;
    throw this.unanswered(`The program calls ${token}, which this preview cannot answer without an account.`, {
      invokes: [{ token, args: plain, result: { "": "..." } }],
    });
  }

  call(token: string, args: Properties): Properties {
    const rest = withoutInternalKeys(revealed(args).value); // the receiver travels as __self__
    const given = this.given(token, rest);
    if (given !== undefined) return given;
    throw this.unanswered(`The program calls the method ${token}, which only the provider that has it can answer.`, {
      invokes: [{ token, args: rest, result: { "": "..." } }],
    });
  }

  read(type: string, id: string, properties: Properties): Properties {
    return type === stackReferenceType ? this.stackOutputs(id) : properties;
  }

  private given(token: string, args: Properties): Properties | undefined {
    const entry = this.answers.invokes.find(
      (one) => one.token === token && Object.entries(one.args ?? {}).every(([key, value]) => matches(args[key], value)),
    );
    return entry?.result as Properties | undefined;
  }

  private stackOutputs(name: string): Properties {
    const known = this.answers.stackReferences[name];
    if (known === undefined && this.answers.unknownStacks === "unknown") return { name };
    if (known === undefined) {
      throw this.unanswered(`unknown stack ${JSON.stringify(name)}`, {
        stackReferences: { [name]: { outputs: { NAME: "..." } } },
      });
    }
    const secret = new Set(known.secretOutputs);
    const outputs = Object.entries(known.outputs as Properties).map(([key, value]): [string, Value] => [
      key,
      secret.has(key) ? makeSecret(value) : value,
    ]);
    return { name, outputs: Object.fromEntries(outputs), secretOutputNames: [...secret].sort() };
  }

  private unanswered(what: string, entry: Record<string, unknown>): Error {
    const yaml = stringify(entry, { lineWidth: 0 })
      .replace(/"": "?\.\.\."?/, "# what it returns")
      .trimEnd();
    const message = `${what}\nAdd to cloister.answers.yaml beside Pulumi.yaml:\n\n${yaml.replaceAll(/^/gm, "  ")}`;
    this.missing.add(message);
    this.onMissing();
    return new Error(message);
  }
}

/** Whether an argument is what an entry asks for; maps may hold more. */
function matches(actual: Value | undefined, wanted: unknown): boolean {
  if (isObject(wanted as Value)) {
    return (
      isObject(actual) && Object.entries(wanted as Properties).every(([key, value]) => matches(actual[key], value))
    );
  }
  return isDeepStrictEqual(actual, wanted);
}
