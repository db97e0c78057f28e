import { isProviderType, stackType } from "../engine/urns";
import type { PreviewDocument, PreviewResource } from "./document";
import type { Style } from "./style";
import { table } from "./table";

const topLevel = "(top level)";

/** One component, or the resources that belong to none. */
interface Group {
  label: string;
  type: string;
  count: number;
}

/** How many resources each outermost component creates. */
export function resourcesSection({ resources }: PreviewDocument, style: Style): string {
  const created = resources.filter((resource) => !resource.external && resource.type !== stackType);
  const managed = created.filter((resource) => resource.custom && !isProviderType(resource.type));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const groups = new Map<string, Group>();
  for (const resource of created) {
    const owner = outermost(resource, byUrn);
    const isOwner = owner === resource;
    if (owner === undefined && !managed.includes(resource)) continue;
    const key = owner?.urn ?? topLevel;
    const group = groups.get(key) ?? { label: owner?.name ?? topLevel, type: owner?.type ?? "", count: 0 };
    if (!isOwner && managed.includes(resource)) group.count += 1;
    groups.set(key, group);
  }
  const rows = [...groups.values()].map(({ label, type, count }) => [label, type, String(count)]);
  const heading = `${style.bold("Resources")}  ${managed.length} to create`;
  if (rows.length === 0) return heading;
  return `${heading}\n${table([{ heading: "Component" }, { heading: "Type" }, { heading: "Resources", align: "right" }], rows, style)}`;
}

/** The component that a resource belongs to and that belongs to no other. */
function outermost(resource: PreviewResource, byUrn: Map<string, PreviewResource>): PreviewResource | undefined {
  let found = isComponent(resource) ? resource : undefined;
  let current: PreviewResource | undefined = resource;
  while (current !== undefined) {
    current = byUrn.get(current.parent ?? "");
    if (current !== undefined && isComponent(current)) found = current;
  }
  return found;
}

function isComponent(resource: PreviewResource): boolean {
  return !resource.custom && resource.type !== stackType;
}

/** Every resource below its parent. */
export function resourceTree({ resources }: PreviewDocument, style: Style): string {
  const children = new Map<string, PreviewResource[]>();
  const known = new Set(resources.map(({ urn }) => urn));
  for (const resource of resources) {
    const parent = resource.parent !== null && known.has(resource.parent) ? resource.parent : "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const lines: string[] = [];
  const walk = (parent: string, indent: string) => {
    for (const resource of children.get(parent) ?? []) {
      const place = resource.location === null ? "" : style.dim(`  ${resource.location}`);
      const mark = resource.external
        ? style.dim("  (exists)")
        : resource.remote
          ? style.dim("  (not looked into)")
          : "";
      lines.push(`${indent}${resource.name}  ${style.cyan(resource.type)}${mark}${place}`);
      walk(resource.urn, `${indent}  `);
    }
  };
  walk("", "");
  return [`${style.bold("Resources")}  ${resources.length}`, ...lines].join("\n");
}
