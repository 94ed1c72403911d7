import type { UnknownRecord } from '../../shared/record';
import { isRecord, parseRecord } from '../../shared/record';
import { quotation } from './clean';

/** The useful parts of a Graph error body. Intune nests them in JSON texts inside `message`. */
export interface ServiceError {
  /** Graph's `error.code`; empty when unreadable. */
  readonly code: string;
  /** The innermost message, without ids and URLs. */
  readonly text: string;
  readonly activityId: string | null;
  readonly requestId: string | null;
  readonly scopes: readonly string[];
  /** The error comes from Intune itself, so Graph accepted the token. */
  readonly fromIntune: boolean;
}

const NESTING_LIMIT = 4;
const TEXT_LIMIT = 64_000;

const recordOf = (value: unknown): UnknownRecord | null => (isRecord(value) ? value : null);

const stringOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, TEXT_LIMIT) : '');

interface Unnested {
  readonly text: string;
  readonly nested: boolean;
}

/** Follows `Message` through texts that are JSON themselves. */
function unnest(message: string): Unnested {
  let text = message;
  for (let depth = 0; depth < NESTING_LIMIT; depth++) {
    const inner = text.trimStart().startsWith('{') ? parseRecord(text) : null;
    const next = inner && (inner['Message'] ?? inner['message']);
    if (typeof next !== 'string') return { text, nested: depth > 0 };
    text = next.slice(0, TEXT_LIMIT);
  }
  return { text, nested: true };
}

function scopesIn(text: string): readonly string[] {
  const at = text.search(/one of the following scopes:/i);
  const list = at === -1 ? '' : (text.slice(text.indexOf(':', at) + 1).split(/\s-\s/, 1)[0] ?? '');
  const names = list.split(/[,\s]+/).filter((name) => /^[A-Za-z][A-Za-z0-9.]{2,99}$/.test(name));
  return [...new Set(names)].slice(0, 10);
}

const idIn = (value: unknown): string | null => {
  const text = stringOf(value);
  return /^[A-Za-z0-9-]{8,64}$/.test(text) ? text : null;
};

/** Decodes an error body, parsed or raw. Never throws; an unreadable body gives empty fields. */
export function decodeError(body: unknown): ServiceError {
  const error = recordOf(recordOf(body)?.['error']);
  const message = stringOf(error?.['message']);
  const { text, nested } = unnest(message);
  const inner = recordOf(error?.['innerError']) ?? recordOf(error?.['innererror']);
  const activityId = /Activity ID:\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(text)?.[1] ?? null;
  return {
    code: quotation(stringOf(error?.['code']), 64),
    text: quotation(text.replace(/\s-\s{1,4}Operation ID\b.*$/is, '')),
    activityId,
    requestId: idIn(inner?.['request-id']),
    scopes: scopesIn(text),
    fromIntune: nested || activityId !== null,
  };
}

/** As `decodeError`, from the raw text of a response. */
export const decodeErrorText = (text: string): ServiceError => decodeError(parseRecord(text.slice(0, TEXT_LIMIT)));
