import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { idleCost } from "./bills/componentCost";
import { repositoryRoot, type GeneratedFile } from "./generatedFile";

/** The components that have a page, by file name below `components/`. */
const componentFiles = [
  "privateNetwork",
  "fargateApp",
  "rdsWithProxy",
  "pmmServer",
  "temporalServices",
  "imageRepository",
];

/** A page for every component, made of its doc comments and its example below `examples/components/`. */
export const componentPages: readonly GeneratedFile[] = componentFiles.map((name) => ({
  file: `docs/components/${name}.md`,
  render: () => renderPage(name),
}));

async function renderPage(name: string): Promise<string> {
  const types = declarationsOf(name);
  const component = [...types.values()].find(
    (node) =>
      ts.isClassDeclaration(node) && node.heritageClauses?.[0]?.types[0]?.getText().includes("ComponentResource"),
  );
  if (!component || !ts.isClassDeclaration(component)) throw new Error(`no component in components/${name}.ts`);
  const title = component.name?.text ?? name;
  const args = types.get(`${title}Args`);
  if (!args || !ts.isInterfaceDeclaration(args)) throw new Error(`no ${title}Args in components/${name}`);
  const example = fs.readFileSync(path.join(repositoryRoot(), "examples", "components", `${name}.ts`), "utf8");
  return [
    `# ${title}`,
    "<!-- Made of the doc comments by `npm run docs`; do not edit. -->",
    docOf(component),
    "## Example",
    `\`\`\`ts\n${example.replaceAll("../../components", "cloister")}\`\`\``,
    "## Arguments",
    ...membersOf(args, types),
    ...nestedTypes(args, types).flatMap((node) => [
      `### ${node.name?.text ?? ""}`,
      docOf(node),
      ...contentsOf(node, types),
    ]),
    "## Outputs",
    ...outputsOf(component),
    ...(await idleCost(title)),
  ].join("\n\n");
}

/** Every interface, class and constant of a component's files and of what the components share, by name. */
function declarationsOf(name: string): Map<string, ts.DeclarationStatement> {
  const folder = path.join(repositoryRoot(), "components");
  const files = [`${name}.ts`, ...[name, "internal"].flatMap((room) => tsFiles(folder, room))];
  const found = new Map<string, ts.DeclarationStatement>();
  for (const file of files) {
    const text = fs.readFileSync(path.join(folder, file), "utf8");
    for (const node of ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).statements) {
      if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) {
        if (node.name) found.set(node.name.text, node);
      } else if (ts.isVariableStatement(node)) {
        const [declaration] = node.declarationList.declarations;
        if (declaration && ts.isIdentifier(declaration.name))
          found.set(declaration.name.text, node as unknown as ts.DeclarationStatement);
      }
    }
  }
  return found;
}

function tsFiles(folder: string, room: string): string[] {
  const directory = path.join(folder, room);
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(room, file));
}

/** Properties of an interface, those that it inherits first. */
function propertiesOf(
  node: ts.InterfaceDeclaration,
  types: Map<string, ts.DeclarationStatement>,
): ts.PropertySignature[] {
  const inherited = (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap((type) => {
      const parent = types.get(type.expression.getText());
      return parent && ts.isInterfaceDeclaration(parent) ? propertiesOf(parent, types) : [];
    }),
  );
  return [...inherited, ...node.members.filter(ts.isPropertySignature)];
}

function membersOf(node: ts.InterfaceDeclaration, types: Map<string, ts.DeclarationStatement>): string[] {
  return [list(propertiesOf(node, types).map((member) => item(member, member.questionToken === undefined)))];
}

function contentsOf(node: ts.DeclarationStatement, types: Map<string, ts.DeclarationStatement>): string[] {
  if (ts.isInterfaceDeclaration(node)) return membersOf(node, types);
  const values: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isPropertyAssignment(child))
      values.push(`- \`${child.initializer.getText().replaceAll('"', "")}\`: ${docOf(child)}`);
    else ts.forEachChild(child, visit);
  };
  visit(node);
  return [list(values)];
}

/** Named types that arguments refer to, in the order in which a reader meets them. */
function nestedTypes(
  root: ts.InterfaceDeclaration,
  types: Map<string, ts.DeclarationStatement>,
): ts.DeclarationStatement[] {
  const met = new Map<string, ts.DeclarationStatement>();
  const visit = (node: ts.InterfaceDeclaration): void => {
    for (const member of propertiesOf(node, types)) {
      for (const name of member.type?.getText().match(/\b[A-Z]\w+/g) ?? []) {
        const type = types.get(name);
        if (!type || met.has(name)) continue;
        met.set(name, Object.assign(type, { name: ts.factory.createIdentifier(name) }));
        if (ts.isInterfaceDeclaration(type)) visit(type);
      }
    }
  };
  visit(root);
  return [...met.values()];
}

function outputsOf(component: ts.ClassDeclaration): string[] {
  const outputs = component.members.filter(ts.isPropertyDeclaration);
  return [list(outputs.map((member) => item(member, false)))];
}

function item(member: ts.PropertySignature | ts.PropertyDeclaration, required: boolean): string {
  const type = member.type?.getText().replace(/pulumi\.(Input|Output)/g, "$1") ?? "";
  return `- **\`${member.name.getText()}\`** \`${type}\`${required ? ", required" : ""}. ${docOf(member).replaceAll("\n", "\n  ")}`;
}

function list(items: readonly string[]): string {
  return items.join("\n");
}

/** The text of a node's own doc comment. */
function docOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment;
  return (typeof comment === "string" ? comment : (ts.getTextOfJSDocComment(comment) ?? "")).trim();
}
