import { accountPart, namePart } from './accounts';
import { type Labelled, labelsIn } from './labels';
import { imeiPart, phonePart } from './numbers';
import { ASSET_FIELDS, type Part, PERSON_FIELDS, type Taken } from './part';
import { withoutHonorifics } from './people';
import { GAP, trimmed, wordsIn } from './plain';

const ASSET_WORD = /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,39}$/u;
const MAX_RUN = 20;
/** The certain end of a value. */
const END = /[,;|<>(){}[\]、。，；\t]|\s-\s/u;

const isCode = (word: string): boolean => ASSET_WORD.test(word) && (/\d/u.test(word) || /^[A-Z]+$/u.test(word));

/** Consecutive words that look like the parts of one number. */
function run(value: string): readonly string[] {
  const words = value
    .split(/[\s"']+/u)
    .map(trimmed)
    .filter((word) => word !== '');
  const end = words.findIndex((word) => !isCode(word) && word.length > 1);
  return words.slice(0, end < 0 ? MAX_RUN : Math.min(end, MAX_RUN));
}

/** A serial number as typed, and without its spaces; only the first word if the others are something else. */
function serialPart(value: string, isSure: boolean): Part | null {
  const cut = value.split(/&|[?]/u, 1)[0]?.split(END, 1)[0] ?? '';
  const first = wordsIn(cut)[0] ?? '';
  const words = run(cut);
  const isWord = ASSET_WORD.test(first) && first.length >= 4 && (isSure || /\d/u.test(first));
  if (words.length < 2) return isWord ? { kind: 'serial', text: first, fields: ASSET_FIELDS } : null;
  const joined = words.join('');
  if (joined.length < 4 || !(isSure || /\d/u.test(joined))) return null;
  const alternatives = [joined, ...(first.length >= 5 && /\d/u.test(first) ? [first] : [])];
  return {
    kind: 'serial',
    text: words.length > 5 && words.every((word) => word.length === 1) ? joined : words.join(' '),
    alternatives,
    fields: ASSET_FIELDS,
  };
}

/** Dell also prints the service tag as a decimal number. */
function serviceCodePart(value: string): Part | null {
  const digits = (value.split(END, 1)[0] ?? '').replace(/[\s-]/gu, '');
  if (!/^\d{8,11}$/u.test(digits)) return null;
  return { kind: 'serial', text: Number(digits).toString(36).toUpperCase().padStart(7, '0'), fields: ASSET_FIELDS };
}

function nameParts(value: string, isSure: boolean): readonly Part[] {
  // In a link the next setting follows: `device=PC-17&tab=1`.
  const cut = (value.split(/&(?=[\w-]+=)/u, 1)[0]?.split(END, 1)[0] ?? '').trim();
  const words = wordsIn(cut);
  const [first = ''] = words;
  const isAsset = /^[A-Za-z0-9][A-Za-z0-9._$-]{2,62}$/u.test(first) && /\d/u.test(first);
  if (isAsset) {
    const host = first.split('.', 1)[0] ?? '';
    return [
      { ...namePart(first), ...(host !== first ? { alternatives: [host] } : {}) },
      { kind: 'serial', text: first, fields: ['serial'] },
    ];
  }
  if (!isSure || words.length === 0 || words.length > 6) return [];
  return [{ ...namePart(words.join(' ')), ...(words.length > 1 ? { alternatives: [first] } : {}) }];
}

function personPart(value: string, isSure: boolean): Part | null {
  const [head = '', next = ''] = value.split(',');
  const isTurned =
    /^\s*\p{Lu}[\p{L}'-]+\s*$/u.test(next.split(/[(<"]/u, 1)[0] ?? '') && /^["\s]*\p{Lu}[\p{L}'\s-]+$/u.test(head);
  const cut = isTurned ? `${head} ${next}` : value;
  const words = withoutHonorifics(
    wordsIn(cut.split(/[;|<>(){}[\]、。\t]|\s-\s/u, 1)[0]?.split(isTurned ? '|' : ',', 1)[0] ?? ''),
  ).words;
  const isName = words.length <= 4 && words.every((word) => /\p{L}/u.test(word));
  if (words.length === 0 || !isName) return null;
  const first = words[0] ?? '';
  if (isSure)
    return {
      kind: 'person',
      text: words.join(' '),
      ...(words.length > 2 ? { alternatives: [words.slice(0, 2).join(' ')] } : {}),
      fields: PERSON_FIELDS,
    };
  return /^[a-z]+[._][a-z]+$/iu.test(first) ? accountPart(first) : null;
}

function accountParts(value: string, isSure: boolean): Part | null {
  const words = wordsIn(value.split(END, 1)[0] ?? '');
  const [first = ''] = words;
  if (isSure && words.length > 1 && words.length < 4 && words.every((word) => /^\p{Lu}/u.test(word)))
    return { kind: 'person', text: words.join(' '), fields: PERSON_FIELDS };
  return first.length >= 2 && /^[\p{L}\p{N}._'-]+$/u.test(first) && (isSure || /[._\d]/u.test(first))
    ? accountPart(first)
    : null;
}

function partsOf({ kind, isSure }: Labelled, value: string): readonly Part[] {
  const only = (part: Part | null): readonly Part[] => (part === null ? [] : [part]);
  const digits = (): string => (value.split(/[^\d\s./-]/u, 1)[0] ?? '').replace(/\D/gu, '');
  switch (kind) {
    case 'serial':
      return only(serialPart(value, isSure));
    case 'service-code':
      return only(serviceCodePart(value));
    case 'name':
      return nameParts(value, isSure);
    case 'imei':
      return only(imeiPart(digits().slice(0, 16)));
    case 'phone':
      return only(phonePart(/^[\s+(]*\d[\d ()./-]{4,24}/u.exec(value)?.[0].trim() ?? ''));
    case 'person':
      return only(personPart(value, isSure));
    case 'account':
      return only(accountParts(value, isSure));
    case 'id':
    case 'mac':
    case 'noise':
      return [];
  }
}

export interface TakenLabels extends Taken {
  /** The text without certain labels; their values stay. */
  readonly bare: string;
}

/** The values that labels name, such as `S/N: PF4D7K22`. */
export function takeLabelled(text: string): TakenLabels {
  const labels = labelsIn(text);
  if (labels.length === 0) return { parts: [], rest: text, bare: text };
  const parts: Part[] = [];
  let [rest, bare] = [text.slice(0, labels[0]?.start), text.slice(0, labels[0]?.start)];
  for (const label of labels) {
    const value = text.slice(label.from, label.to);
    const found = partsOf(label, value);
    parts.push(...found);
    const isLabel = found.length > 0 || label.isSure;
    const whole = text.slice(label.start, label.to);
    bare += isLabel ? ` ${value}` : whole;
    // The text after a value may identify something too: the person after a serial number.
    rest += isLabel ? `${GAP}${found.length > 0 ? without(value, found) : value}` : whole;
  }
  return { parts, rest, bare };
}

function without(value: string, parts: readonly Part[]): string {
  const words = parts
    .flatMap(({ text, alternatives = [] }) => [text, ...alternatives])
    .flatMap((text) => text.toLowerCase().split(' '));
  return value
    .split(/(?<=[\s,;|])/u)
    .filter(
      (piece) => !words.some((word) => word !== '' && trimmed(piece).toLowerCase().startsWith(word.replace(/@$/u, ''))),
    )
    .join('');
}
