/** The part of the `claims` parameter of a token request that the practice tenant supports. */
export interface RequestedClaims {
  /** The client says that it can answer claims challenges (capability cp1). */
  readonly claimsCapable: boolean;
  /** Seconds since 1970 that the token must not be issued before; 0 when not asked. */
  readonly notBefore: number;
}

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null;

function member(raw: unknown, name: string): unknown {
  return isRecord(raw) ? raw[name] : undefined;
}

/** Undefined for text that is not a JSON object. */
export function parseClaims(text: string | null): RequestedClaims | undefined {
  if (text === null || text === '') return { claimsCapable: false, notBefore: 0 };
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(raw)) return undefined;
  const access = member(raw, 'access_token');
  const capabilities = member(member(access, 'xms_cc'), 'values');
  const claimsCapable =
    Array.isArray(capabilities) &&
    capabilities.some((value) => typeof value === 'string' && value.toLowerCase() === 'cp1');
  const notBefore = Number(member(member(access, 'nbf'), 'value') ?? 0);
  return { claimsCapable, notBefore: Number.isFinite(notBefore) ? notBefore : 0 };
}
