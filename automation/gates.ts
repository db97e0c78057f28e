// The gates that call AWS. Loaded only when one is to be passed: its clients are optional (ADR 16).
import type { RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { AwsClients, type AwsSettings } from "./aws/clients";
import { missingImages } from "./aws/images";
import { describeServices, describeState, moveServices, shortName, waitForStable } from "./aws/services";
import { describeEnding, runTask } from "./aws/tasks";
import type { Waiting } from "./aws/waiting";
import { AwsStateError } from "./errors";

/** A cluster and services in it. */
export interface ServiceGroup {
  cluster: string;
  services: readonly string[];
}

/** Task definitions by service. */
export type TaskDefinitions = Readonly<Record<string, string>>;

export class AwsGates {
  private readonly clients: AwsClients;

  /** @param regionOfOutputs the region that the stack's outputs name, used where nothing else says one */
  constructor(
    settings: AwsSettings,
    private readonly regionOfOutputs: () => string | undefined,
  ) {
    this.clients = new AwsClients(settings);
  }

  close(): void {
    this.clients.close();
  }

  /** @throws AwsStateError that names each image that is missing */
  async imagesExist(images: readonly string[]): Promise<string> {
    const missing = await missingImages((region) => this.clients.ecr(region), images);
    if (missing.length === 0) return `${images.length} found`;
    const lines = missing.map(({ image, missing: what }) =>
      what === "image" ? `${image}: there is no such image.` : `${image}: there is no such repository.`,
    );
    throw new AwsStateError(lines.join("\n"), "Push it first: cloister push-image, or docker push.");
  }

  /** @throws AwsStateError unless every container of the task ends with 0 */
  async migrate(
    input: RunTaskCommandInput,
    waiting: Partial<Waiting>,
    onState: (line: string) => void,
  ): Promise<string> {
    const ending = await runTask(this.ecs, input, {
      ...waiting,
      onState: (state, arn) => {
        onState(`${shortName(arn)} ${state.toLowerCase()}`);
      },
    });
    if (ending.succeeded) return describeEnding(ending);
    throw new AwsStateError(describeEnding(ending), "Its log group says why. Mend it and deploy again.");
  }

  /** What existing services are to run; those that are not there yet are left out. */
  async taskDefinitions({ cluster, services }: ServiceGroup): Promise<TaskDefinitions> {
    const states = await Promise.all(
      services.map(async (service) => {
        try {
          return await describeServices(this.ecs, cluster, [service]);
        } catch (error) {
          if (error instanceof AwsStateError || (error instanceof Error && error.name === "ClusterNotFoundException"))
            return [];
          throw error;
        }
      }),
    );
    return Object.fromEntries(states.flat().map(({ name, taskDefinition }) => [name, taskDefinition]));
  }

  /** @throws AwsStateError unless all become stable with what they are expected to run */
  async stable(
    { cluster, services }: ServiceGroup,
    expected: TaskDefinitions,
    waiting: Partial<Waiting>,
    onChange: (line: string) => void,
  ): Promise<string> {
    const states = await waitForStable(this.ecs, cluster, services, {
      ...waiting,
      expected,
      onChange: (state) => {
        onChange(describeState(state));
      },
    });
    return states.map(({ name, taskDefinition }) => `${name} runs ${shortName(taskDefinition)}`).join(", ");
  }

  /**
   * Moves services that run something else back to what they ran before, and waits for them.
   * @returns which were moved, with what they run again
   */
  async rollBack(
    cluster: string,
    before: TaskDefinitions,
    waiting: Partial<Waiting>,
    onChange: (line: string) => void,
  ): Promise<TaskDefinitions> {
    const now = await this.taskDefinitions({ cluster, services: Object.keys(before) });
    const moved = Object.fromEntries(
      Object.entries(before).filter(([name, old]) => now[name] !== undefined && now[name] !== old),
    );
    const services = Object.keys(moved);
    if (services.length === 0) return moved;
    await moveServices(this.ecs, cluster, moved);
    await this.stable({ cluster, services }, moved, waiting, onChange);
    return moved;
  }

  private get ecs() {
    return this.clients.ecs(this.regionOfOutputs());
  }
}
