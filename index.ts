import { FargateApp, PrivateNetwork, RdsWithProxy } from "./components";
import { readConfig } from "./config";
import { createAlarmTopic } from "./program/alarmTopic";
import { appArgs, databaseArgs, networkArgs } from "./program/args";
import { createBudget } from "./program/budget";
import { serviceImages } from "./program/images";
import { definedOnly } from "./program/outputs";
import { createPmm, pmmOutputs } from "./program/pmm";
import { accessCommand } from "./program/portForward";
import { createProvider } from "./program/provider";
import { createTemporal, temporalOutputs } from "./program/temporal";

const config = readConfig();
const provider = createProvider(config);

const alarmTopic = createAlarmTopic(config, { provider });
createBudget({ ...config.budget, environment: config.environment, topicArn: alarmTopic.arn }, { provider });

const network = new PrivateNetwork("network", networkArgs(config), { provider });
const database = new RdsWithProxy("database", databaseArgs(config, network, alarmTopic.arn), { provider });
const { images, repositoryUrls } = serviceImages(config, { provider });
const app = new FargateApp("app", appArgs(config, network, database, images, alarmTopic.arn), { provider });
const pmm = createPmm(config, network, database, alarmTopic.arn, { provider });
const temporal = createTemporal(config, network, alarmTopic.arn, { provider });

/** The stack's outputs; those of parts that the configuration leaves out are absent. */
export = definedOnly({
  // The application: where it answers, and the shell command that brings an internal one to localhost:8080.
  albUrl: app.url,
  portForwardCommand: accessCommand(config, app),
  ecsClusterName: app.clusterName,
  serviceNames: app.serviceNames,
  logGroupNames: app.logGroupNames,
  migrateTaskDefinitionArn: app.migrationTaskDefinitionArn,
  runMigrationInput: app.runMigrationInput,
  ecrRepositoryUrls: repositoryUrls,

  // The database: endpoints, and where its connection URL is kept.
  databaseEndpoint: database.endpoint,
  databaseReaderEndpoint: database.readerEndpoint,
  rdsProxyEndpoint: database.proxyEndpoint,
  rdsProxyArn: database.proxyArn,
  dbConnectionSecretArn: database.connectionSecretArn,

  // The monitoring server: where it answers, how to get in, and what outlives its instance.
  pmm: pmmOutputs(pmm),
  // The Temporal cluster: what runs in it, how to set it up, and how to get in.
  temporal: temporalOutputs(temporal),

  // The network, and where alarms go.
  vpcId: network.vpcId,
  natPublicIps: network.natPublicIps,
  alarmTopicArn: alarmTopic.arn,
});
