import type { Failure } from '../../shared/failure';

/** One request of the past minutes, whoever made it on this workstation. */
export interface Ask {
  readonly deviceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** False when Intune certainly never took it. */
  readonly mayHaveReached: boolean;
}

export const shortWindow = { ms: 3_000, most: 1 } as const;
export const longWindow = { ms: 5 * 60_000, most: 10 } as const;
/** A second request to the same device within this time needs the person's word that it is meant. */
export const repeatMs = 10 * 60_000;

export interface Attempt {
  readonly deviceId: string;
  /** The person ticked that the repetition is meant. */
  readonly override: boolean;
  /** A request to this device is under way. */
  readonly isRunning: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why a request may not go out now, or null. `retryAfter` in whole seconds. */
export function limitFailure({ deviceId, override, isRunning, now }: Attempt, asks: readonly Ask[]): Failure | null {
  if (isRunning) return { code: 'request.in-flight' };
  const last = lastAsk(deviceId, asks, now);
  if (last !== null && !override) return { code: 'request.repeated', retryAfter: seconds(last + repeatMs - now) };
  for (const window of [shortWindow, longWindow]) {
    const times = asks.map((ask) => ask.at).filter((at) => isWithin(at, now, window.ms)).sort((a, b) => b - a);
    const blocking = times[window.most - 1];
    if (blocking !== undefined) return { code: 'request.too-fast', retryAfter: seconds(blocking + window.ms - now) };
  }
  return null;
}

/** When this device was asked within the repeat guard, in milliseconds since 1970; null when it was not. */
export function lastAsk(deviceId: string, asks: readonly Ask[], now: number): number | null {
  const times = asks.filter((ask) => ask.deviceId === deviceId && ask.mayHaveReached && isWithin(ask.at, now, repeatMs));
  return times.length === 0 ? null : Math.max(...times.map((ask) => ask.at));
}

/** A clock that was set back makes times of the future: they count only when they are near. */
const isWithin = (at: number, now: number, windowMs: number): boolean => Math.abs(now - at) < windowMs;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));
