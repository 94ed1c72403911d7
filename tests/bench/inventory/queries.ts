import { draw, pick } from '../../../practice/data/random';
import type { ManagedDevice } from '../../../shared/managed-device';

export const queryClasses = ['name', 'serial', 'person', 'upn', 'words', 'japanese', 'typo', 'no-hit'] as const;
export type QueryClass = (typeof queryClasses)[number];

/** Classes in which nothing has the text as it is typed. */
export const isTypoClass = (kind: QueryClass): boolean => kind === 'typo' || kind === 'no-hit';

/** One text on screen while a query is typed, and how long its answer took. */
export interface KeyPress {
  readonly kind: QueryClass;
  readonly ms: number;
}

export interface BenchQuery {
  readonly kind: QueryClass;
  readonly text: string;
  /** What was meant, where `text` has a typo. */
  readonly meant: string;
  /** Shortest text while typing that is measured. */
  readonly from: number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** One wrong, missing, additional or swapped character, not among the first two. */
function mistype(text: string, luck: number): { readonly text: string; readonly at: number } {
  const at = 2 + (luck % Math.max(1, text.length - 2));
  const letter = pick(Array.from(LETTERS), luck >>> 8);
  const kind = (luck >>> 16) % 4;
  if (kind === 0) return { text: text.slice(0, at) + letter + text.slice(at + 1), at };
  if (kind === 1) return { text: text.slice(0, at) + text.slice(at + 1), at };
  if (kind === 2) return { text: text.slice(0, at) + letter + text.slice(at), at };
  return { text: text.slice(0, at - 1) + (text[at] ?? '') + (text[at - 1] ?? '') + text.slice(at + 1), at };
}

const isJapanese = (text: string): boolean => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text);
const surname = (upn: string): string => /\.([a-z-]+)/.exec(upn)?.[1] ?? '';

function textOf(kind: QueryClass, device: ManagedDevice, luck: number): string {
  if (kind === 'name') return device.name;
  if (kind === 'serial') return device.serial;
  if (kind === 'person') return isJapanese(device.userName) ? surname(device.upn) : device.userName;
  if (kind === 'upn') return device.upn.split('@')[0] ?? '';
  if (kind === 'words')
    return luck % 2 === 0
      ? `${surname(device.upn)} ${device.model.split(' ')[0] ?? ''}`
      : `${device.userName.split(' ')[0] ?? ''} ${device.name.slice(0, 6)}`;
  if (kind === 'japanese') return isJapanese(device.userName) ? device.userName : '';
  if (kind === 'typo') return luck % 3 === 0 ? device.serial : surname(device.upn);
  return `${device.name.slice(0, 4)}zq${luck % 997}x`;
}

/** Realistic queries about random devices of the tenant: `count` of them, the classes in turn. */
export function makeQueries(devices: readonly ManagedDevice[], count: number, seed: number): readonly BenchQuery[] {
  const queries: BenchQuery[] = [];
  for (let at = 0; queries.length < count && at < count * 50; at += 1) {
    const kind = pick(queryClasses, queries.length);
    const luck = draw(seed, 1, at);
    const device = pick(devices, draw(seed, 2, at));
    const meant = textOf(kind, device, luck).toLowerCase();
    if (meant.length < (kind === 'japanese' ? 2 : kind === 'typo' ? 5 : 4)) continue;
    if (kind !== 'typo') queries.push({ kind, text: meant, meant, from: 1 });
    else {
      const typo = mistype(meant, draw(seed, 3, at));
      queries.push({ kind, text: typo.text, meant, from: Math.max(4, typo.at + 1) });
    }
  }
  return queries;
}

/** Every text that is on screen while the query is typed. */
export function prefixesOf({ text, from }: BenchQuery): readonly string[] {
  const characters = Array.from(text);
  return characters
    .slice(Math.min(from, characters.length) - 1)
    .map((_, at) => characters.slice(0, Math.min(from, characters.length) + at).join(''));
}
