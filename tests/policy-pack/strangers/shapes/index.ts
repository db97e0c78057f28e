import type { Shape } from "../variants";
import { compute } from "./compute";
import { converted } from "./converted";
import { data } from "./data";
import { eventDriven } from "./eventDriven";
import { identity } from "./identity";
import { network } from "./network";
import { platforms } from "./platforms";
import { serverless } from "./serverless";
import { tutorials } from "./tutorials";

export const shapes: readonly Shape[] = [
  ...[...compute, ...data, ...identity, ...network, ...serverless],
  ...[...tutorials, ...converted, ...eventDriven, ...platforms],
];
