import type { Messages } from './messages.gen';

const SECOND = 1_000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A length of time in words, as "4 s" or "1 min 20 s"; to the second, never below one. */
export function lengthText({ hero }: Messages, ms: number): string {
  const total = Math.max(1, Math.round(ms / SECOND));
  const { h, min, s } = {
    h: Math.floor(total / HOUR),
    min: Math.floor((total % HOUR) / MINUTE),
    s: total % MINUTE,
  };
  if (total < MINUTE) return hero.seconds({ s: String(s) });
  return total < HOUR
    ? hero.minutes({ min: String(min), s: String(s) })
    : hero.hours({ h: String(h), min: String(min) });
}
