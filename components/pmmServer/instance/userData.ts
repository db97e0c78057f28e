import { readPackageFile } from "../../internal/packageFile";

/** What the instance is told. Everything is plain, so that the launch template is whole at the first preview. */
export interface InstanceValues {
  /** AWS region of everything that the instance calls. */
  region: string;
  /** Image of PMM Server with an exact tag or a digest, such as `percona/pmm-server:3.4.1`. */
  image: string;
  /** Tag of the one volume that the instance attaches in its zone. */
  volumeTag: { key: string; value: string };
  /** The volume was made from a snapshot: a blank one is refused then, and never formatted. */
  restored: boolean;
  /** Name or ARN of the secret: JSON with the key `password`. */
  secretId: string;
  /** Name of the group: the dimension of every metric, so that alarms outlive an instance. */
  autoScalingGroupName: string;
  /** Namespace of the agent's metrics. */
  metricsNamespace: string;
  /** Log groups of what the host says, and of what the container says. */
  logGroups: { system: string; container: string };
  telemetry: boolean;
  updates: boolean;
  /** Days that metrics and queries are kept. */
  dataRetentionDays: number;
  /** Host name under which people and agents reach the server. */
  publicAddress: string;
  /** Path below PMM's `custom-queries`, such as `postgresql/high-resolution/orders.yml`, to the YAML text. */
  customQueries: Record<string, string>;
}

/** EC2's limit, before encoding. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
export const userDataLimitBytes = 16_384;

/**
 * Version of Docker in Amazon Linux 2023's repository, which keeps older ones. Not 25.0.16-1.amzn2023.0.1:
 * https://docs.aws.amazon.com/linux/al2023/release-notes/relnotes-2023.12.20260608.html
 */
const dockerVersion = "25.0.16-1.amzn2023.0.4";

/** Where PMM 3's exporters look for own queries. https://docs.percona.com/percona-monitoring-and-management/3/configure-pmm/custom-queries.html */
const queryFolder = "/usr/local/percona/pmm/collectors/custom-queries";
const hostQueryFolder = "/etc/pmm/custom-queries";

const scripts = ["setup.sh", "volume.sh", "password.sh"];
const units = [
  "pmm-volume.service",
  "pmm-server.service",
  "pmm-password.service",
  "pmm-upkeep.service",
  "pmm-upkeep.timer",
];

/** What PMM's services write on the data volume, and is worth sending. Not nginx.log: it has a line for each scrape. */
const serviceLogs = ["pmm-managed", "pmm-agent", "grafana", "postgresql14", "clickhouse-server"];

/** The instance's user data: a cloud-config text, not encoded. The files that it carries lose their comments. */
export function renderUserData(values: InstanceValues): string {
  const plain = {
    region: values.region,
    image: values.image,
    volumeTagKey: values.volumeTag.key,
    volumeTagValue: values.volumeTag.value,
    restored: String(values.restored),
    secretId: values.secretId,
    telemetry: String(values.telemetry),
    updates: String(values.updates),
    dataRetention: `${values.dataRetentionDays * 24}h`, // Go's durations have no days
    publicAddress: values.publicAddress,
    dockerVersion,
  };
  for (const [key, value] of Object.entries(plain)) {
    // They become lines of files that a shell, systemd and Docker read, each by its own rules of quoting.
    if (!/^[\w.:/@+=-]+$/.test(value)) throw new RangeError(`${key} cannot be told to the instance: ${value}`);
  }
  const paths = Object.keys(values.customQueries).toSorted();
  const parts = {
    ...plain,
    queryMounts: paths.map((path) => `--volume ${hostQueryFolder}/${path}:${queryFolder}/${path}:ro `).join(""),
    queries: paths.map((path) => queryFile(path, values.customQueries[path] ?? "")).join("\n"),
    "agent.json": agentSettings(values),
    "logrotate.conf": file("logrotate.conf"),
  };
  const carried = [...scripts, ...units].map((name): [string, string] => [name, withoutComments(file(name))]);
  return fill(fill(file("cloudConfig.tmpl"), Object.fromEntries(carried), false), parts, true);
}

/** Bytes of the user data, of which EC2 takes `userDataLimitBytes`. */
export function userDataBytes(values: InstanceValues): number {
  return Buffer.byteLength(renderUserData(values));
}

function file(name: string): string {
  return readPackageFile(`components/pmmServer/instance/files/${name}`);
}

function withoutComments(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*#(?!!)/.test(line) && line !== "")
    .join("\n");
}

/**
 * Puts values where a template says `{{key}}`. A value of several lines keeps the indentation of its place. What is
 * left over on a last pass is a mistake in the template.
 */
function fill(template: string, values: Record<string, string>, last: boolean): string {
  return template.replace(/^( *)\{\{([\w.-]+)\}\}$|\{\{([\w.-]+)\}\}/gm, (place, indent: string, block, inline) => {
    const key: string = block ?? inline;
    const value = values[key];
    if (value === undefined && last) throw new Error(`the template of the user data names an unknown ${key}`);
    if (value === undefined) return place;
    return block === undefined ? value : value.trimEnd().replace(/^(?=.)/gm, indent);
  });
}

/** A query's text is anybody's: a quoted scalar, with escapes for all that YAML does not take as it is. */
function queryFile(path: string, text: string): string {
  const quoted = JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
  return `- path: ${hostQueryFolder}/${path}\n  content: ${quoted}`;
}

interface AgentSettings {
  logs: { logs_collected: { files: { collect_list: unknown } } };
}

/** The CloudWatch agent's settings, with the group's name as a literal: asking EC2 for it would take one more right. */
function agentSettings({ region, metricsNamespace, autoScalingGroupName, logGroups }: InstanceValues): string {
  const filled = fill(file("agent.json"), { region, metricsNamespace, autoScalingGroupName, logFiles: "" }, true);
  const settings = JSON.parse(filled) as AgentSettings;
  const log = (path: string, group: string, stream: string) => ({
    file_path: path,
    log_group_name: group,
    log_stream_name: `{instance_id}/${stream}`,
  });
  settings.logs.logs_collected.files.collect_list = [
    log("/var/log/cloud-init-output.log", logGroups.system, "boot"),
    log("/var/log/pmm/volume.log", logGroups.system, "volume"),
    log("/var/log/pmm/password.log", logGroups.system, "password"),
    log("/var/log/pmm/server.log", logGroups.container, "server"),
    ...serviceLogs.map((service) => log(`/srv/logs/${service}.log`, logGroups.container, service)),
  ];
  return JSON.stringify(settings);
}
