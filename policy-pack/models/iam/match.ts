/**
 * Patterns of policies: `*` stands for any text, also none, and `?` for exactly one character. AWS lets a `*` at the
 * end of an ARN's segment run across colons; one inside a segment is treated alike here, as no ARN of a resource that
 * these patterns are held against differs by it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** Whether a text fits a pattern, to the letter. Never slower than the product of the two lengths. */
export function fits(pattern: string, text: string): boolean {
  let [at, mark, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    const symbol = pattern[mark];
    if (symbol === "*") {
      star = mark++;
      resume = at;
    } else if (mark < pattern.length && (symbol === "?" || symbol === text[at])) {
      mark++;
      at++;
    } else if (star >= 0) {
      mark = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[mark] === "*") mark++;
  return mark === pattern.length;
}

/** Whether a pattern stands for one text only. */
export function isLiteral(pattern: string): boolean {
  return !pattern.includes("*") && !pattern.includes("?");
}

/** Whether a pattern fits every text. */
export function isEverything(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/** Whether there is a text that fits both patterns. */
export function overlap(left: string, right: string): boolean {
  if (isLiteral(left)) return fits(right, left);
  if (isLiteral(right)) return fits(left, right);
  // row[j]: the left pattern so far and the right one up to j share a text
  let row = [true];
  for (let j = 0; j < right.length; j++) row.push(row[j] === true && right[j] === "*");
  for (const mine of left) {
    const next = [row[0] === true && mine === "*"];
    for (let j = 0; j < right.length; j++) {
      const other = right[j];
      const alike = mine === other || mine === "?" || other === "?";
      const shared = mine === "*" || other === "*" ? row[j + 1] === true || next[j] === true : row[j] === true && alike;
      next.push(shared);
    }
    row = next;
  }
  return row[right.length] === true;
}

/** A character that no pattern spells out: whatever fits it in a pattern fits any character. */
const fresh = "\uFFFF";

/** Whether every text that fits `inner` fits `outer` too. */
export function covers(outer: string, inner: string): boolean {
  if (isEverything(outer)) return true;
  if (isLiteral(inner)) return fits(outer, inner);
  if (isLiteral(outer)) return /^\*+$/.test(outer) || outer === inner;
  // Without `?` in the outer pattern a fresh character can only be taken by a star, which takes none or many as well.
  if (!outer.includes("?")) return fits(outer, inner.replace(/[*?]/g, fresh));
  return coversByPositions(outer, inner);
}

/** The general case: follows all positions that the outer pattern can be at, for stars of every length. */
function coversByPositions(outer: string, inner: string): boolean {
  let worlds: Positions[] = [settle(outer, new Set([0]))];
  for (const symbol of inner) {
    if (symbol === "*") worlds = anyLength(outer, worlds);
    else worlds = smallest(worlds.map((world) => step(outer, world, symbol === "?" ? fresh : symbol)));
    if (worlds.some((world) => world.size === 0)) return false;
  }
  return worlds.every((world) => world.has(outer.length));
}

type Positions = ReadonlySet<number>;

function settle(pattern: string, positions: Set<number>): Positions {
  for (const position of positions) if (pattern[position] === "*") positions.add(position + 1);
  return positions;
}

function step(pattern: string, positions: Positions, character: string): Positions {
  const next = new Set<number>();
  for (const position of positions) {
    const symbol = pattern[position];
    if (symbol === "*") next.add(position);
    else if (symbol === "?" || symbol === character) next.add(position + 1);
  }
  return settle(pattern, next);
}

function anyLength(pattern: string, worlds: readonly Positions[]): Positions[] {
  const found = [...worlds];
  for (let world = found.shift(), all: Positions[] = []; ; world = found.shift()) {
    if (!world) return smallest(all);
    const known = all.some((other) => isSubset(other, world as Positions));
    if (known) continue;
    all = [...all, world];
    found.push(step(pattern, world, fresh));
  }
}

/** Drops what contains another: where the fewer positions lead to the end, the more do. */
function smallest(worlds: readonly Positions[]): Positions[] {
  return worlds.filter(
    (world, index) =>
      !worlds.some((other, at) => at !== index && isSubset(other, world) && (other.size < world.size || at < index)),
  );
}

function isSubset(part: Positions, whole: Positions): boolean {
  for (const position of part) if (!whole.has(position)) return false;
  return true;
}
