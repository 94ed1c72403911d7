import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localeFor } from '../../../../main/desktop/locale';
import { helpText, parseArguments } from '../../../../main/desktop/platform/arguments';
import { forgetNetwork, sessionFetch } from '../../../../main/desktop/platform/network';
import { toLoopback } from '../../../../main/desktop/practice/practice-network';

const nothing = { quick: false, hidden: false, version: false, help: false, userDataDir: null, selfCheck: null };

describe('start arguments', () => {
  it.each([
    [[], {}],
    [['--quick'], { quick: true }],
    [['/opt/deskside', '--no-sandbox', '--hidden', '--original-process-start-time=1'], { hidden: true }],
    [['--user-data-dir=/tmp/a b', '--help', '--version'], { userDataDir: '/tmp/a b', help: true, version: true }],
    [['--user-data-dir=/first', '--user-data-dir=/last'], { userDataDir: '/last' }],
    [['--user-data-dir='], {}],
    [['--user-data-dir=/a\0b'], {}],
    [['--self-check=report.json'], { selfCheck: 'report.json' }],
    [['--Quick', '-quick', 'quick', '--quick=1', 'x--quick', '--quickly'], {}],
    [['deskside://request?device=1', '--send', 'DELETE'], {}],
    [['x'.repeat(5_000), '--quick'], { quick: true }],
  ])('%j', (words, expected) => {
    expect(parseArguments(words)).toEqual({ ...nothing, ...expected });
  });

  it('are empty when a second start sends nonsense', () => {
    for (const data of [
      null,
      undefined,
      7,
      '--quick',
      { length: 1, 0: '--quick' },
      [['--quick'], { toString: () => '--quick' }, 1, null],
    ]) {
      expect(parseArguments(data)).toEqual(nothing);
    }
  });

  it('never throw and never contain more than what was passed, for thousands of unusual starts', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('--quick', '--hidden', '--user-data-dir=', '--self-check=', '--', '='),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.array(piece), (words) => {
        const parsed = parseArguments(words);
        expect(Object.keys(parsed)).toEqual(Object.keys(nothing));
        expect(parsed.quick).toBe(words.includes('--quick'));
        expect(parsed.hidden).toBe(words.includes('--hidden'));
      }),
      { numRuns: 3_000 },
    );
  });

  it('are all named by the help text', () => {
    for (const word of ['--quick', '--hidden', '--user-data-dir=', '--self-check=', '--version', '--help'])
      expect(helpText).toContain(word);
  });
});

describe('the network', () => {
  it('never sends cookies, whatever the caller sets, and accepts a URL as text', async () => {
    const seen: unknown[] = [];
    const own = {
      fetch: (...all: unknown[]) => (seen.push(...all), Promise.resolve(new Response(null, { status: 204 }))),
    };
    const send = sessionFetch(() => own);
    await send(new URL('https://graph.example/v1.0/me'), { credentials: 'include', redirect: 'error', method: 'POST' });
    expect(seen).toEqual(['https://graph.example/v1.0/me', { credentials: 'omit', redirect: 'error', method: 'POST' }]);
  });

  it('clears everything that it may store, without aborting requests in flight', async () => {
    const done: string[] = [];
    const own = (name: string) => ({
      clearStorageData: async () => void done.push(`${name} storage`),
      clearCache: async () => void done.push(`${name} cache`),
    });
    await forgetNetwork([own('one'), own('two')]);
    expect(done.sort()).toEqual(['one cache', 'one storage', 'two cache', 'two storage']);
  });

  it('posts a practice sign-in to the loopback address and nowhere else', () => {
    expect(toLoopback('http://localhost:50123/')).toBe('http://127.0.0.1:50123/');
    for (const address of [
      'http://evil.example/',
      'https://localhost/',
      'http://localhost.evil.example/',
      'nonsense',
      'file:///etc',
    ]) {
      expect(toLoopback(address)).toBeNull();
    }
  });
});

describe('the language', () => {
  it.each([
    ['ja', ['en-US'], 'ja'],
    ['en', ['ja-JP'], 'en'],
    ['system', ['ja-JP', 'en'], 'ja'],
    ['system', ['fr-FR', 'ja'], 'ja'],
    ['system', ['de'], 'en'],
    ['system', [], 'en'],
  ] as const)('%s on a system of %j is %s', (choice, system, expected) => {
    expect(localeFor(choice, () => system)).toBe(expected);
  });
});
