/** A file that cannot be decoded as text: `binary` is not text at all, `encoding` is in an unknown encoding. */
export class NotText extends Error {
  readonly kind: 'binary' | 'encoding';

  constructor(kind: 'binary' | 'encoding') {
    super(`not text: ${kind}`);
    this.kind = kind;
  }
}

/** Before a text it says that the text is Unicode, and in which encoding; spreadsheets need it to recognize UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** How a Unicode text is stored. Marks of four bytes come first: they begin like marks of two. */
type Unicode = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const marks: readonly (readonly [Unicode, readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** First bytes of archives (including Word and Excel documents), PDF, pictures and old Office documents. */
const binaries: readonly (readonly number[])[] = [
  [0x50, 0x4b, 3, 4],
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0xd0, 0xcf, 0x11, 0xe0],
];

/** The number of the last Unicode plane. */
const LAST_CODE_POINT = 0x10ffff;

/**
 * The text of bytes in any form of Unicode, with or without a byte order mark: Notepad, PowerShell and editors write UTF-8, UTF-16
 * and UTF-32, and some programs fill the end with zeros. Strict: anything invalid throws `NotText`, so damaged text is never read.
 */
export function decodeUnicode(bytes: Uint8Array): string {
  const marked = marks.find(([, mark]) => startsWith(bytes, mark));
  return withoutEdges(decodeAs(marked?.[0] ?? formWithoutMark(bytes), bytes));
}

/** The same for a file made by hand: what is not Unicode is read in the code page that old Windows programs would have used. */
export function decodeText(bytes: Uint8Array, language: string): string {
  if (binaries.some((start) => startsWith(bytes, start))) throw new NotText('binary');
  try {
    return decodeUnicode(bytes);
  } catch (cause) {
    if (bytes.includes(0)) throw cause;
    return decodeLegacy(bytes, language);
  }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** JSON begins with two ASCII characters, so the zeros among the first four bytes reveal the encoding (RFC 4627, 3). */
function formWithoutMark([a = 1, b = 1, c = 1, d = 1]: Uint8Array): Unicode {
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'utf-32be';
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b !== 0) return 'utf-16be';
  return a !== 0 && b === 0 ? 'utf-16le' : 'utf-8';
}

function decodeAs(form: Unicode, bytes: Uint8Array): string {
  if (form === 'utf-32le' || form === 'utf-32be') return decodeUtf32(bytes, form === 'utf-32le');
  try {
    return new TextDecoder(form, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotText(bytes.includes(0) && form === 'utf-8' ? 'binary' : 'encoding');
  }
}

/** The platform has no decoder for it. */
function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  if (bytes.length % 4 !== 0) throw new NotText('encoding');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, isLittle);
    if (point > LAST_CODE_POINT || (point >= 0xd800 && point <= 0xdfff)) throw new NotText('encoding');
    text += String.fromCodePoint(point);
  }
  return text;
}

/** A text without what only belongs to its storage: a byte order mark before it, and zeros that fill its end. */
export function withoutEdges(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end -= 1;
  return text.slice(text.startsWith(BYTE_ORDER_MARK) ? 1 : 0, end);
}

const WESTERN = 'windows-1252';

/** The ANSI code page of Windows by the first part of a language tag; Western Europe for all others. */
const pages: Readonly<Record<string, string>> = {
  ja: 'shift_jis',
  ko: 'euc-kr',
  zh: 'gbk',
  ru: 'windows-1251',
  uk: 'windows-1251',
  bg: 'windows-1251',
  sr: 'windows-1251',
  be: 'windows-1251',
  mk: 'windows-1251',
  pl: 'windows-1250',
  cs: 'windows-1250',
  sk: 'windows-1250',
  hu: 'windows-1250',
  ro: 'windows-1250',
  hr: 'windows-1250',
  sl: 'windows-1250',
  sq: 'windows-1250',
  el: 'windows-1253',
  tr: 'windows-1254',
  az: 'windows-1254',
  he: 'windows-1255',
  ar: 'windows-1256',
  fa: 'windows-1256',
  ur: 'windows-1256',
  et: 'windows-1257',
  lv: 'windows-1257',
  lt: 'windows-1257',
  vi: 'windows-1258',
  th: 'windows-874',
};

/** Taiwan, Hong Kong and Macau use another code page for Chinese. */
const pageOf = (language: string): string =>
  /^zh-(?:hant|tw|hk|mo)\b/i.test(language)
    ? 'big5'
    : (pages[language.toLowerCase().split(/[-_]/)[0] ?? ''] ?? WESTERN);

/**
 * The code page of the computer's language first, if it has its own. Japanese text is recognized without that: it has runs of Japanese
 * characters, while a Western accent that happens to decode as one stands alone among Latin letters.
 */
function decodeLegacy(bytes: Uint8Array, language: string): string {
  const page = pageOf(language);
  const own = page === WESTERN ? null : decodePage(page, bytes);
  if (own !== null) return own;
  const japanese = decodePage('shift_jis', bytes);
  if (japanese !== null && isJapanese(japanese)) return japanese;
  const western = decodeWestern(bytes);
  if (western === null) throw new NotText('encoding');
  return western;
}

/** What windows-1252 has at 0x80 to 0x9F; a space where it has nothing. Written out because some versions of Node decode it as Latin 1. */
const westernSigns = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function decodeWestern(bytes: Uint8Array): string | null {
  const text = Array.from(bytes, (byte) =>
    byte >= 0x80 && byte <= 0x9f ? westernSigns.charAt(byte - 0x80) : String.fromCharCode(byte),
  );
  return text.some((sign, at) => sign === ' ' && bytes[at] !== 0x20) ? null : text.join('');
}

/** Bytes that the code page does not define are decoded as control or private-use characters. */
const unassigned = /[\u0080-\u009F\uE000-\uF8FF]/u;
const foreign = /[^\0-\u007F]+/gu;
const japaneseRun = /^[\p{Script=Han}\p{Script=Hiragana}\u30A0-\u30FF\u3000-\u303F\uFF01-\uFF60]{2,}$/u;

function decodePage(page: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(page, { fatal: true }).decode(bytes);
    return unassigned.test(text) ? null : text;
  } catch {
    return null;
  }
}

const isJapanese = (text: string): boolean => (text.match(foreign) ?? []).every((run) => japaneseRun.test(run));
