import { foldText } from '../../../../shared/search/fold';
import { osText } from '../../../../shared/search/shown';
import type { Columns } from '../columns/columns';
import { TEXTS } from '../columns/columns';
import { KIND_FIELDS } from '../columns/field-order';
import { inSpellings } from '../columns/spellings';
import { SHARED_KEYS } from './gram-keys';

const encoder = new TextEncoder();
const foldedBytes = (text: string): Uint8Array => encoder.encode(foldText(text));

/** The texts that many rows share, each stored once and folded, and the keys of the lists of their rows. */
export interface SharedTexts {
  /** With all spellings. */
  readonly values: readonly Uint8Array[];
  /** For each kind and each of KIND_FIELDS the index in `values`. */
  readonly ofKind: Uint32Array;
  readonly domains: readonly Uint8Array[];
  /** Key of the rows with a value in one of KIND_FIELDS. */
  valueKey(column: number, value: number): number;
  /** Key of the rows with a domain in their sign-in name or mail. */
  domainKey(text: number, domain: number): number;
  /** One more than the highest key. */
  readonly keySpace: number;
}

export function shareTexts({ kindTable, domainTable }: Columns): SharedTexts {
  const places = new Map<string, number>();
  const values: Uint8Array[] = [];
  const ofKind = new Uint32Array(kindTable.length * KIND_FIELDS.length);
  for (const [code, kind] of kindTable.entries()) {
    for (const [column, { field }] of KIND_FIELDS.entries()) {
      const text = field === 'os' ? osText(kind) : kind[field];
      const place = places.get(text) ?? values.push(encoder.encode(inSpellings(text))) - 1;
      places.set(text, place);
      ofKind[code * KIND_FIELDS.length + column] = place;
    }
  }
  const domainKeys = SHARED_KEYS + KIND_FIELDS.length * values.length;
  return {
    values,
    ofKind,
    domains: domainTable.map(foldedBytes),
    valueKey: (column, value) => SHARED_KEYS + column * values.length + value,
    domainKey: (text, domain) => domainKeys + (text === TEXTS.mail ? domainTable.length : 0) + domain,
    keySpace: domainKeys + 2 * domainTable.length,
  };
}
