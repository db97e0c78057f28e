import * as fs from "node:fs";
import { PreviewError } from "../errors";
import { previewDocument, type PreviewDocument } from "./document";

/**
 * A preview that was written with `--json`, to compare with.
 *
 * Throws a PreviewError for a file that is none, or of another version of this package.
 */
export function readBase(file: string): PreviewDocument {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (fault) {
    throw new PreviewError(`--base ${file} cannot be read: ${(fault as NodeJS.ErrnoException).code ?? String(fault)}`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new PreviewError(`--base ${file} is not JSON. Write it with: cloister preview --json > ${file}`);
  }
  const parsed = previewDocument.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PreviewError(
    `--base ${file} is no preview of this version: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}. Write it anew with: cloister preview --json > ${file}`,
  );
}
