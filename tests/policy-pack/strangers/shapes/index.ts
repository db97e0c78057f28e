import type { Shape } from "../variants";
import { compute } from "./compute";
import { data } from "./data";
import { identity } from "./identity";
import { network } from "./network";
import { serverless } from "./serverless";

export const shapes: readonly Shape[] = [...compute, ...data, ...identity, ...network, ...serverless];
