import { taskType } from "../../../plan/ecs";
import type { Read, Reader } from "../../../plan/reader";
import type { Resource } from "../../../plan/resource";

const functionType = "aws:lambda/function:Function";
const projectType = "aws:codebuild/project:Project";
const runnerType = "aws:apprunner/service:Service";
const jobType = "aws:batch/jobDefinition:JobDefinition";

/** The property that holds the variables, by type. */
const properties: Readonly<Record<string, string>> = {
  [taskType]: "containerDefinitions",
  [functionType]: "environment",
  [projectType]: "environment",
  [runnerType]: "sourceConfiguration",
  [jobType]: "containerProperties",
};

/** Types that give environment variables to programs. */
export const environmentTypes: readonly string[] = Object.keys(properties);

/** The top property that holds the variables of a type. */
export function environmentProperty(type: string): string {
  return properties[type] ?? "environment";
}

export interface Variable {
  readonly name: Read<string>;
  readonly value: Read<string>;
  /** The container, when there can be several. */
  readonly owner?: string;
}

export interface Environment {
  readonly variables: readonly Variable[];
  /** Parts that cannot be read, and may hold more. */
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
}

/** The environment variables that a resource gives to what it runs; a document is read as far as it is known. */
export function environmentsOf({ type, properties: all }: Resource): Environment {
  const variables: Variable[] = [];
  const unreadable: { path: string; why: string }[] = [];
  const use = <T>(read: Read<T>, go: (value: T) => void) => {
    if (read.state === "known") go(read.value);
    if (read.state === "unknown") unreadable.push(read);
  };
  const pairs = (list: Read<Reader[]>, owner?: string) => {
    use(list, (items) => {
      for (const item of items) {
        if (item.isUnknown()) use(item.entries(), () => undefined);
        else if (isPlain(item)) variables.push({ name: item.text("name"), value: item.text("value"), owner });
      }
    });
  };
  const map = (entries: Read<[string, Reader][]>) => {
    use(entries, (items) => {
      for (const [name, value] of items)
        variables.push({ name: { state: "known", path: value.path, value: name }, value: value.text() });
    });
  };
  const containers = (document: Read<Reader>) => {
    use(document, (found) => {
      use(found.list(), (items) => {
        for (const item of items) {
          if (item.isUnknown()) use(item.entries(), () => undefined);
          const name = item.text("name");
          pairs(item.list("environment"), name.state === "known" ? name.value : undefined);
        }
      });
    });
  };

  if (type === taskType) containers(all.json("containerDefinitions"));
  if (type === jobType) containers(all.json("containerProperties"));
  if (type === functionType) map(all.at("environment").entries("variables"));
  if (type === projectType) pairs(all.at("environment").list("environmentVariables"));
  if (type === runnerType) {
    const source = all.at("sourceConfiguration");
    map(source.at("imageRepository.imageConfiguration").entries("runtimeEnvironmentVariables"));
    map(source.at("codeRepository.codeConfiguration.codeConfigurationValues").entries("runtimeEnvironmentVariables"));
  }
  return { variables, unreadable };
}

/** CodeBuild's variables can be references instead of values. */
function isPlain(item: Reader): boolean {
  const type = item.text("type");
  return type.state !== "known" || type.value === "PLAINTEXT";
}
