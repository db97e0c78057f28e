import type { Pricer } from "../inquiry";
import { containerPricers } from "./containers";
import { databasePricers } from "./databases";
import { machinePricers } from "./machines";
import { networkPricers } from "./network";
import { observabilityPricers } from "./observability";
import { proxyPricers } from "./proxies";
import { securityPricers } from "./security";
import { serverlessPricers } from "./serverless";
import { storagePricers } from "./storage";

/** Who prices a type. What is in no table is free by a rule of `free.ts`, or unpriced. */
export const pricers: Readonly<Record<string, Pricer>> = {
  ...containerPricers,
  ...databasePricers,
  ...machinePricers,
  ...networkPricers,
  ...observabilityPricers,
  ...proxyPricers,
  ...securityPricers,
  ...serverlessPricers,
  ...storagePricers,
};
