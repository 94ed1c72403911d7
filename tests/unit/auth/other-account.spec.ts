import { afterEach, describe, expect, it } from 'vitest';
import { SIGN_IN_LIMIT_MS } from '../../../main/auth/sign-in';
import { alex, CANARY, kim } from './fake-entra';
import { setUp, until } from './support';

const READ = 'DeviceManagementManagedDevices.Read.All';
const WRITE = 'DeviceManagementManagedDevices.ReadWrite.All';
const quiet = { interactive: false } as const;
const otherAccount = { ok: false, error: { code: 'auth.other-account' } };

let end = (): void => undefined;
afterEach(() => end());

/** Alex is signed in; the next account in the browser is Kim. */
async function setUpAsAlex() {
  const all = setUp();
  end = () => all.signIn.cancel();
  await all.signIn.signIn({ switchAccount: false });
  all.entra.person = kim;
  const { signIn, questions, file } = all;
  const kept = file.text;
  const open = () => questions.at(-1)?.id ?? 'none';
  const asked = () => until(() => questions.at(-1)?.id !== undefined);
  /** Who reads, and with whose token. */
  const reader = async () => {
    const token = await signIn.token({ scopes: [READ], ...quiet });
    return token.ok ? token.value.account.upn : token.error.code;
  };
  return { ...all, kept, open, asked, reader };
}

type Bench = Awaited<ReturnType<typeof setUpAsAlex>>;
type Ended = Promise<{ ok: boolean; error?: unknown }>;

/** The three moments at which another account may come back, each begun by Alex. */
const moments: readonly (readonly [name: string, begin: (bench: Bench) => Ended])[] = [
  ['at sign-in', ({ signIn }) => signIn.signIn({ switchAccount: false })],
  [
    'at a renewal that needs the technician',
    ({ entra, signIn }) => {
      entra.revokeAll();
      return signIn.token({ scopes: [READ], interactive: true, forceRefresh: true });
    },
  ],
  [
    'at a challenge that needs the technician',
    ({ entra, signIn }) => {
      entra.tokenRefusals.push({ error: 'interaction_required', code: 50076, suberror: 'basic_action' });
      return signIn.token({ scopes: [READ], claims: '{"access_token":{"nbf":{"value":"1"}}}', interactive: true });
    },
  ],
  ['at the first permission to write', ({ signIn }) => signIn.token({ scopes: [WRITE], interactive: true })],
];

describe.each(moments)('another account that comes back %s', (name, begin) => {
  it('raises a question: nothing has changed, and nothing of the other account is stored', async () => {
    const bench = await setUpAsAlex();
    const outcome = begin(bench);
    let isOver = false;
    void outcome.then(() => (isOver = true));
    await bench.asked();
    expect(bench.questions).toEqual([
      {
        id: expect.any(String) as string,
        expected: bench.signIn.account(),
        returned: expect.objectContaining({ upn: kim.upn }) as unknown,
      },
    ]);
    expect(bench.signIn.account()?.upn).toBe(alex.upn);
    expect(bench.file.text ?? '').not.toContain(kim.oid);
    expect(isOver).toBe(false);
    if (name !== 'at a renewal that needs the technician') expect(await bench.reader()).toBe(alex.upn);
  });

  it('is dropped when the technician stays', async () => {
    const bench = await setUpAsAlex();
    const outcome = begin(bench);
    await bench.asked();
    const id = bench.open();
    expect(bench.signIn.answer(id, 'keep')).toBe(true);
    expect(await outcome).toEqual(otherAccount);
    expect(bench.questions.at(-1)).toBeNull();
    expect(bench.signIn.answer(id, 'switch')).toBe(false);
    expect(bench.signIn.account()?.upn).toBe(alex.upn);
    expect(bench.file.text ?? '').not.toContain(kim.oid);
    if (name !== 'at a renewal that needs the technician')
      expect([await bench.reader(), bench.file.text]).toEqual([alex.upn, bench.kept]);
  });

  it('becomes the signed-in account when the technician switches; a token for Alex is not given to Kim', async () => {
    const bench = await setUpAsAlex();
    const outcome = begin(bench);
    await bench.asked();
    expect(bench.signIn.answer(bench.open(), 'switch')).toBe(true);
    if (name === 'at sign-in') expect(await outcome).toMatchObject({ ok: true, value: { upn: kim.upn } });
    else expect(await outcome).toEqual(otherAccount);
    expect(bench.signIn.account()?.upn).toBe(kim.upn);
    expect(await bench.reader()).toBe(kim.upn);
    await until(() => (bench.file.text ?? '').includes(kim.oid));
    expect(bench.file.text).not.toContain(alex.oid);
  });

  it('leads back to the browser, where the account can be chosen, when the technician tries again', async () => {
    const bench = await setUpAsAlex();
    const visits = bench.entra.count('authorize');
    const outcome = begin(bench);
    await bench.asked();
    bench.entra.person = alex;
    expect(bench.signIn.answer(bench.open(), 'again')).toBe(true);
    expect((await outcome).ok).toBe(true);
    expect(bench.entra.count('authorize')).toBe(visits + 2);
    expect(bench.entra.last('authorize').query.get('prompt')).toBe('select_account');
    expect(await bench.reader()).toBe(alex.upn);
    expect(bench.questions.filter((question) => question !== null)).toHaveLength(1);
  });

  it('is asked about again when it comes back again', async () => {
    const bench = await setUpAsAlex();
    const outcome = begin(bench);
    await bench.asked();
    const first = bench.open();
    bench.signIn.answer(first, 'again');
    await until(() => bench.questions.filter((question) => question !== null).length === 2);
    expect(bench.open()).not.toBe(first);
    expect(bench.signIn.answer(first, 'switch')).toBe(false);
    bench.signIn.answer(bench.open(), 'keep');
    expect(await outcome).toEqual(otherAccount);
  });

  it.each([
    ['cancelled', 'auth.cancelled', ({ signIn }: Bench) => signIn.cancel()],
    ['left unanswered for five minutes', 'auth.timeout', ({ clock }: Bench) => clock.pass(SIGN_IN_LIMIT_MS)],
    ['ended by signing out', 'auth.cancelled', ({ signIn }: Bench) => void signIn.signOut()],
    ['ended by leaving for another tenant', 'auth.cancelled', ({ signIn }: Bench) => void signIn.leave()],
  ])('is dropped when the question is %s', async (_name, code, action) => {
    const bench = await setUpAsAlex();
    const outcome = begin(bench);
    await bench.asked();
    const id = bench.open();
    action(bench);
    expect(await outcome).toEqual({ ok: false, error: { code } });
    expect(bench.questions.at(-1)).toBeNull();
    expect(bench.signIn.answer(id, 'switch')).toBe(false);
    expect(bench.signIn.account()?.upn).not.toBe(kim.upn);
    expect(bench.file.text ?? '').not.toContain(kim.oid);
    expect(bench.log.text).not.toContain(CANARY);
  });
});

