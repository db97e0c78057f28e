import picomatch from "picomatch";

const compiled = new Map<string, (text: string) => boolean>();

/**
 * Whether a text is the pattern itself or fits it as a glob. A star also crosses slashes, because URNs are full of
 * them, and parentheses and dollar signs stand for themselves.
 */
export function matches(pattern: string, text: string): boolean {
  if (pattern === text) return true;
  const matcher = compiled.get(pattern) ?? picomatch(pattern, { bash: true, dot: true, noextglob: true });
  compiled.set(pattern, matcher);
  return matcher(text);
}
