import path from "node:path";

/** A file that is made from the sources, and must not be edited. */
export interface GeneratedFile {
  /** Path below the root of the repository. */
  readonly file: string;
  /** Its text, before formatting. */
  render(): string | Promise<string>;
}

/** Formats a generated text as `npm run format` would, so that it is stable under it. Development only. */
export async function formatted({ file, render }: GeneratedFile): Promise<string> {
  const prettier = await import("prettier");
  const filepath = path.join(repositoryRoot(), file);
  const options = await prettier.resolveConfig(filepath);
  return prettier.format(await render(), { ...options, filepath });
}

/** The folder of the root package.json, from the sources and from dist/ alike. */
export function repositoryRoot(): string {
  const above = path.join(__dirname, "..", "..");
  return path.basename(above) === "dist" ? path.join(above, "..") : above;
}
