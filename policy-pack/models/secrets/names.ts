import { secretKind } from "./values";

/** Words that say of a variable that its value is a secret itself. */
const passwords =
  /(^|_)(pass(word|wd|phrase)?|pwd|api_?keys?|private_?key|access_?key|secret_?key|signing_?key|encryption_?key|auth_?key|master_?key|license_?key|connection_?string|jwt_?secret|client_?secret|api_?secret|secret_?key_?base)(_|$)/;
/** Words that say it of a value or of where it lies. */
const hints = /(^|_)(secrets?|token|credentials?|creds|salt|dsn|database_url|db_url|redis_url|mongo(db)?_ur[il])(_|$)/;
/** Endings of names that say something about a secret, and are none. */
const about =
  /_(arns?|name|names|id|ids|file|path|paths|dir|prefix|suffix|ttl|seconds|minutes|hours|days|ms|expiry|expires|expiration|expires_in|lifetime|timeout|length|size|limit|count|policy|enabled|required|header|type|algorithm|alg|issuer|audience|endpoint|uri|url|host|port|region|version|rotation|manager|store|provider|field|regex|env|scope|scopes|format|engine|backend|min|max|location|ref|parameter|param|hint|reset|user|username)$/;
const never = /(^|_)(public|publishable|max|min|num|is|has|use|enable|disable|require|skip|allow|no)_/;

/** How far the name of a variable gives it away. `password`: only a secret is called so. */
export type NameKind = "password" | "hint" | "plain";

/** `DB_PASSWORD`, `dbPassword` and `db-password` are alike. */
export function nameKind(name: string): NameKind {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  if (/(^|_)aws_access_key_id$/.test(plain)) return "password";
  const isAddress = /(database|db|redis|mongo(db)?)_(url|uri)$/.test(plain);
  if ((about.test(plain) && !isAddress) || never.test(plain)) return "plain";
  if (passwords.test(plain)) return "password";
  return hints.test(plain) || isAddress ? "hint" : "plain";
}

/** Values that are no secret even under such a name: where one lies, a switch, or nothing. */
const elsewhere = [
  /^(true|false|yes|no|on|off|null|none|enabled|disabled|undefined)?$/i,
  /^arn:/,
  /^\/[\w./-]+$/, // the name of a parameter, or a file
  /^\{\{resolve:[^}]+\}\}$/,
  /^\$\{?[\w:.-]+\}?$/, // filled in elsewhere
  /^\$\(/,
  /^<[^>]*>$/,
  /^(secretsmanager|ssm|vault|file):/i,
];

/**
 * What kind of secret a variable holds in the clear, for a message that does not show it; undefined when none.
 * Addresses are secret by a password in them only, and numbers are none under a name that merely hints.
 */
export function secretIn(name: string, value: string): string | undefined {
  const trimmed = value.trim();
  if (elsewhere.some((shape) => shape.test(trimmed))) return undefined;
  const known = secretKind(trimmed);
  if (known !== undefined) return isPublic(name) ? undefined : known;
  const kind = nameKind(name);
  if (kind === "password") return /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? undefined : "a secret, by its name";
  const isPlace = /^[a-z][a-z0-9+.-]*:\/\/|^\d+$|^[a-z0-9._-]+(\/[a-z0-9._-]+)+$/i.test(trimmed);
  return kind === "hint" && !isPlace ? "a secret, by its name" : undefined;
}

function isPublic(name: string): boolean {
  return /public|publishable|(^|_)sri(_|$)|integrity|checksum|digest|fingerprint/i.test(name);
}