describe('the question', () => {
  it('gives the technician the whole five minutes, however long the browser took', async () => {
    const bench = await setUpAsAlex();
    bench.entra.visits.push('close');
    const outcome = bench.signIn.signIn({ switchAccount: false });
    await until(() => bench.entra.opened.length === 2);
    bench.clock.pass(SIGN_IN_LIMIT_MS - 1);
    await bench.entra.answer(bench.entra.opened[1]!);
    await bench.asked();
    bench.clock.pass(SIGN_IN_LIMIT_MS - 1);
    expect(bench.signIn.answer(bench.open(), 'switch')).toBe(true);
    expect(await outcome).toMatchObject({ ok: true, value: { upn: kim.upn } });
  });

  it('cannot be answered before there is one, nor by a guess', async () => {
    const bench = await setUpAsAlex();
    expect(bench.signIn.answer('00000000-0000-4000-8000-000000000000', 'switch')).toBe(false);
    const outcome = bench.signIn.signIn({ switchAccount: false });
    await bench.asked();
    expect(bench.signIn.answer('00000000-0000-4000-8000-000000000000', 'switch')).toBe(false);
    expect(bench.signIn.account()?.upn).toBe(alex.upn);
    bench.signIn.answer(bench.open(), 'keep');
    await outcome;
  });

  it('is not asked on the first run, nor when another account was requested', async () => {
    const first = setUp();
    first.entra.person = kim;
    expect(await first.signIn.signIn({ switchAccount: false })).toMatchObject({ ok: true, value: { upn: kim.upn } });
    const bench = await setUpAsAlex();
    expect(await bench.signIn.signIn({ switchAccount: true })).toMatchObject({ ok: true, value: { upn: kim.upn } });
    expect([...first.questions, ...bench.questions]).toEqual([]);
  });

  it('is asked after a restart, too: the account of the last run is expected', async () => {
    const { createSignIn } = await import('../../../main/auth/sign-in');
    const bench = await setUpAsAlex();
    const again = createSignIn(bench.options);
    const outcome = again.signIn({ switchAccount: false });
    await bench.asked();
    expect(bench.questions.at(-1)?.expected.upn).toBe(alex.upn);
    again.answer(bench.open(), 'keep');
    expect(await outcome).toEqual(otherAccount);
  });

  it('is not asked about an account of another tenant: that one is refused', async () => {
    const bench = await setUpAsAlex();
    bench.entra.person = { ...kim, tid: 'fab71ca4-0b0e-4f0e-8a57-1dbadcafe001' };
    expect(await bench.signIn.signIn({ switchAccount: false })).toEqual({
      ok: false,
      error: { code: 'auth.wrong-tenant' },
    });
    expect(bench.questions).toEqual([]);
  });
});
