import type { DeviceField } from '../../managed-device';
import type { ReadingKind } from '../reading';
import { GAP } from './plain';

/** A part of a text that may identify something. */
export interface Part {
  readonly kind: ReadingKind;
  /** The text that is shown and searched for: words that must all match. */
  readonly text: string;
  /** Equivalent texts. */
  readonly alternatives?: readonly string[];
  readonly fields?: readonly DeviceField[];
  /** Only a field that equals the whole text matches. */
  readonly whole?: true;
  /** The text that the window shows, if it differs from the searched one. */
  readonly told?: string;
  /** A guess: it was not typed like this. */
  readonly similar?: true;
}

/** The parts found in a text, and the remaining text. */
export interface Taken {
  readonly parts: readonly Part[];
  readonly rest: string;
}

export const PERSON_FIELDS: readonly DeviceField[] = ['userName', 'upn', 'mail'];
export const ASSET_FIELDS: readonly DeviceField[] = ['name', 'serial', 'imei'];

/** Removes every match of a pattern (with the flag `g`); `read` returns null for a false match. */
export function takeAll(
  text: string,
  pattern: RegExp,
  read: (match: RegExpExecArray) => readonly Part[] | null,
): Taken {
  const parts: Part[] = [];
  let rest = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const found = read(match);
    if (found === null) continue;
    parts.push(...found);
    rest += text.slice(from, match.index) + GAP;
    from = match.index + match[0].length;
  }
  return { parts, rest: from === 0 ? text : rest + text.slice(from) };
}

/** Removes duplicate parts. */
export function distinct(parts: readonly Part[]): readonly Part[] {
  return [...new Map(parts.map((part) => [`${part.kind} ${part.text.toLowerCase()}`, part])).values()];
}
