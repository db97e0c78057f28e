import { bareFile, configFile, type StartFiles } from "./files";

/** The dashboards, by the names of their files. */
export const dashboards = ["server", "history", "matching", "persistence"] as const;

/** Where Grafana's files are written at start: directories that the image's user may make. */
const provisioning = "/tmp/provisioning";

/**
 * How Grafana starts: with its data source, its dashboards and the settings of a server without internet, as variables.
 * `AMP_QUERY_ENDPOINT` and `GF_SECURITY_ADMIN_PASSWORD` come from a parameter and a secret.
 */
export function grafanaFiles({ region }: { region: string }): StartFiles {
  const files = dashboards.map((name) => {
    const dashboard = JSON.parse(configFile(`dashboards/${name}.json`)) as unknown;
    return [`GRAFANA_DASHBOARD_${name.toUpperCase()}`, JSON.stringify(dashboard)] as const;
  });
  return {
    script: bareFile("start-grafana.sh"),
    environment: {
      ...(Object.fromEntries(files) as Record<string, string>),
      GRAFANA_DATA_SOURCES: bareFile("grafana-data-sources.yaml"),
      GRAFANA_DASHBOARD_PROVIDERS: bareFile("grafana-dashboard-providers.yaml"),
      TEMPORAL_DASHBOARDS: `${provisioning}/dashboards/temporal`,
      AWS_REGION: region,
      AWS_SDK_LOAD_CONFIG: "true",
      GF_PATHS_PROVISIONING: provisioning,
      GF_SERVER_ROOT_URL: "http://localhost:3000", // people come by port forwarding
      GF_AUTH_ANONYMOUS_ENABLED: "false",
      GF_AUTH_DISABLE_LOGIN_FORM: "false",
      GF_AUTH_SIGV4_AUTH_ENABLED: "true",
      GF_USERS_ALLOW_SIGN_UP: "false",
      // Nothing is fetched from, or told to, the internet.
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_NEWS_NEWS_FEED_ENABLED: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
      GF_SECURITY_DISABLE_GRAVATAR: "true",
    },
  };
}
