import type { Read } from "../../plan/reader";
import type { Resource } from "../../plan/resource";
import type { Stack } from "../../plan/stack";

const instanceType = "aws:rds/instance:Instance";
const clusterType = "aws:rds/cluster:Cluster";
export const databaseTypes = [instanceType, clusterType] as const;

/** Where each type names its parameters. */
const groups: Readonly<Record<string, { property: string; type: string }>> = {
  [instanceType]: { property: "parameterGroupName", type: "aws:rds/parameterGroup:ParameterGroup" },
  [clusterType]: {
    property: "dbClusterParameterGroupName",
    type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  },
};

/** The parameter by which each engine refuses connections without TLS. */
const tlsParameters: readonly { engine: RegExp; parameter: string; defaultSince?: number }[] = [
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
  { engine: /^postgres$/, parameter: "rds.force_ssl", defaultSince: 15 },
  { engine: /^aurora-postgresql$/, parameter: "rds.force_ssl", defaultSince: 17 },
  { engine: /^sqlserver-/, parameter: "rds.force_ssl" },
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
  { engine: /^(mysql|mariadb|aurora-mysql)$/, parameter: "require_secure_transport" },
];

/** Whether a database refuses connections without TLS, and which parameter makes it; absent for other engines. */
export function forcesTls(database: Resource, stack: Stack): Read<{ forced: boolean; parameter: string }> {
  const engine = database.properties.text("engine");
  if (engine.state === "unknown") return engine;
  if (engine.state === "absent")
    return { state: "unknown", path: "engine", why: "is not set, and follows the database this one is made from" };
  const rule = tlsParameters.find((candidate) => candidate.engine.test(engine.value));
  const place = groups[database.type];
  if (!rule || !place) return { state: "absent", path: "engine" };

  const { parameter } = rule;
  const answer = (forced: boolean) => ({ state: "known" as const, path: place.property, value: { forced, parameter } });
  const named = database.properties.text(place.property);
  const isAwsDefault = named.state === "known" && named.value.startsWith("default.");
  if (named.state !== "absent" && !isAwsDefault) {
    const group = stack.target(database, named, place.type);
    if (group.state === "unknown") return group;
    if (group.state === "absent")
      return { state: "unknown", path: named.path, why: "is a parameter group outside the stack" };
    const setting = parameterOf(group.value, parameter);
    if (setting.state === "unknown") return setting;
    if (setting.state === "known") return answer(["1", "on", "true"].includes(setting.value.toLowerCase()));
  }
  if (rule.defaultSince === undefined) return answer(false);
  const version = database.properties.text("engineVersion");
  if (version.state === "unknown") return version;
  // Without a version AWS takes its newest default, which is past every number here.
  return answer(version.state === "absent" || Number.parseInt(version.value, 10) >= rule.defaultSince);
}

/** The value of a parameter in a group; unknown when it may hide behind an unknown name. */
function parameterOf(group: Resource, name: string): Read<string> {
  const parameters = group.properties.list("parameters");
  if (parameters.state !== "known") return parameters;
  let hidden: Read<string> | undefined;
  for (const parameter of parameters.value) {
    const key = parameter.text("name");
    if (key.state === "known" && key.value === name) return parameter.text("value");
    if (key.state === "unknown") hidden = key;
  }
  return hidden ?? { state: "absent", path: parameters.path };
}
