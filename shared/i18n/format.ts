import type { Locale } from './index';
import { messagesFor } from './index';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Largest unit first; months and years by their mean length. */
const steps: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] = [
  [365.25 * DAY, 'year'],
  [30.44 * DAY, 'month'],
  [7 * DAY, 'week'],
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
];

/** Dates, times and numbers in one language; the time zone is this workstation's. */
export interface Formats {
  /** "2 min ago"; "just now" within a minute before or after the time of the clock. */
  ago(at: number, now: number): string;
  /** Date and time to the minute. */
  dateTime(at: number): string;
  date(at: number): string;
  /** Hours, minutes and seconds. */
  clock(at: number): string;
  /** Hours and minutes. */
  hourMinute(at: number): string;
  number(value: number): string;
  /** Weekday and date, for the heading of a day. */
  day(at: number): string;
  /** Compares names; numbers inside them sort by value. */
  compare(a: string, b: string): number;
  /** "a, b and c". */
  list(parts: readonly string[]): string;
}

const made = new Map<Locale, Formats>();

function make(locale: Locale): Formats {
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const hourMinute = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayName = new Intl.DateTimeFormat(locale, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const numbers = new Intl.NumberFormat(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction', style: 'long' });
  const collator = new Intl.Collator(locale, { numeric: true });
  return {
    ago(at, now) {
      const gone = now - at;
      const step = steps.find(([length]) => Math.abs(gone) >= length);
      if (step === undefined) return messagesFor(locale).common.justNow();
      // Some releases of the language data write "min." with a full stop.
      return relative.format(-Math.trunc(gone / step[0]), step[1]).replace('.', '');
    },
    dateTime: (at) => dateTime.format(at),
    date: (at) => date.format(at),
    clock: (at) => clock.format(at),
    hourMinute: (at) => hourMinute.format(at),
    number: (value) => numbers.format(value),
    day: (at) => dayName.format(at),
    compare: (a, b) => collator.compare(a, b),
    list: (parts) => lists.format(parts),
  };
}

/** The formats of one language; created on first use. */
export function formatsFor(locale: Locale): Formats {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const formats = make(locale);
  made.set(locale, formats);
  return formats;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time as 0:18 or 1:02:05; negative lengths are zero. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const head = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${head}:${two(total % 60)}`;
}
