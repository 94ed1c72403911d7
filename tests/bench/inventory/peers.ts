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

type Loose = any;

async function load(folder: string, name: string): Promise<Loose> {
  const entry = createRequire(join(folder, 'package.json')).resolve(name);
  const loaded: Loose = await import(pathToFileURL(entry).href);
  return loaded.default ?? loaded;
}

/** Builds the peer over folded texts (fields joined by spaces). */
export async function buildPeer(name: PeerName, folder: string, texts: readonly string[]): Promise<PeerSearch> {
  if (name === 'ufuzzy') {
    const UFuzzy = await load(folder, '@leeoniya/ufuzzy');
    const fuzzy = new UFuzzy({ intraMode: 1, unicode: true, interSplit: "[^\\p{L}\\d']+", intraSplit: '\\p{Ll}\\p{Lu}', intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}', intraChars: "[\\p{L}\\d']" });
    return (query, limit) => {
      const [found, info, order] = fuzzy.search(texts, query, 5, 1_000);
      if (!found) return [];
      return order ? order.slice(0, limit).map((at: number) => info.idx[at]) : found.slice(0, limit);
    };
  }
  if (name === 'fuzzysort') {
    const fuzzysort = await load(folder, 'fuzzysort');
    const targets = texts.map((text, at) => ({ ...fuzzysort.prepare(text), at }));
    return (query, limit) => fuzzysort.go(query, targets, { limit, threshold: 0.3 }).map((hit: Loose) => targets.indexOf(hit)).filter((at: number) => at >= 0);
  }
  if (name === 'minisearch') {
    const MiniSearch = await load(folder, 'minisearch');
    const search = new MiniSearch({ fields: ['text'], searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND' } });
    search.addAll(texts.map((text, id) => ({ id, text })));
    return (query, limit) => search.search(query).slice(0, limit).map((hit: Loose) => hit.id);
  }
  if (name === 'flexsearch') {
    const flexsearch = await load(folder, 'flexsearch');
    const index = new (flexsearch.Index ?? flexsearch)({ tokenize: 'forward' });
    for (const [id, text] of texts.entries()) index.add(id, text);
    return (query, limit) => index.search(query, { limit });
  }
  const Database = await load(folder, 'libsql');
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
    return find.all(words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' '), limit).map((row: Loose) => Number(row.rowid));
  };
}
