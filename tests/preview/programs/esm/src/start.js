// An ES module with a top-level await.
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { names } from "./names.js";

const here = new URL(".", import.meta.url).pathname.split("/").at(-2);
const topics = await Promise.all(names.map(async (name) => new aws.sns.Topic(name, { displayName: name })));

export const folder = here;
export const count = topics.length;
export const packageName = JSON.parse(readFileSync("package.json", "utf8")).name;
