import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Owner } from '../../main/auth/owner';
import { putIntoKeyring } from './keyring';

const fixture = resolve(import.meta.dirname, '../fixtures/data-folder-0.1.0');

/** What an earlier version left behind, counted when it was made; see the README beside it. */
export interface OldData {
  /** When that app was killed: ISO 8601. */
  readonly madeAt: string;
  /** Of its tenant's server on localhost. */
  readonly port: number;
  readonly owner: Owner;
  readonly profileId: string;
  readonly account: string;
  /** What encrypted its secrets, as the desktop's keyring had it. */
  readonly keyring: {
    readonly label: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly secret: string;
  };
  readonly settings: Readonly<Record<string, unknown>>;
  /** States by the ids of requests. */
  readonly history: Readonly<Record<string, string>>;
  readonly running: Readonly<Record<string, string>>;
  /** Ids of devices. */
  readonly pinned: readonly string[];
  readonly recent: readonly string[];
  readonly devices: number;
}

export const readOldData = async (): Promise<OldData> =>
  JSON.parse(await readFile(join(fixture, 'manifest.json'), 'utf8')) as OldData;

/** Lays a copy into `folder`, readable by its owner alone: a checkout does not keep that. */
export async function copyOldData(folder: string): Promise<void> {
  await cp(join(fixture, 'data'), folder, { recursive: true });
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
}

const instant = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const milliseconds = /("(?:readAt|serverTime)":)(\d{13})/g;

interface Entry {
  readonly steps: readonly { readonly at: string }[];
}

interface Month {
  readonly data: { readonly entries: readonly Entry[] };
}

/**
 * Makes a copy as old as the original was when its app ended, `age` milliseconds ago: for an app that runs by the real clock.
 * The months of the history are split again.
 */
export async function makeYoung(folder: string, { madeAt }: OldData, age: number): Promise<void> {
  const later = Date.now() - age - Date.parse(madeAt);
  const moved = (text: string): string =>
    text
      .replace(instant, (at) => new Date(Date.parse(at) + later).toISOString())
      .replace(milliseconds, (_, name: string, at: string) => `${name}${Number(at) + later}`);
  const rewrite = async (path: string): Promise<void> => writeFile(path, moved(await readFile(path, 'utf8')));
  await rewrite(join(folder, 'journal.jsonl'));
  for (const partition of await readdir(join(folder, 'history'))) {
    const place = join(folder, 'history', partition);
    const months = (await readdir(place)).filter((name) => name.endsWith('.json'));
    const texts = await Promise.all(months.map((name) => readFile(join(place, name), 'utf8')));
    const entries = texts.flatMap((text) => (JSON.parse(moved(text)) as Month).data.entries);
    await rm(place, { recursive: true });
    await mkdir(place, { mode: 0o700 });
    const monthOf = ({ steps }: Entry): string => steps[0]?.at.slice(0, 7) ?? '';
    for (const month of new Set(entries.map(monthOf))) {
      const text = JSON.stringify({
        version: 1,
        data: { entries: entries.filter((entry) => monthOf(entry) === month) },
      });
      for (const end of ['json', 'json.last-good'])
        await writeFile(join(place, `${month}.${end}`), text, { mode: 0o600 });
    }
  }
}

/** Undoes what Chromium on Linux encrypted by a password of the keyring. */
export function decryptAsChromium(bytes: Uint8Array, { keyring }: OldData): string {
  const key = pbkdf2Sync(keyring.secret, 'saltysalt', 1, 16, 'sha1');
  const decipher = createDecipheriv('aes-128-cbc', key, Buffer.alloc(16, ' '));
  return Buffer.concat([decipher.update(bytes.subarray('v11'.length)), decipher.final()]).toString('utf8');
}

/** The refresh token of the kept sign-in: its server has to know it, as the real one would. */
async function refreshTokenIn(folder: string, old: OldData): Promise<string> {
  const sealed = await readFile(join(folder, 'accounts', `${old.profileId}.bin`));
  const { msal } = JSON.parse(decryptAsChromium(sealed.subarray(sealed.indexOf('\n') + 1), old)) as { msal: string };
  const [token] = Object.values(
    (JSON.parse(msal) as { RefreshToken: Record<string, { secret: string }> }).RefreshToken,
  );
  if (token === undefined) throw new Error('The kept sign-in has no refresh token.');
  return token.secret;
}

/** Prepares a copy that was left 20 seconds ago, and the keyring for it. `token`: the refresh token of its kept sign-in. */
export async function prepareOldData(folder: string): Promise<{ readonly old: OldData; readonly token: string }> {
  const old = await readOldData();
  await copyOldData(folder);
  await makeYoung(folder, old, 20_000);
  await putIntoKeyring(old.keyring);
  return { old, token: await refreshTokenIn(folder, old) };
}
