import type { DeviceField } from '../../managed-device';
import type { ReadingKind } from '../reading';
import { GAP } from './plain';

/** A part of a text that can name something. */
export interface Part {
  readonly kind: ReadingKind;
  /** As it is shown and looked for: words that must all be there. */
  readonly text: string;
  /** Other texts that are as good. */
  readonly alternatives?: readonly string[];
  readonly fields?: readonly DeviceField[];
  /** Only a field that is all of it answers. */
  readonly whole?: true;
  /** As the window shows it, where that is not the text that is looked for. */
  readonly told?: string;
  /** It was guessed, not typed. */
  readonly similar?: true;
}

/** What was found in a text, and the text without it. */
export interface Taken {
  readonly parts: readonly Part[];
  readonly rest: string;
}

export const PERSON_FIELDS: readonly DeviceField[] = ['userName', 'upn', 'mail'];
export const ASSET_FIELDS: readonly DeviceField[] = ['name', 'serial', 'imei'];

/** Takes everything that a pattern (with the flag `g`) finds; `read` returns null for a false match. */
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

/** Parts that say the same only once. */
export function distinct(parts: readonly Part[]): readonly Part[] {
  return [...new Map(parts.map((part) => [`${part.kind} ${part.text.toLowerCase()}`, part])).values()];
}
