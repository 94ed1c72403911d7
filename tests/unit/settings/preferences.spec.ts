import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { policiesText } from '../../../build/policies.mjs';
import { readPreferences } from '../../../main/settings/preferences';
import type { AnyField } from '../../../shared/contract/field';
import { choice, flag, list, text, whole } from '../../../shared/contract/field';
import {
  defaultPreferences,
  parsePreferences,
  preferenceFields,
  preferenceNames,
} from '../../../shared/contract/preferences';
import { locales, messagesFor } from '../../../shared/i18n';

const fields = Object.entries(preferenceFields) as [keyof typeof preferenceFields, AnyField][];
const english = messagesFor('en');

/** Values just inside and just outside of what a field takes. */
function samples(field: AnyField): { readonly good: readonly unknown[]; readonly bad: readonly unknown[] } {
  switch (field.kind) {
    case 'choice':
      return { good: Object.keys(field.choices), bad: ['', 'no such value', '__proto__', 'constructor', 7, true] };
    case 'flag':
      return { good: [true, false], bad: ['true', 0, 1] };
    case 'whole':
      return {
        good: [field.min, field.max],
        bad: [field.min - 1, field.max + 1, field.min + 0.5, String(field.min), Number.NaN, Infinity],
      };
    case 'text':
      return { good: ['', field.example], bad: ['a'.repeat(field.maxLength + 1), '<', 7] };
    case 'list':
      return {
        good: [[], field.of, field.of.toReversed()],
        bad: [['no such value'], field.of[0], [...field.of, ''], {}],
      };
  }
}

describe('the table of preferences', () => {
  it.each(fields)('%s accepts its initial value and every value that it offers, and nothing else', (name, field) => {
    const { good, bad } = samples(field);
    for (const value of [field.initial, ...good])
      expect(parsePreferences({ [name]: value })).toEqual({ [name]: value });
    for (const value of [...bad, null]) expect(() => parsePreferences({ [name]: value }), String(value)).toThrow();
  });

  it.each(fields)('%s has texts in every language, for itself and for each of its values', (_name, field) => {
    for (const locale of locales) {
      const m = messagesFor(locale);
      const labels = [field.label, ...(field.kind === 'choice' ? Object.values(field.choices) : [])];
      const words = labels.map((label) => label(m, 'Contoso'));
      expect(words.filter((word) => word === '')).toEqual([]);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('gives every preference its default', () => {
    expect(Object.keys(defaultPreferences)).toEqual(preferenceNames);
    expect(parsePreferences(defaultPreferences)).toEqual(defaultPreferences);
  });

  it('accepts a part, and drops unknown members', () => {
    expect(parsePreferences({})).toEqual({});
    expect(parsePreferences({ theme: 'dark', later: 1 })).toEqual({ theme: 'dark' });
  });

  it('counts a value of a list once', () => {
    expect(parsePreferences({ columns: ['os', 'name', 'os'] })).toEqual({ columns: ['os', 'name'] });
  });
});

describe('stored preferences', () => {
  it('are read one by one', () => {
    expect(readPreferences({ theme: 'pink', density: 'compact', closeToTray: 'yes', later: 1 })).toEqual({
      patch: { density: 'compact' },
      bad: ['theme', 'closeToTray'],
    });
  });

  it('are named as unusable where they may not be given, even with a good value', () => {
    const read = readPreferences({ theme: 'dark', density: 'compact' }, (name) => name !== 'theme');
    expect(read).toEqual({ patch: { density: 'compact' }, bad: ['theme'] });
  });
});

describe('docs/policies.md', () => {
  it('is up to date', async () => {
    const written = await readFile(resolve(import.meta.dirname, '../../../docs/policies.md'), 'utf8');
    expect(written, 'run npm run build').toBe(policiesText(preferenceFields, english));
  });

  it('describes what an administrator can set for each kind of preference, without those that cannot be locked', () => {
    const label = (): string => 'A | B';
    const own = {
      theme: choice({ label, initial: 'dark', choices: { dark: () => 'Dark', light: () => 'Light' } }),
      sound: flag({ label, initial: true }),
      days: whole({ label, initial: 3, min: 1, max: 9 }),
      keys: text({ label, initial: '', maxLength: 5, pattern: /^a*$/, example: 'aaa' }),
      columns: list<string>({ label, initial: ['x'], of: ['x', 'y'] }),
      width: whole({ label, initial: 300, min: 1, max: 900, isLockable: false }),
    };
    const lines = policiesText(own, english).split('\n');
    expect(lines.filter((line) => line.startsWith('| `'))).toEqual([
      '| `theme` | A \\| B | `"dark"` (Dark), `"light"` (Light) | `"dark"` |',
      '| `sound` | A \\| B | `true` or `false` | `true` |',
      '| `days` | A \\| B | a whole number from 1 to 9 | `3` |',
      '| `keys` | A \\| B | text of at most 5 characters, for example `"aaa"`; `""` for none | `""` |',
      '| `columns` | A \\| B | a list of any of `"x"`, `"y"`, in the wanted order | `["x"]` |',
    ]);
    expect(lines).toContain('Left to the technician: `width`.');
  });
});
