import { inflateRawSync } from 'node:zlib';

export interface Sheet {
  readonly name: string;
  /** Cells of text; an empty text where there is none. */
  readonly rows: readonly (readonly string[])[];
}

/** Parts of a zip file by their names, read from its directory at the end. */
export function unzip(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end === -1) throw new Error('no zip file');
  const parts = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name, extra, comment, place] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
      bytes.readUInt32LE(at + 42),
    ];
    const start = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
    const stored = bytes.subarray(start, start + size);
    parts.set(bytes.toString('utf8', at + 46, at + 46 + name), method === 0 ? stored : inflateRawSync(stored));
    at += 46 + name + extra + comment;
  }
  return parts;
}

/** A reader of workbooks of its own, so that the writer is not checked against itself. Throws at any cell that is not plain text. */
export function readXlsx(bytes: Buffer): readonly Sheet[] {
  const parts = unzip(bytes);
  const text = (name: string): string => parts.get(name)?.toString('utf8') ?? '';
  for (const needed of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'])
    if (text(needed) === '') throw new Error(`no ${needed}`);
  const targets = new Map(
    [...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship ([^>]*)>/g)].map(([, all = '']) => [
      attribute(all, 'Id'),
      attribute(all, 'Target'),
    ]),
  );
  return [...text('xl/workbook.xml').matchAll(/<sheet ([^>]*)>/g)].map(([, all = '']) => ({
    name: decoded(attribute(all, 'name')),
    rows: rowsOf(text(`xl/${(targets.get(attribute(all, 'r:id')) ?? '').replace(/^\/?(?:xl\/)?/, '')}`)),
  }));
}

const attribute = (all: string, name: string): string => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(all)?.[1] ?? '';

function rowsOf(xml: string): readonly (readonly string[])[] {
  if (/<f[ >/]/.test(xml)) throw new Error('a formula');
  return [...xml.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, inner = '']) => {
    const row: string[] = [];
    for (const [, all = '', content = ''] of inner.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      if (attribute(all, 't') !== 'inlineStr') throw new Error(`not text: ${all}`);
      const column = columnOf(attribute(all, 'r'));
      while (row.length < column) row.push('');
      row.push(decoded(/<t[^>]*>(.*?)<\/t>/s.exec(content)?.[1] ?? ''));
    }
    return row;
  });
}

const columnOf = (reference: string): number =>
  Array.from(reference.replace(/\d+/, '')).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML first (line ends become one sign, entities are resolved), then the code of the format for other characters. */
const decoded = (xml: string): string =>
  xml
    .replace(/\r\n?/g, '\n')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex?: string, number?: string, name = '') =>
      hex === undefined
        ? number === undefined
          ? (entities[name] ?? '?')
          : String.fromCodePoint(Number(number))
        : String.fromCodePoint(parseInt(hex, 16)),
    )
    .replace(/_x([0-9a-f]{4})_/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
