import * as fs from "node:fs";
import * as path from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { CommandError } from "../command/errors";

/** Where AWS publishes its price files, for everybody and without credentials. */
export const awsPriceList = "https://pricing.us-east-1.amazonaws.com";

/** Opens the price file of a service; undefined where there is none for the region. */
export interface PriceList {
  /** What it is, for messages. */
  nameOf(service: string): string;
  open(service: string, isGlobal: boolean, signal: AbortSignal): Promise<Readable | undefined>;
}

/** Files that were downloaded before, each called by its service: `AmazonEC2.json`. */
export function priceFilesIn(folder: string): PriceList {
  const nameOf = (service: string) => path.join(folder, `${service}.json`);
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandError(`${folder} is no folder.`, "Name the folder that has files such as AmazonEC2.json.");
  return {
    nameOf,
    open: (service) => {
      const file = nameOf(service);
      return Promise.resolve(fs.existsSync(file) ? fs.createReadStream(file) : undefined);
    },
  };
}

/** The files of a region as AWS, or a mirror of it, serves them now. */
export function priceFilesAt(base: string, region: string): PriceList {
  const urlOf = (service: string, isGlobal: boolean) =>
    `${base.replace(/\/$/, "")}/offers/v1.0/aws/${service}/current/${isGlobal ? "" : `${region}/`}index.json`;
  return {
    nameOf: (service) => `${service} at ${base}`,
    open: async (service, isGlobal, signal) => {
      const url = urlOf(service, isGlobal);
      const response = await fetch(url, { signal }).catch((error: unknown) => {
        throw unreachable(base, error);
      });
      if (response.status === 403 || response.status === 404) {
        await response.body?.cancel();
        return undefined;
      }
      if (!response.ok || !response.body)
        throw new CommandError(`${url} answers ${response.status} ${response.statusText}.`, "Try again later.");
      return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    },
  };
}

function unreachable(base: string, error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  const cause = error.cause as (Error & { code?: string }) | undefined;
  return new CommandError(
    `${base} cannot be reached (${cause?.code ?? cause?.message ?? error.message}).`,
    "Check the network, or download the files elsewhere and give their folder with --from.",
    { cause: error },
  );
}
