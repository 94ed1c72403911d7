const SHORTEST_MS = 1_000;
const LONGEST_MS = 600_000;
const BACKOFF_BASE_MS = 1_000;
const BACKOFF_CAP_MS = 60_000;
const BACKOFF_FLOOR_MS = 100;

const clamp = (ms: number): number => Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.ceil(ms)));

/**
 * `Retry-After` in milliseconds between one second and ten minutes. Seconds may be fractional; a date is compared with
 * the `Date` of the same response when there is one. Null when absent, unreadable or past.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) {
    const ms = Number(value) * 1_000;
    return Number.isFinite(ms) ? clamp(ms) : LONGEST_MS;
  }
  if (!/^[A-Za-z]{3,9},? /.test(value)) return null;
  const at = Date.parse(value);
  const served = Date.parse(headers.get('date') ?? '');
  const wait = at - (Number.isNaN(served) ? now : served);
  return Number.isNaN(wait) || wait <= 0 ? null : clamp(wait);
}

/** Exponential backoff with full jitter, in milliseconds. `tries` counts the sends so far; `random` is in [0, 1). */
export function backoffMs(tries: number, random: () => number): number {
  const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** (tries - 1));
  return Math.max(BACKOFF_FLOOR_MS, Math.floor(random() * ceiling));
}
