const masked = '[link removed]';
/** Links are decoded up to this depth; deeper nesting does not occur. */
const DEEPEST = 3;

/** U+FEFF counts as white space, and may be invisible inside a word. */
const word = /(?:\S|\uFEFF)+/gu;
/** Characters that are invisible and that a browser drops or ignores. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const teamViewer = /(?:^|\.)teamviewer\.[a-z]{2,24}$/;

/**
 * Replaces each word that contains a session link by a mark, however it is written: a session link is a secret, also
 * inside a text that a technician or the service wrote. `hosts`: hosts of the tenant's session links, in addition to
 * TeamViewer's own.
 */
export function withoutSessionLinks(text: string, hosts: readonly string[] = []): string {
  const known = new Set(hosts.map((host) => asciiHost(host.toLowerCase())));
  return text.replace(word, (written) =>
    spellings(written).some((plain) => holdsLink(plain, known)) ? masked : written,
  );
}

/** The word as it is, and decoded once, twice…, as a browser or the opened page would decode it. */
function spellings(written: string): readonly string[] {
  const found: string[] = [];
  let plain = written
    .normalize('NFKC')
    .replace(invisible, '')
    .replaceAll('\\', '/')
    .replace(/[。．｡]/gu, '.')
    .toLowerCase();
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    found.push(plain);
    const decoded = decode(plain);
    if (decoded === plain) break;
    plain = decoded;
  }
  return found;
}

/** Decodes percent escapes and numeric character references, each by itself; invalid ones stay. */
const decode = (text: string): string =>
  text
    .replace(/%([0-7][\da-f])/g, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/g, (escape, hex: string | undefined, number: string | undefined) =>
      character(escape, hex, number),
    )
    .replaceAll('\\', '/');

function character(escape: string, hex: string | undefined, number: string | undefined): string {
  const point = hex === undefined ? Number(number) : Number.parseInt(hex, 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : escape;
}

/** A host followed by something, or a URL of it; the name of the product alone is not a secret. */
function holdsLink(plain: string, known: ReadonlySet<string>): boolean {
  if (/teamviewer\w{0,20}:\/\//.test(plain)) return true;
  for (const { 0: host, index } of plain.matchAll(/[\p{L}\p{N}.-]+/gu)) {
    if (!isSessionHost(host, known)) continue;
    const behind = plain.slice(index + host.length);
    if (plain.includes('://') || plain.startsWith('//') || /^(?::\d{0,5})?[/?#]/.test(behind)) return true;
  }
  return false;
}

function isSessionHost(written: string, known: ReadonlySet<string>): boolean {
  const host = written.replace(/^[.-]{1,8}/, '').replace(/\.$/, '');
  return teamViewer.test(host) || known.has(host) || known.has(asciiHost(host));
}

/** The name in its ASCII form; unchanged if it is not a host name. */
function asciiHost(host: string): string {
  if (/^[\x21-\x7e]*$/.test(host)) return host;
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host;
}
