import type { AuthError } from '@azure/msal-node';
import { beginning, shownName } from './foreign-text';

/** A refusal of the sign-in service, from its token endpoint or through the browser. */
export interface Refusal {
  /** The OAuth error class, for example `invalid_grant`. Decisions use it; the number only chooses the wording. */
  readonly error: string;
  readonly suberror: string;
  readonly aadsts: number | null;
  readonly description: string;
  readonly correlationId: string;
  /** Claims that a new sign-in must bring. */
  readonly claims: string;
  /** HTTP status; 0 when it came through the browser. */
  readonly status: number;
  readonly retryAfter: number | null;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Longest claims challenge that is passed on, in UTF-16 units: it becomes part of a URL. */
const CLAIMS_LIMIT = 8_192;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const claimsIn = (value: unknown): string => (text(value).length > CLAIMS_LIMIT ? '' : text(value));

/** Reads an error body of the token endpoint; null when it is not one. */
export function readRefusal({ status, headers, body }: HttpAnswer): Refusal | null {
  if (typeof body !== 'object' || body === null) return null;
  const fields = new Map<string, unknown>(Object.entries(body));
  const error = beginning(text(fields.get('error')));
  if (error === '') return null;
  const codes = fields.get('error_codes');
  const description = beginning(text(fields.get('error_description')));
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  return {
    error,
    suberror: beginning(text(fields.get('suberror'))),
    aadsts: typeof first === 'number' ? first : numberIn(description),
    description,
    correlationId: shownName(text(fields.get('correlation_id'))) || correlationIn(description),
    claims: claimsIn(fields.get('claims')),
    status,
    retryAfter: seconds(headers['retry-after']),
  };
}

/** The refusal that MSAL read from the browser's answer, or remembered from an earlier attempt. */
export function refusalOf(error: AuthError): Refusal {
  const known = 'errorNo' in error ? Number(error.errorNo) : Number.NaN;
  return {
    error: beginning(error.errorCode),
    suberror: beginning(error.subError),
    aadsts: Number.isInteger(known) && known > 0 ? known : (numberIn(error.errorMessage) ?? numberIn(error.errorCode)),
    description: beginning(error.errorMessage),
    correlationId: correlationIn(error.errorMessage) || error.correlationId,
    claims: 'claims' in error ? claimsIn(error.claims) : '',
    status: 0,
    retryAfter: null,
  };
}

/** Quotes the service's own words: one line, without trailing ids and without query strings. */
export function quoted(description: string): string {
  const line = beginning(description).trim();
  const end = line.search(/(?:Trace ID|Correlation ID|Timestamp):/i);
  const words = (end < 0 ? line : line.slice(0, end)).replace(/^AADSTS\d+: ?/, '').split(' ');
  const plain = words.map(withoutQuery).join(' ').trim();
  return plain.length > 240 ? `${plain.slice(0, 239)}…` : plain;
}

function withoutQuery(word: string): string {
  const address = word.search(/https?:\/\//);
  const query = address < 0 ? -1 : word.slice(address).search(/[?#]/);
  return query < 0 ? word : word.slice(0, address + query);
}

function numberIn(words: string): number | null {
  const found = /AADSTS(\d{4,8})/.exec(beginning(words))?.[1];
  return found === undefined ? null : Number(found);
}

const correlationIn = (words: string): string => /Correlation ID: ?([\da-f-]{36})/i.exec(beginning(words))?.[1] ?? '';

function seconds(header: string | undefined): number | null {
  const value = Number.parseFloat(header ?? '');
  return Number.isFinite(value) && value >= 0 ? Math.ceil(value) : null;
}
