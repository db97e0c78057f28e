import {
  checkFargateApp,
  checkImageRepository,
  checkPmmServer,
  checkPrivateNetwork,
  checkRdsWithProxy,
  checkTemporalServices,
} from "../components";
import type { Fault, StackConfig } from "../config";
import { appArgs, databaseArgs, dsqlEndpointKey, imageRepositoryArgs, networkArgs, type NetworkLinks } from "./args";
import { pmmArgs, pmmContradictions } from "./pmm";
import { temporalArgs, temporalContradictions } from "./temporal";

/** Identifiers in place of what does not exist yet, in the shape that AWS gives them. */
const placeholder = {
  vpcId: "vpc-00000000000000000",
  securityGroupId: "sg-00000000000000000",
  prefixListId: "pl-00000000",
  topicArn: "arn:aws:sns:us-east-1:000000000000:alarms",
  valueFrom: "arn:aws:ssm:us-east-1:000000000000:parameter/placeholder",
  image: "placeholder:1",
};

/** Component argument -> setting, where the names differ. Everything else is the same name below the section. */
const settingNames: Record<string, string> = {
  "network.cidrBlock": "network.cidr",
  "network.connectedCidrBlocks": "network.connectedCidrs",
  "network.sleepSchedule": "schedule",
  "database.sleepSchedule": "schedule",
  "app.application": "app.name",
  "app.taskSubnetIds": "app.taskZones",
  "app.loadBalancerSubnetIds": "network.availabilityZones",
  "app.efs": "app.fileSystem",
  "app.s3PrefixListId": "network.gatewayEndpoints",
  "database.application": "app.name",
  "database.subnetIds": "network.availabilityZones",
  "pmm.loadBalancerSubnetIds": "network.availabilityZones",
  "network.endpointServices": "temporal.dsqlServiceName",
  "temporal.subnetIds": "network.availabilityZones",
  "temporal.schedule": "schedule",
  "temporal.s3PrefixListId": "network.gatewayEndpoints",
  "temporal.dsqlSecurityGroupId": "temporal.dsqlServiceName",
};

/** Arguments that every component takes from the top of the configuration. */
const shared = ["environment", "accountId", "region"];

/** What the components would refuse, found without registering anything. */
export function componentFaults(config: StackConfig): Fault[] {
  const { availabilityZones: zones } = config.network;
  const subnets = (kind: string) => zones.map((zone) => `subnet-${kind}-${zone}`);
  const network: NetworkLinks = {
    vpcId: placeholder.vpcId,
    privateSubnetIdByZone: Object.fromEntries(zones.map((zone) => [zone, `subnet-private-${zone}`])),
    publicSubnetIds: config.network.publicSubnets ? subnets("public") : [],
    dataSubnetIds: subnets("data"),
    endpointSecurityGroupId: config.network.interfaceEndpoints.length > 0 ? placeholder.securityGroupId : undefined,
    endpointServiceSecurityGroupIds:
      config.temporal.dsqlServiceName === undefined ? {} : { [dsqlEndpointKey]: placeholder.securityGroupId },
    gatewayPrefixListIds: config.network.gatewayEndpoints.includes("s3") ? { s3: placeholder.prefixListId } : {},
  };
  const database = {
    clientSecurityGroupId: placeholder.securityGroupId,
    databaseUrlValueFrom: placeholder.valueFrom,
    connectionVersion: "1",
  };
  const images = Object.fromEntries(
    Object.entries(config.app.services).map(([key, service]) => [key, service.image ?? placeholder.image]),
  );
  const topic = placeholder.topicArn.replace(":us-east-1:", `:${config.region}:`);
  const watched = { securityGroupId: placeholder.securityGroupId, databasePort: config.database.port ?? 5432 };
  return [
    ...checkPrivateNetwork("network", networkArgs(config)).map((fault) => located("network", fault)),
    ...checkRdsWithProxy("database", databaseArgs(config, network, topic)).map((fault) => located("database", fault)),
    ...Object.entries(config.app.services)
      .filter(([, service]) => service.image === undefined)
      .flatMap(([key, service]) =>
        checkImageRepository(`${key}-images`, imageRepositoryArgs(config, key, service)).map((fault) =>
          located(`app.services.${key}`, fault.propertyPath === "tag" ? { ...fault, propertyPath: "imageTag" } : fault),
        ),
      ),
    ...checkFargateApp("app", appArgs(config, network, database, images, topic))
      .filter(({ propertyPath }) => propertyPath !== "endpointSecurityGroupId") // told as a contradiction
      .map((fault) => located("app", fault)),
    ...(config.pmm.enabled ? checkPmmServer("pmm", pmmArgs(config, network, watched, topic)) : []).map((fault) =>
      located("pmm", fault),
    ),
    ...(config.temporal.enabled ? checkTemporalServices("temporal", temporalArgs(config, network, topic)) : [])
      .filter(({ propertyPath }) => propertyPath !== "endpointSecurityGroupId") // told as a contradiction
      .map((fault) => located("temporal", fault)),
  ];
}

