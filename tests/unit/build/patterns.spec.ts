import { ESLint, Linter } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import { describe, expect, it } from 'vitest';

const rules = ['regexp/no-super-linear-backtracking', 'regexp/no-super-linear-move'] as const;

describe('patterns that foreign text is matched with', () => {
  it.each([
    'main/auth/refusal.ts',
    'main/desktop/platform/redact.ts',
    'main/graph/error-body.ts',
    'shared/session-links.ts',
    'renderer/app/main-window.svelte.ts',
    'renderer/app/App.svelte',
    'practice/graph/filter-parser.ts',
    'preload/bridge.ts',
  ])('of %s are refused by lint when they could be slow', async (file) => {
    const config = (await new ESLint().calculateConfigForFile(file)) as {
      readonly rules: Readonly<Record<string, readonly unknown[]>>;
    };
    for (const rule of rules) expect(config.rules[rule]?.[0]).toBe(2);
    expect(config.rules['regexp/no-super-linear-move']?.[1]).toMatchObject({
      report: 'potential',
      ignorePartial: false,
    });
  });

  it.each([
    String.raw`/\s*(?:Trace ID|Timestamp):/`,
    String.raw`/\S+@(?!azure)\S+\.\S+/g`,
    String.raw`/(a+)+$/`,
    String.raw`/^[^@]+@[^@]+\.[^@]+$/`,
    String.raw`/\/+$/`,
  ])('such as %s are found', (pattern) => {
    const config = {
      plugins: { regexp },
      rules: {
        [rules[0]]: ['error', { report: 'potential' }],
        [rules[1]]: ['error', { report: 'potential', ignorePartial: false }],
      },
    } as const;
    expect(
      new Linter().verify(`export const pattern = ${pattern};`, config as unknown as Linter.Config).length,
    ).toBeGreaterThan(0);
  });

  it('that are linear are let through', () => {
    const config = { plugins: { regexp }, rules: { [rules[0]]: 'error', [rules[1]]: 'error' } } as const;
    expect(new Linter().verify('export const pattern = /[\\w-]{1,64}/;', config as unknown as Linter.Config)).toEqual(
      [],
    );
  });
});
