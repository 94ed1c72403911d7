const masked = '[link removed]';
/** A link in a link in a link is decoded; deeper no one writes. */
const DEEPEST = 3;

/** U+FEFF counts as white space, and may stand invisibly inside a word. */
const word = /(?:\S|\uFEFF)+/gu;
/** What a reader does not see, and a browser drops or ignores. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const teamViewer = /(?:^|\.)teamviewer\.[a-z]{2,24}$/;

/**
 * A session link is a secret, also where a person or the service wrote it into a text: the word that holds one is replaced by
 * a mark, however it is spelled. `hosts`: hosts that session links of the tenant may have, beside TeamViewer's own.
 */
export function withoutSessionLinks(text: string, hosts: readonly string[] = []): string {
  const known = new Set(hosts.map((host) => asciiHost(host.toLowerCase())));
  return text.replace(word, (written) =>
    spellings(written).some((plain) => holdsLink(plain, known)) ? masked : written,
  );
}

/** The word as it reads, and as it reads decoded once, twice…: a browser, or the page that is opened, would do so. */
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

/** Percent escapes and HTML's numbers, each by itself: one that is none stays as it is. */
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

/** A host with something behind it, or an address of one; the name of the product alone is no secret. */
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

/** The name as it goes over the wire; as it is when it is no host name. */
function asciiHost(host: string): string {
  if (/^[\x21-\x7e]*$/.test(host)) return host;
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host;
}
