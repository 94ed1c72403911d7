import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  codeOf,
  CODES,
  EDGE,
  isWordBefore,
  isWordPoint,
  LOWER,
  OTHER,
  pointAt,
  SEPARATORS,
  WIDE,
  widthOf,
} from '../../../../../main/inventory/index/columns/characters';

const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const point = (character: string): number => character.codePointAt(0)!;

test('letters of both cases share a code, digits and separators have their own', () => {
  const codes = Array.from('abcdefghijklmnopqrstuvwxyz0123456789 -.@', (character) => codeOf(point(character)));
  expect(new Set(codes).size).toBe(40);
  expect(codes).not.toContain(EDGE);
  expect(Array.from('ABCXYZ', (letter) => codeOf(point(letter)))).toEqual(
    Array.from('abcxyz', (letter) => codeOf(point(letter))),
  );
  expect(Math.max(...codes, OTHER, WIDE)).toBeLessThan(CODES);
});

test.each([
  ['佐', WIDE],
  ['ä', WIDE],
  ['김', WIDE],
  ['ア', WIDE],
  ['_', OTHER],
  ['’', OTHER],
  ['。', OTHER],
  ['𠮷', OTHER],
  ['😀', OTHER],
])('%s', (character, code) => {
  expect(codeOf(point(character))).toBe(code);
});

test('words are made of letters and digits of the basic plane', () => {
  for (const character of 'aZ09äß佐ー김')
    expect(isWordPoint(point(character)), character).toBe(/[\p{L}\p{N}]/u.test(character));
  for (const character of [' ', '-', '.', '@', '_', '(', '。', '😀', '𠮷'])
    expect(isWordPoint(point(character)), character).toBe(false);
  for (const code of SEPARATORS) expect(code).toBeGreaterThan(36);
});

test('code points are read back from UTF-8', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const bytes = new TextEncoder().encode(text);
      const points: number[] = [];
      for (let at = 0; at < bytes.length; at += widthOf(bytes[at]!)) points.push(pointAt(bytes, at));
      expect(points).toEqual(Array.from(text, point));
    }),
  );
});

test('a word before a position is detected for characters of any width', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom<string>('a', '-', '佐', 'ä', '。', '😀', '9', ' '), (before, last) => {
      const bytes = new TextEncoder().encode(before + last);
      expect(isWordBefore(bytes, 0, bytes.length)).toBe(isWordPoint(point(last)));
    }),
  );
  expect(isWordBefore(new Uint8Array([97]), 0, 0)).toBe(false);
  expect(isWordBefore(new TextEncoder().encode('ab'), 1, 1)).toBe(false);
});

test('among bytes only the letters A to Z have a lower case, and the grave accent is an apostrophe', () => {
  const changed = Array.from(LOWER.entries()).filter(([byte, lower]) => byte !== lower);
  expect(changed.pop()).toEqual([0x60, 0x27]);
  expect(changed).toHaveLength(26);
  expect(changed.map(([byte, lower]) => String.fromCharCode(byte, lower)).join('')).toBe(
    'AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz',
  );
});
