import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileCatalogs, compileMessage, readCatalogs } from '../../../build/i18n.mjs';

const compile = (en: Record<string, string>, ja: Record<string, string>): string => compileCatalogs({ en, ja });

describe('locales', () => {
  it('are those that the app was built with', async () => {
    const built = readFileSync(new URL('../../../shared/i18n/messages.gen.ts', import.meta.url), 'utf8');
    expect(compileCatalogs(await readCatalogs())).toBe(built);
  });

  it('leave no message empty, and none with blanks at its ends', async () => {
    const texts = Object.values(await readCatalogs()).flatMap((catalog) => Object.values(catalog));
    expect(texts.filter((text) => text.trim() === '' || (text !== text.trim() && text !== ' · '))).toEqual([]);
  });

  it('keep the house style: no “please”, no exclamation in English', async () => {
    const { en } = await readCatalogs();
    expect(Object.values(en ?? {}).filter((text) => /please|oops|!/i.test(text))).toEqual([]);
  });
});

describe('compiling messages', () => {
  it.each([
    ['a key that one language misses', { a: 'x', b: 'y' }, { a: 'x' }, /misses b/],
    ['a key that the source does not have', { a: 'x' }, { a: 'x', z: 'y' }, /unknown z/],
    ['another argument', { a: 'x {n}' }, { a: 'x {m}' }, /takes/],
    ['an argument left out', { a: 'x {n}' }, { a: 'x' }, /takes/],
    ['a number where the source has a text', { a: '{n}' }, { a: '{n, number}' }, /takes/],
    [
      'other choices of a select',
      { a: '{k, select, one {1} other {2}}' },
      { a: '{k, select, two {1} other {2}}' },
      /takes/,
    ],
    ['text that is no ICU message', { a: '{n, plural, one {x}}' }, { a: 'x' }, /no ICU message/],
    ['an unclosed argument', { a: '{n' }, { a: 'x' }, /no ICU message/],
    ['one name with two types', { a: '{n} {n, number}' }, { a: 'x' }, /used as/],
    ['a message that is also a group', { a: 'x', 'a.b': 'y' }, { a: 'x', 'a.b': 'y' }, /same name/],
    ['a key that is no plain word', { 'a-b': 'x' }, { 'a-b': 'x' }, /plain words/],
    ['a style it does not know', { a: '{d, date, ::yMMM}' }, { a: 'x' }, /style/],
  ])('refuses %s', (_name, en, ja, complaint) => {
    expect(() => compile(en, ja)).toThrow(complaint);
  });

  it('lets a language without plural forms use the plain number', () => {
    expect(compile({ a: '{n, plural, one {# day} other {# days}}' }, { a: '{n, number} 日' })).toContain(
      'a: (a) => r.number(a.n) + " 日"',
    );
  });

  it('types arguments by how they are used', () => {
    const { args } = compileMessage('a', '{who} {n, plural, other {#}} {d, date, short} {k, select, x {1} other {2}}');
    expect(Object.fromEntries(args)).toEqual({ who: 'string', n: 'number', d: 'Date', k: "'other' | 'x'" });
  });

  it('writes text as text', () => {
    expect(compileMessage('a', 'quote " back \\ tick ` ${x}').body).toContain(
      JSON.stringify('quote " back \\ tick ` $'),
    );
  });
});
