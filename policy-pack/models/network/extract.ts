import type { Stack } from "../../../plan/stack";
import { readAcls } from "./extract/acls";
import { readBalancers } from "./extract/balancers";
import { readClassicBalancers } from "./extract/classicBalancers";
import { readCaches, readDatabases, readSearchAndKafka } from "./extract/databases";
import { readGatewayEndpoints } from "./extract/gatewayEndpoints";
import { readGroups } from "./extract/groups";
import { readSimpleHosts } from "./extract/hosts";
import { readInstances } from "./extract/instances";
import { readRouting } from "./extract/routing";
import { readTasks } from "./extract/tasks";
import { readPrefixLists, readSubnets, readVpcs } from "./extract/vpcs";
import { World } from "./extract/world";
import type { Facts } from "./facts";

/** Reads the network facts of a plan: what it makes, and what outside it names by literal ids. */
export function extractFacts(stack: Stack): Facts {
  const world = new World(stack);
  const prefixLists = readPrefixLists(world);
  readVpcs(world);
  readSubnets(world);
  readGroups(world, prefixLists);
  readInstances(world);
  readTasks(world);
  readDatabases(world);
  readCaches(world);
  readSearchAndKafka(world);
  readSimpleHosts(world);
  readBalancers(world);
  readClassicBalancers(world);
  // Last, because what names a subnet outside the stack for the first time gives it a table and a network ACL, too.
  readRouting(world, prefixLists);
  readAcls(world);
  // They name route tables, which are known by now.
  const gatewayEndpoints = readGatewayEndpoints(world);
  return {
    vpcs: world.vpcs.all(),
    subnets: world.subnets.all(),
    tables: world.tables.all(),
    acls: world.acls.all(),
    groups: world.groups.all(),
    hosts: world.hosts.all(),
    gatewayEndpoints,
  };
}
