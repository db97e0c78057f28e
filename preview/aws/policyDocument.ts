import { isObject, type Properties, type Value } from "../engine/values";
import type { AwsAnswer } from "./model";
import { text, texts } from "./model";

/** A statement with its members in the order in which the provider writes them. */
type Statement = Partial<
  Record<
    "Sid" | "Effect" | "Action" | "NotAction" | "Resource" | "NotResource" | "Principal" | "NotPrincipal" | "Condition",
    Value
  >
>;

interface Document {
  Version: string;
  Id: string;
  Statement: Statement[];
}

const defaultVersion = "2012-10-17";
const oldVersion = "2008-10-17";

/** IAM policy documents, byte for byte as the provider renders them. */
export const policyDocumentAnswers: Record<string, AwsAnswer> = {
  "iam/getPolicyDocument": (args) => {
    const version = text(args["version"]) ?? defaultVersion;
    const merged: Document = { Version: "", Id: "", Statement: [] };
    mergeSources(merged, texts(args["sourcePolicyDocuments"]));
    const statements = objects(args["statements"]).map((statement) => render(statement, version));
    refuseDuplicateSids(statements, "duplicate Sid (SID). Remove the Sid or ensure the Sid is unique.");
    merge(merged, { Version: version, Id: text(args["policyId"]) ?? "", Statement: statements });
    for (const override of texts(args["overridePolicyDocuments"])) merge(merged, parseDocument(override));
    const json = goJson(ordered(merged), 2);
    return {
      ...args,
      version,
      id: String(crc32(json)),
      json,
      minifiedJson: goJson(ordered(merged), 0),
    };
  },
};

function objects(value: Value | undefined): Properties[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function render(statement: Properties, version: string): Statement {
  const list = (key: string) => singleOrSorted(texts(statement[key]));
  const withVariables = (key: string) => singleOrSorted(texts(statement[key]).map((one) => variables(one, version)));
  return withoutEmpty({
    Sid: text(statement["sid"]),
    Effect: text(statement["effect"]) ?? "Allow",
    Action: list("actions"),
    NotAction: list("notActions"),
    Resource: withVariables("resources"),
    NotResource: withVariables("notResources"),
    Principal: principals(objects(statement["principals"]), version),
    NotPrincipal: principals(objects(statement["notPrincipals"]), version),
    Condition: conditions(objects(statement["conditions"]), version),
  });
}

function withoutEmpty(statement: Record<keyof Statement, Value | undefined>): Statement {
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined)) as Statement;
}

/** Lists are sets to the provider, written from the last to the first; one element stands alone. */
function singleOrSorted(list: string[]): Value | undefined {
  const sorted = lastToFirst(list);
  return sorted.length > 1 ? sorted : sorted[0];
}

function lastToFirst(list: string[]): string[] {
  return [...new Set(list)].sort().reverse();
}

/** `&{` stands for `${`, which Pulumi programs may not be able to write. */
function variables(value: string, version: string): string {
  if (version === oldVersion && value.includes("&{")) {
    throw new Error(`found &{ sequence in (${value}), which is not supported in document version ${oldVersion}`);
  }
  return value.replaceAll("&{", "${");
}

function principals(entries: Properties[], version: string): Value | undefined {
  if (entries.length === 0) return undefined;
  const byType = new Map<string, string[]>();
  for (const entry of entries) {
    const type = text(entry["type"]) ?? "";
    const identifiers = texts(entry["identifiers"]).map((one) => variables(one, version));
    byType.set(type, [...(byType.get(type) ?? []), ...lastToFirst(identifiers)]);
  }
  const everyone = byType.get("*");
  if (entries.length === 1 && everyone?.length === 1 && everyone[0] === "*") return "*";
  return sortedByKey([...byType].map(([type, list]) => [type, list.length === 1 ? (list[0] ?? "") : list]));
}

/** Values keep their order: it matters to some operators. */
function conditions(entries: Properties[], version: string): Value | undefined {
  if (entries.length === 0) return undefined;
  const byTest = new Map<string, Map<string, string[]>>();
  for (const entry of entries) {
    const variablesOfTest = byTest.get(text(entry["test"]) ?? "") ?? new Map<string, string[]>();
    byTest.set(text(entry["test"]) ?? "", variablesOfTest);
    const variable = text(entry["variable"]) ?? "";
    const values = texts(entry["values"]).map((one) => variables(one, version));
    variablesOfTest.set(variable, [...(variablesOfTest.get(variable) ?? []), ...values]);
  }
  return sortedByKey(
    [...byTest].map(([test, found]) => [
      test,
      sortedByKey([...found].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? "") : list])),
    ]),
  );
}

function sortedByKey(entries: [string, Value][]): Properties {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseDocument(json: string): Document {
  const parsed = JSON.parse(json) as Properties;
  return {
    Version: text(parsed["Version"]) ?? "",
    Id: text(parsed["Id"]) ?? "",
    Statement: objects(parsed["Statement"]),
  };
}

function mergeSources(merged: Document, sources: string[]): void {
  const documents = sources.map(parseDocument);
  refuseDuplicateSids(
    documents.flatMap((document) => document.Statement),
    "duplicate Sid (SID) in source_policy_documents. Remove the Sid or ensure Sids are unique.",
  );
  for (const document of documents) merge(merged, document);
}

function refuseDuplicateSids(statements: Statement[], message: string): void {
  const seen = new Set<Value>();
  for (const { Sid } of statements) {
    if (Sid === undefined || Sid === "") continue;
    if (seen.has(Sid)) throw new Error(`writing IAM Policy Document: ${message.replace("SID", String(Sid))}`);
    seen.add(Sid);
  }
}

/** A later document's statements replace those with the same Sid. */
function merge(into: Document, from: Document): void {
  if (from.Id !== "") into.Id = from.Id;
  if (from.Version > into.Version) into.Version = from.Version;
  for (const statement of from.Statement) {
    const { Sid } = statement;
    const existing = Sid === undefined || Sid === "" ? -1 : into.Statement.findIndex((one) => one.Sid === Sid);
    if (existing >= 0) into.Statement[existing] = statement;
    else into.Statement.push(statement);
  }
}

const memberOrder: (keyof Statement)[] = [
  ...(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"] as const),
  ...(["Principal", "NotPrincipal", "Condition"] as const),
];

function ordered({ Version, Id, Statement: statements }: Document): Properties {
  return {
    ...(Version === "" ? {} : { Version }),
    ...(Id === "" ? {} : { Id }),
    ...(statements.length === 0
      ? {}
      : {
          Statement: statements.map((statement) =>
            Object.fromEntries(
              memberOrder.flatMap((member): [string, Value][] => {
                const value = statement[member];
                return value === undefined ? [] : [[member, value]];
              }),
            ),
          ),
        }),
  };
}

/** The checksum the provider makes its data sources' ids of. */
function crc32(content: string): number {
  let checksum = 0xffffffff;
  for (const byte of Buffer.from(content)) {
    checksum ^= byte;
    for (let bit = 0; bit < 8; bit++) checksum = (checksum >>> 1) ^ (checksum & 1 ? 0xedb88320 : 0);
  }
  return ~checksum >>> 0;
}

/** JSON as Go writes it: the characters that mean something in HTML are escaped. */
function goJson(value: Properties, indent: number): string {
  return JSON.stringify(value, undefined, indent)
    .replaceAll("&", "\\u0026")
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e");
}
