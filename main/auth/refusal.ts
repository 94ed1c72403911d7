import type { AuthError } from '@azure/msal-node';

/** A refusal of the sign-in service, from its token endpoint or through the browser. */
export interface Refusal {
  /** The OAuth error class, `invalid_grant` for example. It decides; the number only words. */
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

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Error body of the token endpoint; null when it is none. */
export function readRefusal({ status, headers, body }: HttpAnswer): Refusal | null {
  if (typeof body !== 'object' || body === null) return null;
  const fields = new Map<string, unknown>(Object.entries(body));
  const error = text(fields.get('error'));
  if (error === '') return null;
  const codes = fields.get('error_codes');
  const description = text(fields.get('error_description'));
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  return {
    error,
    suberror: text(fields.get('suberror')),
    aadsts: typeof first === 'number' ? first : numberIn(description),
    description,
    correlationId: text(fields.get('correlation_id')) || correlationIn(description),
    claims: text(fields.get('claims')),
    status,
    retryAfter: seconds(headers['retry-after']),
  };
}

/** The refusal that MSAL took from the browser's answer, or remembers from an earlier try. */
export function refusalOf(error: AuthError): Refusal {
  const known = 'errorNo' in error ? Number(error.errorNo) : Number.NaN;
  return {
    error: error.errorCode,
    suberror: error.subError,
    aadsts: Number.isInteger(known) && known > 0 ? known : numberIn(`${error.errorMessage} ${error.errorCode}`),
    description: error.errorMessage,
    correlationId: correlationIn(error.errorMessage) || error.correlationId,
    claims: 'claims' in error ? text(error.claims) : '',
    status: 0,
    retryAfter: null,
  };
}

/** The service's own words as a quotation: one line, without the numbers that follow and without queries. */
export function quoted(description: string): string {
  const [words = ''] = description.split(/\s*(?:Trace ID|Correlation ID|Timestamp):/i);
  const plain = words
    .replace(/^\s*AADSTS\d+:\s*/, '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/(https?:\/\/[^\s?#]*)[?#]\S*/g, '$1')
    .trim();
  return plain.length > 240 ? `${plain.slice(0, 239)}…` : plain;
}

function numberIn(words: string): number | null {
  const found = /AADSTS(\d{4,8})/.exec(words)?.[1];
  return found === undefined ? null : Number(found);
}

const correlationIn = (words: string): string => /Correlation ID:\s*([\da-f-]{36})/i.exec(words)?.[1] ?? '';

function seconds(header: string | undefined): number | null {
  const value = Number.parseFloat(header ?? '');
  return Number.isFinite(value) && value >= 0 ? Math.ceil(value) : null;
}
