import type { Failure } from '../../shared/failure';

/** One recent request of this workstation, of any account. */
export interface Ask {
  readonly deviceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** False when it can no longer appear on the device: it failed, expired or was given up. */
  readonly mayAppear: boolean;
}

export const shortWindow = { ms: 3_000, most: 1 } as const;
export const longWindow = { ms: 5 * 60_000, most: 10 } as const;
/** A second request to the same device within this time must be confirmed as intended. */
export const REPEAT_MS = 10 * 60_000;

export interface Attempt {
  readonly deviceId: string;
  /** The technician confirmed that the repetition is intended. */
  readonly override: boolean;
  /** A request to this device is under way. */
  readonly isRunning: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The wait before a request may be sent, in milliseconds, and the limit that causes it. */
export interface Pause {
  readonly ms: number;
  readonly window: 'short' | 'long';
}

/** Why a request to this device may not be made, or null. `retryAfter` in whole seconds. */
export function repeatFailure({ deviceId, override, isRunning, now }: Attempt, asks: readonly Ask[]): Failure | null {
  if (isRunning) return { code: 'request.in-flight' };
  const last = lastAsk(deviceId, asks, now);
  return last === null || override
    ? null
    : { code: 'request.repeated', retryAfter: wholeSeconds(last + REPEAT_MS - now) };
}

/** Applies the rate limits over all devices: null when a request may be sent now, else the longest pause. */
export function pauseBefore(now: number, asks: readonly Ask[]): Pause | null {
  const pauses = (
    [
      ['short', shortWindow],
      ['long', longWindow],
    ] as const
  ).flatMap(([window, { ms, most }]): Pause[] => {
    const times = asks
      .map((ask) => ask.at)
      .filter((at) => isWithin(at, now, ms))
      .sort((a, b) => b - a);
    const blocking = times[most - 1];
    return blocking === undefined ? [] : [{ ms: Math.max(1, blocking + ms - now), window }];
  });
  return pauses.toSorted((a, b) => b.ms - a.ms)[0] ?? null;
}

/**
 * When the last request to this device within the repeat guard was sent, in milliseconds since 1970. Null when there
 * was none or it had no effect, so that another one may be sent freely.
 */
export function lastAsk(deviceId: string, asks: readonly Ask[], now: number): number | null {
  const own = asks.filter((ask) => ask.deviceId === deviceId && isWithin(ask.at, now, REPEAT_MS));
  const last = own.toSorted((a, b) => b.at - a.at)[0];
  return last === undefined || !last.mayAppear ? null : last.at;
}

export const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/**
 * If the clock was set back, recorded times lie in the future; they count only when they are within the window as well.
 */
const isWithin = (at: number, now: number, windowMs: number): boolean => Math.abs(now - at) < windowMs;
