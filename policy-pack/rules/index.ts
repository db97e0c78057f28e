import type { Rule } from "../frame/rule";
import { rdsNotPublic } from "./private-networking/rdsNotPublic";
import { securityGroupNoOpenIngress } from "./private-networking/securityGroupNoOpenIngress";
import { subnetNoPublicIpOnLaunch } from "./private-networking/subnetNoPublicIpOnLaunch";

/** Every rule of the pack, by family in the order of the documentation. */
export const rules: readonly Rule[] = [subnetNoPublicIpOnLaunch, securityGroupNoOpenIngress, rdsNotPublic];
