/** What a value is, when it is a secret whatever its name: for messages, which never show the value. */
export function secretKind(value: string): string | undefined {
  return wellKnown.find(({ shape }) => shape.test(value))?.kind ?? (looksRandom(value) ? "a random key" : undefined);
}

/** Shapes of keys by those who give them out: https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns */
const wellKnown: readonly { readonly kind: string; readonly shape: RegExp }[] = [
  { kind: "an access key of AWS", shape: /(?<![A-Z0-9])A[KS]IA[A-Z2-7]{16}(?![A-Z0-9])/ },
  { kind: "a private key", shape: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { kind: "a token of GitHub", shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})/ },
  { kind: "a token of GitLab", shape: /\bglpat-[A-Za-z0-9_-]{20}/ },
  { kind: "a token of Slack", shape: /\bxox[abeoprs]-[A-Za-z0-9-]{10}|hooks\.slack\.com\/services\/T[A-Z0-9]+\// },
  { kind: "a key of Stripe", shape: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16}/ },
  { kind: "a key of Google", shape: /\bAIza[A-Za-z0-9_-]{35}/ },
  { kind: "a key of SendGrid", shape: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16}/ },
  { kind: "a token of npm", shape: /\bnpm_[A-Za-z0-9]{36}/ },
  { kind: "a key of OpenAI or Anthropic", shape: /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20}/ },
  { kind: "a JSON web token", shape: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/ },
  { kind: "an address with a password in it", shape: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/?#]*:(?![$<{*])[^\s@/]+@[^\s@]/i },
  {
    kind: "a connection string with a password in it",
    shape: /(?:^|[;\s])(?:password|pwd|accountkey)=(?![$<{*])[^;\s]+/i,
  },
];

/** Names that AWS makes up, digests and versions: random to look at, and no secrets. */
const harmlessShapes =
  /^(?:arn:.*|[0-9a-f-]+|sha\d+[:-].*|[a-z]+-[0-9a-f]{8,17}|[a-z]{2}-[a-z]+-\d_[A-Za-z0-9]+|pk_.*|pk\..*|[a-z0-9-]+|[A-Z0-9_-]+|v?\d+(\.\d+)+.*)$/;

/**
 * Whether a text is one that nobody would think of: at least 20 characters of base64, small and capital letters and
 * digits in no order. Words, paths, names and hexadecimal digests are not.
 */
export function looksRandom(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=-]{20,}$/.test(value) || harmlessShapes.test(value)) return false;
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value) || (value.match(/\d/g)?.length ?? 0) < 2) return false;
  if (isEncodedText(value)) return false;
  const kinds = Array.from(value.replace(/[_-]/g, ""), kindOf); // marks between words are no turn
  const turns = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return turns / kinds.length >= 0.4 && entropy(value) >= 3.7;
}

/** Base64 of a text, such as a certificate: what is random does not decode to letters all through. */
function isEncodedText(value: string): boolean {
  return /^[\t\n\r\x20-\x7E]+$/.test(Buffer.from(value, "base64").toString("latin1"));
}

function kindOf(letter: string): string {
  if (/[a-z]/.test(letter)) return "small";
  if (/[A-Z]/.test(letter)) return "capital";
  return /\d/.test(letter) ? "digit" : "other";
}

/** Shannon's entropy, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
