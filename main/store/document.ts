import type { Parse } from '../../shared/contract/define';
import { parseForeignJson } from './foreign-json';

/** One file on disk. `version` grows by one with every entry added to `steps`; an entry is never edited again. */
export interface DocumentSpec<T> {
  readonly empty: T;
  /** steps[n] turns the data of version n into the data of version n + 1. */
  readonly steps: readonly ((old: unknown) => unknown)[];
  readonly parse: Parse<T>;
}

/** Members of the envelope beside `version` and `data`; they survive a rewrite. */
export type Extras = Readonly<Record<string, unknown>>;

export type Loaded<T> =
  | { readonly state: 'fresh'; readonly data: T }
  | { readonly state: 'current'; readonly data: T; readonly extras: Extras }
  | { readonly state: 'migrated'; readonly data: T; readonly extras: Extras; readonly found: number }
  | { readonly state: 'damaged'; readonly data: T; readonly cause: unknown }
  /** Written by a later version of the app; `data` is as much of it as this version understands. */
  | { readonly state: 'newer'; readonly data: T; readonly found: number };

export const currentVersion = (spec: DocumentSpec<unknown>): number => spec.steps.length;

/** Pure: decides what a stored value means. Reading, keeping copies and writing belong to the caller. */
export function load<T>(spec: DocumentSpec<T>, stored: unknown): Loaded<T> {
  if (stored === undefined) return { state: 'fresh', data: spec.empty };
  const current = currentVersion(spec);
  try {
    const { version, data, extras } = readEnvelope(stored);
    if (version > current) return { state: 'newer', data: asFarAsPossible(spec, data), found: version };
    const upgraded = spec.steps.slice(version).reduce<unknown>((value, step) => step(value), data);
    const parsed = spec.parse(upgraded);
    if (version === current) return { state: 'current', data: parsed, extras };
    return { state: 'migrated', data: parsed, extras, found: version };
  } catch (cause) {
    return { state: 'damaged', data: spec.empty, cause };
  }
}

/** The same from the text of a file; `null` means that there is no file. */
export function loadText<T>(spec: DocumentSpec<T>, text: string | null): Loaded<T> {
  if (text === null) return load(spec, undefined);
  try {
    return load(spec, parseForeignJson(text));
  } catch (cause) {
    return { state: 'damaged', data: spec.empty, cause };
  }
}

function asFarAsPossible<T>(spec: DocumentSpec<T>, data: unknown): T {
  try {
    return spec.parse(data);
  } catch {
    return spec.empty;
  }
}

function readEnvelope(stored: unknown): { version: number; data: unknown; extras: Extras } {
  if (typeof stored === 'object' && stored !== null && 'version' in stored && 'data' in stored) {
    const { version, data, ...extras } = stored;
    if (typeof version === 'number' && Number.isInteger(version) && version >= 0) return { version, data, extras };
  }
  throw new TypeError('not a versioned document');
}
