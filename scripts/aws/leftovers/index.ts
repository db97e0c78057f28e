import { balancers } from "./balancers";
import { network } from "./network";
import { storage } from "./storage";
import { databaseSnapshots, untaggedImages } from "./stores";
import type { Kind } from "./types";

/** Every kind of leftover that is looked for. */
export const kinds: readonly Kind[] = [network, storage, balancers, untaggedImages, databaseSnapshots];
