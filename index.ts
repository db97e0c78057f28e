import { FargateApp, PrivateNetwork, RdsWithProxy } from "./components";
import { readConfig } from "./config";
import { createAlarmTopic } from "./program/alarmTopic";
import { appArgs, databaseArgs, networkArgs } from "./program/args";
import { createBudget } from "./program/budget";
import { serviceImages } from "./program/images";
import { accessCommand } from "./program/portForward";
import { createProvider } from "./program/provider";

const config = readConfig();
const provider = createProvider(config);

const alarmTopic = createAlarmTopic(config, { provider });
createBudget({ ...config.budget, environment: config.environment, topicArn: alarmTopic.arn }, { provider });

const network = new PrivateNetwork("network", networkArgs(config), { provider });
const database = new RdsWithProxy("database", databaseArgs(config, network, alarmTopic.arn), { provider });
const { images, repositoryUrls } = serviceImages(config, { provider });
const app = new FargateApp("app", appArgs(config, network, database, images, alarmTopic.arn), { provider });

/** Where the application answers. */
export const albUrl = app.url;
/** Shell command that brings an internal application to localhost:8080; absent without ECS Exec. */
export const portForwardCommand = accessCommand(config, app);
export const ecsClusterName = app.clusterName;
export const serviceNames = app.serviceNames;
export const logGroupNames = app.logGroupNames;
export const migrateTaskDefinitionArn = app.migrationTaskDefinitionArn;
export const runMigrationInput = app.runMigrationInput;
export const ecrRepositoryUrls = repositoryUrls;

export const databaseEndpoint = database.endpoint;
export const databaseReaderEndpoint = database.readerEndpoint;
export const rdsProxyEndpoint = database.proxyEndpoint;
export const rdsProxyArn = database.proxyArn;
export const dbConnectionSecretArn = database.connectionSecretArn;

export const vpcId = network.vpcId;
export const natPublicIps = network.natPublicIps;
export const alarmTopicArn = alarmTopic.arn;
