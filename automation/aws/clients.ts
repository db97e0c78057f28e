import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";

/** What the clients need of a call's options. */
export interface AwsSettings {
  /** Environment for the CLI, which may name other credentials than this process's. */
  env?: Readonly<Record<string, string>> | undefined;
  region?: string | undefined;
}

/** Clients of one call. They find credentials as the AWS SDK does, and those of the call's own environment first. */
export class AwsClients {
  private readonly opened = new Map<string, ECSClient | ECRClient>();

  constructor(private readonly settings: AwsSettings) {}

  ecs(region: string | undefined): ECSClient {
    const key = `ecs ${region ?? ""}`;
    const client = this.opened.get(key) ?? new ECSClient(this.clientSettings(region));
    this.opened.set(key, client);
    return client as ECSClient;
  }

  ecr(region: string): ECRClient {
    const key = `ecr ${region}`;
    const client = this.opened.get(key) ?? new ECRClient(this.clientSettings(region));
    this.opened.set(key, client);
    return client as ECRClient;
  }

  close(): void {
    for (const client of this.opened.values()) client.destroy();
  }

  private clientSettings(region: string | undefined) {
    const env = this.settings.env ?? {};
    const chosen = this.settings.region ?? env["AWS_REGION"] ?? process.env["AWS_REGION"] ?? region;
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
    const { AWS_SESSION_TOKEN: sessionToken, AWS_PROFILE: profile, AWS_ENDPOINT_URL: endpoint } = env;
    return {
      maxAttempts: 5,
      ...(chosen !== undefined && { region: chosen }),
      ...(endpoint !== undefined && { endpoint }),
      ...(profile !== undefined && { profile }),
      ...(accessKeyId !== undefined &&
        secretAccessKey !== undefined && {
          credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
        }),
    };
  }
}
