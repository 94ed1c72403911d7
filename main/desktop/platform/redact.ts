const LONGEST = 4_000;
const keptFields: ReadonlySet<string> = new Set([
  'requestId',
  'clientRequestId',
  'activityId',
  'correlationId',
  'ref',
  'version',
  'electron',
]);
const secretField =
  /token|secret|password|authorization|cookie|assertion|verifier|challenge|link|url|upn|mail|serial|user|account|devicename/i;

const names =
  'access_?token|refresh_?token|id_?token|client_?info|client_?secret|client_?assertion|code_?verifier|code_?challenge|code|state|nonce|password|assertion|login_?hint|username|sid';

/**
 * Applied in this order: first patterns with an explicit end, then texts that only look like a secret. Repetitions are
 * bounded, so that no text is slow.
 */
const rules: readonly (readonly [RegExp, (found: string, first: string) => string])[] = [
  [/\b(?:set-)?cookie2?["']?\s{0,8}[=:][^\r\n]{0,16000}/gi, () => '[cookie]'],
  [/\bESTS\w{0,40}=[^\s;,]{1,16000}/g, () => '[cookie]'],
  [/\b(?:Bearer|PoP|Basic)[\s+]{1,8}[^\s"',;]{1,16000}/gi, () => '[authorization]'],
  [/\beyJ[\w-]{4,16000}(?:[.\s"'+]{1,4}[\w-]{16,16000}){0,6}(?:\.[\w-]{0,16000}){0,4}/g, () => '[jwt]'],
  [
    new RegExp(
      `(?<![a-z\\d])(["']?(?:${names})["']?\\s{0,8}[=:]\\s{0,8})(?:"[^"]{0,16000}"?|'[^']{0,16000}'?|[^\\s&"',;}]{1,16000})`,
      'gi',
    ),
    (_found, name) => `${name}[hidden]`,
  ],
  [/(?<![a-z\d])(?!(?:app|file|node):)[a-z][a-z0-9+.-]{1,30}:[/\\]{2}[^\s"<>]{0,16000}/gi, address],
  [/(?<![\w./\\@-])(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?::\d{1,5})?[/\\][^\s"<>]{0,16000}/gi, address],
  [/[^\s"<>,;@]{1,100}@[\p{L}\p{N}.-]{1,300}/gu, () => '[mail]'],
  [/(?:\/home\/|\/Users\/|[A-Z]:[\\/]{1,4}Users[\\/]{1,4})[^/\\\s"':]{1,100}|\/root(?=\/|\s|$)/g, () => '~'],
  [/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, (_found, start) => `${start}-…`],
  [/(?<![\w-])(?=[\w-]{0,200}\d)[\w-]{32,16000}/g, () => '[opaque]'],
  [
    /(?<![\w+/=])(?=[\w+/]{0,200}\d)(?=[\w+/]{0,200}[A-Z])(?=[\w+/]{0,200}[a-z])[\w+/]{40,16000}={0,2}/g,
    () => '[opaque]',
  ],
  [/(?<![\w+/=.-])(?=[\w+/=.-]{0,200}\d)[\w+/=.-]{120,16000}/g, () => '[opaque]'],
];

/** Keeps the host, so that the log shows which service is concerned; the rest of a URL may be a secret. */
function address(found: string): string {
  const plain = found.replaceAll('\\', '/');
  const [authority = ''] = (plain.split('//', 2)[1] ?? plain).split(/[/?#]/, 1);
  const host = /[\w.-]{1,253}(?::\d{1,5})?$/.exec(authority.split('@').at(-1) ?? '')?.[0] ?? '';
  return `[address at ${host}]`;
}

/** How often a text is unescaped, because URLs and JSON may be nested in each other. */
const DEEPEST = 3;
const escape = /%([0-7][\da-f])|\\{1,6}u00([0-7][\da-f])|&#x([\da-f]{1,2});|&#(\d{1,3});|&quot;|\\{1,6}(?=["'])/gi;

/** The text without its escapes, so that the rules also find escaped secrets. */
function unwrapped(text: string): string {
  let plain = text;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = plain.replace(escape, (found: string, ...codes: (string | undefined)[]) => {
      const [percent, unicode, hex, decimal] = codes;
      const code = decimal === undefined ? Number.parseInt(percent ?? unicode ?? hex ?? '', 16) : Number(decimal);
      return Number.isNaN(code) ? (found.startsWith('&') ? '"' : '') : String.fromCharCode(code);
    });
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

/**
 * Removes from a text what must not be logged: tokens, codes, URLs except for their host (the path of a session link is
 * secret), mail addresses and user names, cookies, the name of the home folder. Shortens ids. Returns one line without
 * control characters, of at most 4,000 characters.
 */
export function redact(text: string): string {
  const clean = rules.reduce((rest, [pattern, by]) => rest.replace(pattern, by), unwrapped(text.slice(0, 4 * LONGEST)));
  const line = clean
    .replace(/\r?\n/g, ' ⏎ ')
    .replace(/ {2,}/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The same for one named value of a structured line; ids that support needs in full keep their length. */
export function redactField(name: string, value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value !== 'string') return value;
  if (keptFields.has(name) && /^[\w.-]{1,64}$/.test(value) && !value.startsWith('eyJ')) return value;
  return secretField.test(name) ? '[hidden]' : redact(value);
}

/**
 * An unexpected error as one text: names, messages and stacks of the error and its causes, at most three levels deep.
 */
export function describeFault(cause: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = cause, depth = 0; at !== undefined && at !== null && depth < 3; depth += 1) {
    parts.push(
      at instanceof Error
        ? (at.stack ?? `${at.name}: ${at.message}`)
        : typeof at === 'string'
          ? at
          : `a ${typeof at} was thrown`,
    );
    at = at instanceof Error ? at.cause : undefined;
  }
  return redact(parts.join('\ncaused by '));
}
