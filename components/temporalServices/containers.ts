import {
  grafanaFiles,
  namespaceEnvironment,
  namespaceScript,
  probes,
  schemaSetupEnvironment,
  schemaSetupScript,
  searchSetupEnvironment,
  searchSetupScript,
  serverEnvironment,
  serverFiles,
  type RolePorts,
} from "./config";
import {
  dsqlPort,
  frontendAddress,
  metricsPort,
  roles,
  serviceFacts,
  SetupTask,
  type TemporalRole,
  type TemporalServiceKey,
} from "./facts";
import { collectorParameterOf, metricsParametersOf, searchEndpointParameterOf } from "./names";
import type { TemporalSettings } from "./settings";

/** What a container is told. */
export interface ContainerParts {
  entryPoint?: string[];
  command?: string[];
  environment: Record<string, string>;
  /** Variable to parameter name or secret ARN. */
  secrets: Record<string, string>;
  /** A probe that the image contains. */
  healthCheck?: string[];
}

/** The namespace that clients use when they name none, and for how long it keeps closed workflows. */
const namespace = { namespace: "default", retentionDays: 3 };

/**
 * Connections of a role's pool, of which a task keeps one for all its stores; two more live for a moment while it starts.
 * https://github.com/temporalio/temporal/blob/6805caea59e35d0611ed96be69641b8d86bff11c/common/persistence/sql/factory.go
 */
export const maxConnections = 20;

/** Starts a script of ours in the image's shell: files have no other way in. */
function scripted(script: string): Pick<ContainerParts, "entryPoint" | "command"> {
  return { entryPoint: ["/bin/sh", "-c"], command: [script] };
}

/** The domain's host name is known only when the domain exists, so it comes from a parameter when a task starts. */
function searchSecrets(settings: TemporalSettings): Record<string, string> {
  return { ES_SEEDS: searchEndpointParameterOf(settings) };
}

function serverParts(settings: TemporalSettings, role: TemporalRole, historyShards: number): ContainerParts {
  const { script, environment } = serverFiles();
  const ports = Object.fromEntries(
    roles.map((one): [TemporalRole, RolePorts] => {
      const { grpc, membership } = serviceFacts[one].ports;
      return [one, { grpc, membership }];
    }),
  ) as Record<TemporalRole, RolePorts>;
  return {
    ...scripted(script),
    environment: {
      ...environment,
      ...serverEnvironment({
        role,
        ports,
        metricsPort,
        region: settings.identity.region,
        dsqlEndpoint: settings.dsql.endpoint,
        dsqlPort,
        maxConnections,
        historyShards,
        visibilityIndex: settings.visibilityIndex,
        frontendAddress,
      }),
    },
    secrets: searchSecrets(settings),
    healthCheck: probes.server(ports[role].grpc),
  };
}

/** What the container of a service is told. */
export function containerParts(
  settings: TemporalSettings,
  key: TemporalServiceKey,
  historyShards: number,
): ContainerParts {
  const { region } = settings.identity;
  const { write, query } = metricsParametersOf(settings);
  switch (key) {
    case "ui": {
      const { http } = serviceFacts.ui.ports;
      return {
        environment: {
          TEMPORAL_ADDRESS: frontendAddress,
          TEMPORAL_CORS_ORIGINS: `http://localhost:${http}`, // people come by port forwarding
          TEMPORAL_UI_PORT: String(http),
        },
        secrets: {},
        healthCheck: probes.ui(http),
      };
    }
    case "grafana": {
      const { script, environment } = grafanaFiles({ region });
      return {
        ...scripted(script),
        environment,
        secrets: { GF_SECURITY_ADMIN_PASSWORD: settings.grafanaAdminSecretArn, AMP_QUERY_ENDPOINT: query },
        healthCheck: probes.grafana(serviceFacts.grafana.ports.http),
      };
    }
    case "adot":
      return {
        environment: { AWS_REGION: region },
        secrets: { AOT_CONFIG_CONTENT: collectorParameterOf(settings), AMP_REMOTE_WRITE_ENDPOINT: write },
        healthCheck: probes.collector(),
      };
    default:
      return serverParts(settings, key, historyShards);
  }
}

/**
 * The step that makes the namespace `default`, which no hand-made cluster has: beside the frontend, when that is
 * healthy. It does nothing where the namespace exists.
 */
export function namespaceParts(): ContainerParts {
  const address = `127.0.0.1:${serviceFacts.frontend.ports.grpc}`;
  return {
    ...scripted(namespaceScript()),
    environment: namespaceEnvironment({ address, ...namespace }),
    secrets: {},
  };
}

/** What a setup task is told. Both can be run again: they leave what is there. */
export function setupParts(settings: TemporalSettings, task: SetupTask): ContainerParts {
  const { region } = settings.identity;
  if (task === SetupTask.dsqlSchema) {
    return {
      ...scripted(schemaSetupScript()),
      environment: schemaSetupEnvironment({ region, dsqlEndpoint: settings.dsql.endpoint, dsqlPort }),
      secrets: {},
    };
  }
  return {
    ...scripted(searchSetupScript()),
    environment: searchSetupEnvironment({ region, visibilityIndex: settings.visibilityIndex }),
    secrets: searchSecrets(settings),
  };
}
