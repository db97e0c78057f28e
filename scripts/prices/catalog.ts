import { computeRules } from "./catalog/compute";
import { databaseRules } from "./catalog/databases";
import { serviceRules } from "./catalog/services";
import type { PriceRule } from "./rules";

/**
 * Every price that is read from AWS's Price List. What stands in a table without a rule here stays as it was written:
 * dashboards, which AWS lists no row for, and few others whose row has not been seen yet.
 */
export const catalog: readonly PriceRule[] = [...computeRules, ...databaseRules, ...serviceRules];
