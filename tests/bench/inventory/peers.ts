import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** General libraries that do the same job. Each with one sensible configuration. */
export const peerVersions = {
  '@leeoniya/ufuzzy': '1.0.19',
  fuzzysort: '4.0.2',
  minisearch: '7.2.0',
  flexsearch: '0.8.212',
  libsql: '0.5.29',
} as const;
export const peerNames = ['ufuzzy', 'fuzzysort', 'minisearch', 'flexsearch', 'fts5'] as const;
export type PeerName = (typeof peerNames)[number];

/** Places of the texts that answer, best first. */
export type PeerSearch = (query: string, limit: number) => readonly number[];

async function load<T>(folder: string, name: string): Promise<T> {
  const entry = createRequire(join(folder, 'package.json')).resolve(name);
  const loaded = (await import(pathToFileURL(entry).href)) as { readonly default?: T };
  return loaded.default ?? (loaded as T);
}

interface UFuzzy {
  search(
    texts: readonly string[],
    query: string,
    outOfOrder: number,
    infoLimit: number,
  ): readonly [number[] | null, { readonly idx: number[] } | null, number[] | null];
}
interface Fuzzysort {
  prepare(text: string): object;
  go(query: string, targets: readonly object[], options: { limit: number; threshold: number }): readonly object[];
}
interface MiniSearch {
  addAll(documents: readonly object[]): void;
  search(query: string): readonly { readonly id: number }[];
}
interface FlexSearch {
  add(id: number, text: string): void;
  search(query: string, options: { limit: number }): readonly number[];
}
interface Statement {
  run(...values: unknown[]): void;
  all(...values: unknown[]): readonly { readonly rowid: number }[];
}
interface Libsql {
  exec(sql: string): void;
  prepare(sql: string): Statement;
}
type Made<T> = new (options: object) => T;

/** Builds the peer over folded texts (fields joined by spaces). */
export async function buildPeer(name: PeerName, folder: string, texts: readonly string[]): Promise<PeerSearch> {
  if (name === 'ufuzzy') {
    const Fuzzy = await load<Made<UFuzzy>>(folder, '@leeoniya/ufuzzy');
    const fuzzy = new Fuzzy({
      intraMode: 1,
      unicode: true,
      interSplit: "[^\\p{L}\\d']+",
      intraSplit: '\\p{Ll}\\p{Lu}',
      intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
      intraChars: "[\\p{L}\\d']",
    });
    return (query, limit) => {
      const [found, info, order] = fuzzy.search(texts, query, 5, 1_000);
      if (found === null) return [];
      return order === null || info === null
        ? found.slice(0, limit)
        : order.slice(0, limit).map((at) => info.idx[at] ?? 0);
    };
  }
  if (name === 'fuzzysort') {
    const fuzzysort = await load<Fuzzysort>(folder, 'fuzzysort');
    const targets = texts.map((text) => fuzzysort.prepare(text));
    const places = new Map(texts.map((text, at) => [text, at]));
    return (query, limit) =>
      fuzzysort
        .go(query, targets, { limit, threshold: 0.3 })
        .flatMap((hit) => places.get((hit as { target: string }).target) ?? []);
  }
  if (name === 'minisearch') {
    const Mini = await load<Made<MiniSearch>>(folder, 'minisearch');
    const search = new Mini({ fields: ['text'], searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND' } });
    search.addAll(texts.map((text, id) => ({ id, text })));
    return (query, limit) =>
      search
        .search(query)
        .slice(0, limit)
        .map(({ id }) => id);
  }
  if (name === 'flexsearch') {
    const { Index } = await load<{ readonly Index: Made<FlexSearch> }>(folder, 'flexsearch');
    const index = new Index({ tokenize: 'forward' });
    for (const [id, text] of texts.entries()) index.add(id, text);
    return (query, limit) => index.search(query, { limit });
  }
  const Database = await load<new (path: string) => Libsql>(folder, 'libsql');
  const database = new Database(':memory:');
  database.exec("CREATE VIRTUAL TABLE d USING fts5(text, tokenize='trigram')");
  const insert = database.prepare('INSERT INTO d(rowid, text) VALUES (?, ?)');
  database.exec('BEGIN');
  for (const [id, text] of texts.entries()) insert.run(id, text);
  database.exec('COMMIT');
  const find = database.prepare('SELECT rowid FROM d WHERE d MATCH ? LIMIT ?');
  return (query, limit) => {
    const words = query.split(' ').filter((word) => Array.from(word).length >= 3);
    if (words.length === 0) return [];
    return find.all(words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' '), limit).map(({ rowid }) => rowid);
  };
}
