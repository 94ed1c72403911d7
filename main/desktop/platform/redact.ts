const longest = 4_000;
const keptFields: ReadonlySet<string> = new Set(['requestId', 'clientRequestId', 'activityId', 'correlationId', 'ref', 'version', 'electron']);
const secretField = /token|secret|password|authorization|cookie|assertion|verifier|challenge|link|url|upn|mail|serial|user|account|devicename/i;

/** In this order: what names its own end first, then what only looks like a secret. Repetitions are bounded, so that no text is slow. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Bearer|PoP|Basic)\s+[^\s"',;]+/gi, '[authorization]'],
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){0,4}/g, '[jwt]'],
  [
    /(["']?\b(?:access_token|refresh_token|id_token|client_info|client_secret|client_assertion|code_verifier|code_challenge|code|state|nonce|password|assertion|login_hint|username|sid)["']?\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?|[^\s&"',;}]+)/gi,
    '$1[hidden]',
  ],
  [/\b(?!app:|file:|node:)[a-z][a-z0-9+.-]{1,30}:\/\/(?:[^\s/?#"'<>@]*@)?([^\s/?#"'<>@]*)[^\s"'<>)]*/gi, '[address at $1]'],
  [/[^\s"<>,;@]{1,100}@[\p{L}\p{N}.-]+/gu, '[mail]'],
  [/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '$1-…'],
  [/(?<![\w-])(?=[\w-]{0,200}\d)[\w-]{32,}/g, '[opaque]'],
  [/(?<![\w+/=.-])(?=[\w+/=.-]{0,200}\d)[\w+/=.-]{120,}/g, '[opaque]'],
];

/**
 * Takes out of a text what must not be in a log: tokens, codes, addresses beyond their host (a session link is secret in its path),
 * mail addresses and user names; shortens ids; and leaves one line without control characters, of at most 4,000 characters.
 */
export function redact(text: string): string {
  const clean = rules.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text.slice(0, 4 * longest));
  const line = clean.replace(/\r?\n\s*/g, ' ⏎ ').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** The same for one named value of a structured line; ids that support needs whole keep their length. */
export function redactField(name: string, value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value !== 'string') return value;
  if (keptFields.has(name) && /^[\w.-]{1,64}$/.test(value) && !value.startsWith('eyJ')) return value;
  return secretField.test(name) ? '[hidden]' : redact(value);
}

/** An unexpected error as one text: names, messages and stacks of the error and of what caused it, at most three deep. */
export function describeFault(cause: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = cause, depth = 0; at !== undefined && at !== null && depth < 3; depth += 1) {
    parts.push(at instanceof Error ? (at.stack ?? `${at.name}: ${at.message}`) : typeof at === 'string' ? at : `a ${typeof at} was thrown`);
    at = at instanceof Error ? at.cause : undefined;
  }
  return redact(parts.join('\ncaused by '));
}
