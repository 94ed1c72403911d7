import { describe, expect, it } from 'vitest';
import { harmless } from '../../../main/auth/msal-client';
import { quoted, readRefusal } from '../../../main/auth/refusal';
import { addressOf, AUTHORITY, TENANT } from './fake-entra';
import { setUp } from './support';

const MEGA = 1_000_000;
/** Texts of about `length` characters that make a pattern with ambiguous repetition backtrack without end. */
const hostile: Readonly<Record<string, (length: number) => string>> = {
  spaces: (length) => `${' '.repeat(length)}.`,
  'spaces before a mark': (length) => `${' '.repeat(length)}Trace ID`,
  'addresses of mail': (length) => 'x@'.repeat(length / 2),
  'addresses of mail with points': (length) => 'x@y.'.repeat(length / 4),
  'addresses of pages': (length) => 'https://'.repeat(length / 8),
  questions: (length) => 'https://a?'.repeat(length / 10),
  dashes: (length) => '-'.repeat(length),
  'dashes and letters': (length) => 'aaaa-'.repeat(length / 5),
  'points and letters': (length) => 'aaaaaaaa.'.repeat(length / 9),
  descriptions: (length) => 'Description:'.repeat(length / 12),
  marks: (length) => 'Correlation ID:'.repeat(length / 15),
  'numbers of errors': (length) => 'AADSTS'.repeat(length / 6),
  'line ends': (length) => '\r\n'.repeat(length / 2),
  'invisible characters': (length) => '\u200b \u202e'.repeat(length / 3),
};

/** Milliseconds of processor time, the best of three: what else runs on the machine counts little. */
function workOf(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

describe.each(Object.entries(hostile))('a foreign text of %s', (_name, text) => {
  const answer = (description: string) => ({
    status: 400,
    headers: {},
    body: { error: description, error_description: description, suberror: description, correlation_id: description },
  });

  it.each([
    ['quoted', quoted],
    ['made harmless for the log', harmless],
    ['read as a refusal', (given: string) => JSON.stringify(readRefusal(answer(given)))],
  ])('takes no more work at a million characters than at a few thousand, %s', (_what, action) => {
    const long = text(MEGA);
    // A pattern that looks at everything twice would need 10,000 times the work here.
    expect(workOf(() => action(long))).toBeLessThan(workOf(() => action(text(10_000))) + 50);
    expect(action(long).length).toBeLessThan(20_000);
  });
});

describe('an answer of the sign-in service', () => {
  it('with a million characters of nonsense is refused at once, in a short sentence', async () => {
    for (const text of Object.values(hostile)) {
      const { signIn, entra, options } = setUp();
      const { createSignIn } = await import('../../../main/auth/sign-in');
      const description = text(MEGA * 0.9);
      const hostileSignIn = createSignIn({
        ...options,
        fetch: async (input, init) =>
          addressOf(input).includes('/token')
            ? Response.json({ error: 'invalid_grant', error_description: description }, { status: 400 })
            : entra.fetch(input, init),
      });
      const outcome = await hostileSignIn.signIn({ switchAccount: false });
      expect(outcome).toMatchObject({ ok: false });
      expect(JSON.stringify(outcome).length).toBeLessThan(1_000);
      expect(signIn.account()).toBeNull();
    }
  });

  it('is not read beyond a megabyte', async () => {
    const { entra, options } = setUp();
    const { createSignIn } = await import('../../../main/auth/sign-in');
    let sent = 0;
    let isCancelled = false;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(stream) {
          sent += 65_536;
          stream.enqueue(new Uint8Array(65_536).fill(32));
        },
        cancel() {
          isCancelled = true;
        },
      });
    const signIn = createSignIn({
      ...options,
      fetch: async (input, init) =>
        addressOf(input).includes('/token') ? new Response(endless(), { status: 200 }) : entra.fetch(input, init),
    });
    expect(await signIn.signIn({ switchAccount: false })).toEqual({
      ok: false,
      error: { code: 'network.proxy', why: 'sign-in', host: new URL(AUTHORITY).host, status: 200 },
    });
    expect(isCancelled).toBe(true);
    expect(sent).toBeLessThan(2 * 1024 * 1024);
  });
});

describe('the name of an account', () => {
  it('is one short line without invisible characters', async () => {
    const { entra, signIn } = setUp();
    entra.person = {
      oid: 'a1e70000-0000-4000-8000-000000000009',
      tid: TENANT,
      upn: `a\u202e\u0000lex\n${'x'.repeat(5_000)}@fake.example`,
    };
    const outcome = await signIn.signIn({ switchAccount: false });
    expect(outcome.ok).toBe(true);
    const { name = '', upn = '' } = signIn.account() ?? {};
    for (const shown of [name, upn]) {
      expect(shown.length).toBeLessThanOrEqual(256);
      expect(shown).not.toMatch(/\p{C}/u);
    }
  });
});
