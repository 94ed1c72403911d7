import { type Part, takeAll, type Taken } from './part';

/** Digits with separators. Only long numbers: short ones are parts of names. */
const NUMBER = /(?<![\p{L}\p{N}_.@-])[+(]{0,2}\d(?:[ ()./\u00b7-]{0,3}\d){5,19}(?![\p{L}\p{N}_@]|-[\p{L}\p{N}])/gu;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/u;
/** A build number: unlike a phone number, it may contain a single-digit part. */
const VERSION = /^\d+\.(?:\d+\.){0,3}\d(?:\.\d+){0,3}$/u;
const DATE =
  /^(?:19|20)\d{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])$|^(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)\d{2}$/u;
/** Calling codes with two digits; 1 and 7 have one digit, all others three. */
const TWO_DIGITS = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/u;

const digitsOf = (text: string): string => text.replace(/\D/gu, '');

function luhn(digits: string): number {
  const sum = Array.from(digits, Number).reduceRight((total, digit, at) => {
    const value = (digits.length - at) % 2 === 1 ? digit * 2 : digit;
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Whether digits are an IMEI: 14, or 15 with a check digit, or 16 with the software version instead. */
export function imeiPart(digits: string): Part | null {
  if (digits.length < 14 || digits.length > 16) return null;
  const stem = digits.slice(0, 14);
  const whole = stem + String(luhn(stem));
  const text = digits.length === 15 ? digits : whole;
  return { kind: 'imei', text, ...(digits.length === 15 ? {} : { alternatives: [stem] }), fields: ['imei'] };
}

/** The national form of the number. */
function withoutCountry(digits: string): string {
  if (/^[17]/u.test(digits)) return digits.slice(1);
  return digits.slice(TWO_DIGITS.test(digits) ? 2 : 3);
}

/** A phone number: with or without its country, as directories and people write it. */
export function phonePart(written: string): Part | null {
  const isInternational = /^[(]?\+|^[(]?00/u.test(written);
  const digits = digitsOf(written.replace(/\(0\)/gu, '')).replace(/^0+/u, '');
  if (digits.length < 6 || digits.length > 15) return null;
  const inland = isInternational ? withoutCountry(digits).replace(/^0+/u, '') : digits;
  const alternatives = inland !== digits && inland.length >= 6 ? [inland] : [];
  return { kind: 'phone', text: digits, ...(alternatives.length > 0 ? { alternatives } : {}), fields: ['phone'] };
}

/** Whether the digits are certainly not a phone number. */
const isNoPhone = (written: string): boolean =>
  IP_ADDRESS.test(written) || VERSION.test(written) || DATE.test(written) || !/^[+(0]|[ ()./-]/u.test(written);

/** IMEIs and phone numbers. Digits without a sign of a phone number stay in the text: they may be a serial number. */
export function takeNumbers(text: string): Taken {
  const seen: Part[] = [];
  const taken = takeAll(text, NUMBER, ([written]) => {
    const digits = digitsOf(written);
    // `356938035643809/01`: the software version after the number.
    const own = /\d\s?\/\s?\d{2}$/u.test(written) && digits.length === 17 ? digits.slice(0, 15) : digits;
    const imei = /^(?:\+|\(|00)/u.test(written) ? null : imeiPart(own);
    if (imei !== null) return [imei];
    if (isNoPhone(written)) return null;
    const phone = phonePart(written);
    if (phone === null) return null;
    // A numeric serial number may begin with zeros too.
    if (!/^\d+$/u.test(written)) return [phone];
    seen.push(phone);
    return null;
  });
  return { parts: [...taken.parts, ...seen], rest: taken.rest };
}
