import { ECRClient } from "@aws-sdk/client-ecr";
import { Option, type Command } from "commander";
import { missingImages, parseImage } from "../automation/aws/images";
import { serviceDefaults, shortName } from "../automation/aws/services";
import type { Clients } from "./aws/clients";
import { describeServices } from "./aws/services";
import { deregister, registerWithImage, taskDefinition, type TaggedTaskDefinition } from "./aws/taskDefinitions";
import type { Context } from "./command/context";
import { CommandError } from "./command/errors";
import { changeOptions, duration, examples, wholeNumber, type ChangeFlags } from "./command/flags";
import { runs, type Outcome } from "./command/run";
import { carryOut } from "./deployService/carryOut";
import { newImage, type NewImage } from "./deployService/target";
import { stackService, type StackService } from "./stack/services";

interface DeployFlags extends ChangeFlags {
  image?: string;
  container?: string;
  revision?: number;
  timeout: number;
}

export function register(program: Command): void {
  const command = changeOptions(program.command("deploy-service <service>"))
    .description("Bring one service to another image or revision, and wait; what does not become healthy is taken back")
    .option("--image <image>", "tag, digest or whole reference (default: the present one; its tasks start anew)")
    .option("--container <name>", "container that gets the image (default: the service's own)")
    .addOption(
      new Option("--revision <number>", "revision of the task definition that there is already, to go back to")
        .argParser(wholeNumber(1, 1_000_000))
        .conflicts("image"),
    )
    .addOption(
      new Option("--timeout <time>", "how long the service may take")
        .argParser(duration)
        .default(serviceDefaults.timeoutSeconds, "20m"),
    )
    .action(
      runs<DeployFlags>(async (context, flags, called) =>
        deploy(context, flags, stackService(await context.outputs(), called)),
      ),
    );
  examples(command, "deploy-service api --image 1.4.0", "deploy-service api --revision 41", "deploy-service api");
}

async function deploy(context: Context, flags: DeployFlags, service: StackService): Promise<Outcome> {
  const [described] = await describeServices(context.aws, [service]);
  const from = await taskDefinition(context.aws, described?.service.taskDefinition ?? "");
  const image = flags.image === undefined ? undefined : newImage(from, service.key, flags.image, flags.container);
  if (image !== undefined && image.from === image.to)
    throw new CommandError(
      `${service.key} is to run ${image.to} already.`,
      `To start its tasks anew: cloister deploy-service ${service.key}`,
    );
  if (image !== undefined) await checkThere(context, image);
  const revision =
    flags.revision === undefined ? undefined : await taskDefinition(context.aws, `${from.family}:${flags.revision}`);
  const change = {
    service: service.key,
    from: shortName(from.taskDefinitionArn ?? ""),
    ...(image && { image }),
    ...(revision && { to: shortName(revision.taskDefinitionArn ?? "") }),
  };
  const said = saidOf(service, change.from, image, change.to);
  if (flags.dryRun === true) return { data: { wouldDeploy: change }, text: `Would ${said}.` };
  await context.confirm(`${said.charAt(0).toUpperCase()}${said.slice(1)}?`);
  const to = await move(context, flags, service, from, image, revision?.taskDefinitionArn);
  const note = image === undefined ? "" : "\nWrite the image into the stack file too, or the next update puts it back.";
  return {
    data: { deployed: { ...change, to: shortName(to) } },
    text: `${service.key} runs ${shortName(to)}.${note}`,
  };
}

/** Moves the service; gives the ARN of the task definition that it runs then. */
async function move(
  context: Context,
  { timeout: timeoutSeconds }: DeployFlags,
  service: StackService,
  from: TaggedTaskDefinition,
  image: NewImage | undefined,
  revision: string | undefined,
): Promise<string> {
  const fromArn = from.taskDefinitionArn ?? "";
  const made = image && (await registerWithImage(context.aws, from, image.container, image.to));
  const to = made ?? revision ?? fromArn;
  try {
    await carryOut(context, { service, from: fromArn, to, timeoutSeconds });
    return to;
  } catch (error) {
    const isOver = error instanceof CommandError && !context.signal.aborted;
    if (made !== undefined && isOver) await deregister(context.aws, made);
    throw error;
  }
}

/** An image that is not there stops here, not after many minutes of tasks that cannot start. */
async function checkThere({ aws, say }: Context, { to }: NewImage): Promise<void> {
  if (parseImage(to) === undefined) {
    say(`${to} is in no repository of ECR: whether it is there is not known.`);
    return;
  }
  const [missing] = await missingImages((region) => clientIn(aws, region), [to]);
  if (missing !== undefined)
    throw new CommandError(
      missing.missing === "image" ? `There is no image ${to}.` : `There is no repository for ${to}.`,
      "See what there is: cloister images",
    );
}

function clientIn(aws: Clients, region: string): Promise<ECRClient> {
  return aws.client(ECRClient, region);
}

function saidOf({ key }: StackService, from: string, image: NewImage | undefined, to: string | undefined): string {
  if (image !== undefined) return `bring ${key} from ${image.from} to ${image.to}`;
  if (to !== undefined) return `bring ${key} from ${from} to ${to}`;
  return `start the tasks of ${key} anew, as ${from}`;
}
