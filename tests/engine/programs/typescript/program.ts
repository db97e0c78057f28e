import * as pulumi from "@pulumi/pulumi";
import { Work } from "./queue";

export = async () => {
  const work = new Work("work", { retentionSeconds: pulumi.output(60).apply((seconds) => seconds * 60) });
  await Promise.resolve();
  return { url: work.url, text: pulumi.interpolate`at ${work.url}` };
};