/** A component's fault at the setting that it came from. */
function located(section: string, fault: { propertyPath: string; reason: string }): Fault {
  const [, first = "", rest = ""] = /^([^.[]*)(.*)$/s.exec(fault.propertyPath) ?? [];
  if (first === "region") return { path: "aws:region", reason: fault.reason };
  const argument = `${section}.${first}`;
  const setting = settingNames[argument] ?? (shared.includes(first) ? first : argument);
  return { path: `cloister:${setting}${rest}`, reason: inSettingNames(section, fault.reason) };
}

/** A reason that speaks of arguments by another name speaks of settings. */
function inSettingNames(section: string, reason: string): string {
  return Object.entries(settingNames)
    .filter(([argument]) => argument.startsWith(`${section}.`))
    .reduce((text, [argument, setting]) => {
      const [from = "", to = ""] = [argument, setting].map((path) => path.split(".").at(-1));
      return text.replace(new RegExp(`\\b${from}\\b`, "g"), to);
    }, reason);
}

/** Settings that are fine one by one and wrong together, across components. */
export function contradictions(config: StackConfig): Fault[] {
  const faults: Fault[] = [];
  const { network, app } = config;
  app.taskZones
    ?.filter((zone) => !network.availabilityZones.includes(zone))
    .forEach((zone) =>
      faults.push({
        path: "cloister:app.taskZones",
        reason: `has ${zone}, which is not among network.availabilityZones ${network.availabilityZones.join(", ")}`,
      }),
    );
  if (network.egress === "none" && network.interfaceEndpoints.length === 0) {
    faults.push({
      path: "cloister:network.egress",
      reason:
        "none needs interfaceEndpoints (ecr.api, ecr.dkr, logs, and ssm or secretsmanager), or no task could start, " +
        "got none of them; add them, or choose natInstance, natGateway or natGatewayPerZone",
    });
  }
  if (!app.loadBalancer.internal && !network.publicSubnets) {
    faults.push({
      path: "cloister:app.loadBalancer.internal",
      reason: "false needs public subnets; set network.publicSubnets to true, or keep the balancer internal",
    });
  }
  faults.push(...pmmContradictions(config), ...temporalContradictions(config));
  for (const [key, service] of Object.entries(app.services)) {
    const sources = (["image", "imageTag", "build"] as const).filter((source) => service[source] !== undefined);
    if (sources.length !== 1) {
      faults.push({
        path: `cloister:app.services.${key}`,
        reason: `needs exactly one of image, imageTag and build, got ${sources.length === 0 ? "none" : sources.join(" and ")}`,
      });
    }
    const awake = service.schedule && (service.schedule.offHoursMinimum ?? 1) > 0;
    if (config.schedule && awake && service.databaseUrlEnvironmentName !== undefined) {
      faults.push({
        path: `cloister:app.services.${key}.schedule.offHoursMinimum`,
        reason: "must be 0, because cloister:schedule puts its database to sleep; or leave cloister:schedule out",
      });
    }
  }
  return faults;
}
