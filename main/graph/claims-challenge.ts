import { parseRecord } from '../../shared/record';

type Challenge = Map<string, string>;

const SCHEME = /([A-Za-z][\w!#$%&'*+.^`|~-]*)(?:\s+(?![\s=])|$)/y;
const PARAM = /([A-Za-z_][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
const GAP = /[\s,]+/y;

function take(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Splits `WWW-Authenticate`; several headers are joined by commas, and the fields have no fixed order. */
function challenges(header: string): readonly Challenge[] {
  const found: Challenge[] = [];
  let at = 0;
  while (at < header.length) {
    const gap = take(GAP, header, at);
    if (gap) {
      at += gap[0].length;
      continue;
    }
    const param = take(PARAM, header, at);
    if (param) {
      if (found.length === 0) found.push(new Map());
      found.at(-1)?.set((param[1] ?? '').toLowerCase(), (param[2] ?? param[3] ?? '').replace(/\\(.)/g, '$1'));
      at += param[0].length;
      continue;
    }
    const scheme = take(SCHEME, header, at);
    if (scheme) found.push(new Map());
    at += scheme ? scheme[0].length : 1;
  }
  return found;
}

/**
 * The decoded claims of an `insufficient_claims` challenge, ready for the token request; null when it is missing or
 * unreadable. See "Claims challenges" of the Microsoft identity platform.
 */
export function claimsOf(header: string | null): string | null {
  if (header === null || header.length > 16_384) return null;
  for (const challenge of challenges(header)) {
    if (challenge.get('error') !== 'insufficient_claims') continue;
    const raw = challenge.get('claims') ?? '';
    const text = raw.startsWith('{') ? raw : Buffer.from(raw, 'base64').toString('utf8');
    if (parseRecord(text) !== null) return text;
  }
  return null;
}
