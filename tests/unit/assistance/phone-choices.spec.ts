import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PhoneChoices } from '../../../main/assistance/phone-choices';
import { createPhoneChoices, MOST_CHOICES } from '../../../main/assistance/phone-choices';
import type { Owner } from '../../../main/auth/owner';
import { isSameOwner } from '../../../main/auth/owner';
import type { RequestSubject } from '../../../shared/contract/requests';
import { aSubject } from '../../support/builders';
import { owner } from './support';

let folder = '';
let signedIn: Owner | null = owner;
let changes = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-phone-'));
  signedIn = owner;
  changes = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const subjects: Readonly<Record<string, RequestSubject>> = {
  r1: { ...aSubject(), upn: 'misaki.sato@contoso.example' },
  r2: { ...aSubject(), upn: 'MISAKI.SATO@contoso.example', deviceId: 'another' },
  r3: { ...aSubject(), upn: 'misaki.sato2@contoso.example' },
  kiosk: { ...aSubject(), upn: '', deviceId: 'kiosk-1' },
};
const open = (known: Readonly<Record<string, RequestSubject>> = subjects): PhoneChoices =>
  createPhoneChoices({
    folder,
    now: () => 0,
    owner: () => signedIn,
    subjectOf: async (whose, id) => (isSameOwner(whose, owner) ? (known[id] ?? null) : null),
    onChange: () => (changes += 1),
    onNotice: (failure) => expect.unreachable(failure.code),
  });
const everyFile = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

test('a choice is there at the next start for every request of the same user, and for no one else', async () => {
  expect(await open().choose('r1', 'en')).toMatchObject({ ok: true });
  expect(changes).toBe(1);
  const again = open();
  expect(await again.language('r1')).toBe('en');
  expect(await again.language('r2')).toBe('en');
  expect(await again.language('r3')).toBeNull();
  await again.choose('r2', 'ja');
  expect(await again.language('r1')).toBe('ja');
  for (const file of await everyFile()) expect((await stat(file)).mode & 0o077).toBe(0);
});

test('a device without a user has a choice of its own', async () => {
  const choices = open();
  await choices.choose('kiosk', 'ja');
  expect(await choices.language('kiosk')).toBe('ja');
  expect(await choices.language('r1')).toBeNull();
});

test('nothing is chosen or told for a request that is not there, or while no one is signed in', async () => {
  const choices = open();
  expect(await choices.choose('r9', 'ja')).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
  signedIn = null;
  expect(await choices.choose('r1', 'ja')).toMatchObject({ ok: false });
  expect(await choices.language('r1')).toBeNull();
  signedIn = { ...owner, tenantId: 'tenant-2' };
  expect(await choices.choose('r1', 'ja')).toMatchObject({ ok: false });
  expect(await everyFile()).toEqual([]);
});

test('the one chosen longest ago is deleted when there are too many', async () => {
  const many = Object.fromEntries(
    Array.from({ length: MOST_CHOICES + 1 }, (_, n) => [`r${n}`, { ...aSubject(), upn: `user${n}@contoso.example` }]),
  );
  const choices = open(many);
  for (const id of Object.keys(many)) await choices.choose(id, 'en');
  expect(await choices.language('r0')).toBeNull();
  expect(await choices.language('r1')).toBe('en');
  expect(await choices.language(`r${MOST_CHOICES}`)).toBe('en');
}, 60_000);

test('forgetting an owner leaves no byte of it, and a later choice is stored again', async () => {
  const choices = open();
  await choices.choose('r1', 'ja');
  await choices.choose('r1', 'en');
  expect(await choices.forget(owner)).toMatchObject({ ok: true });
  expect(await everyFile()).toEqual([]);
  expect(await choices.language('r1')).toBeNull();
  await choices.choose('r1', 'ja');
  expect(await open().language('r1')).toBe('ja');
});

test('a language that only a later version knows is no choice here, and stays stored', async () => {
  await open().choose('r1', 'en');
  const [file] = (await everyFile()).filter((one) => one.endsWith('phone.json'));
  await writeFile(file!, (await readFile(file!, 'utf8')).replace('"en"', '"pt-BR"'));
  const choices = open();
  expect(await choices.language('r1')).toBeNull();
  await choices.choose('r3', 'ja');
  expect(await readFile(file!, 'utf8')).toContain('pt-BR');
});
