const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

function utf32(text: string, isLittle: boolean): Buffer {
  const points = Array.from(text, (sign) => sign.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(points.length * 4);
  for (const [at, point] of points.entries()) {
    if (isLittle) bytes.writeUInt32LE(point, at * 4);
    else bytes.writeUInt32BE(point, at * 4);
  }
  return bytes;
}

/** Every form of Unicode that a Windows program writes a text file in. */
export const forms: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16 little endian': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 little endian with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16 big endian': (text) => swapped(Buffer.from(text, 'utf16le')),
  'UTF-16 big endian with a mark': (text) => swapped(Buffer.from(`\uFEFF${text}`, 'utf16le')),
  'UTF-32 little endian': (text) => utf32(text, true),
  'UTF-32 little endian with a mark': (text) => utf32(`\uFEFF${text}`, true),
  'UTF-32 big endian': (text) => utf32(text, false),
  'UTF-32 big endian with a mark': (text) => utf32(`\uFEFF${text}`, false),
};

const western = new Map(
  Object.entries({
    '€': 0x80,
    '…': 0x85,
    Œ: 0x8c,
    '‘': 0x91,
    '’': 0x92,
    '“': 0x93,
    '”': 0x94,
    '–': 0x96,
    '—': 0x97,
    œ: 0x9c,
  }),
);

/** A text in a code page, found by decoding every sequence of one and two bytes. Western Europe by hand: some decoders take it for Latin 1. */
export function inCodePage(page: string, text: string): Buffer {
  if (page === 'windows-1252') return Buffer.from(Array.from(text, (sign) => western.get(sign) ?? sign.charCodeAt(0)));
  const decoder = new TextDecoder(page);
  const known = new Map<string, readonly number[]>();
  for (let first = 0xff; first >= 0; first -= 1) {
    for (let second = 0xfe; first >= 0x81 && second >= 0x40; second -= 1) {
      const sign = decoder.decode(Uint8Array.of(first, second));
      if (Array.from(sign).length === 1 && sign !== '\uFFFD') known.set(sign, [first, second]);
    }
    const sign = decoder.decode(Uint8Array.of(first));
    if (sign !== '\uFFFD') known.set(sign, [first]);
  }
  return Buffer.from(
    Array.from(text).flatMap((sign) => {
      const bytes = known.get(sign);
      if (bytes === undefined) throw new Error(`${page} has no ${sign}`);
      return bytes;
    }),
  );
}
