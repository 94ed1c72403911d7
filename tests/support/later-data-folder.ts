import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OldData } from './old-data-folder';

type Stored = Record<string, unknown>;

/** What a later version recorded, with things that this one does not know. Ids are unique within the folder. */
export interface LaterRecords {
  /** Lines of the journal, exactly as they stand there. */
  readonly lines: readonly string[];
  /** Ids of the requests that are still running according to those lines. */
  readonly running: readonly string[];
  readonly entries: readonly (Stored & { readonly id: string })[];
  /** Of these entries, as in `2026-11`. */
  readonly month: string;
  readonly profile: Stored & { readonly id: string };
}

const byLink = { kind: 'template', url: 'https://help.example.com/{serial}' };

/**
 * Adds to a data folder what only a later version can have written: requests by another provider, in another state and with other
 * evidence, members without a meaning here, and a profile of another provider.
 */
export async function writeLaterRecords(folder: string, { owner }: Pick<OldData, 'owner'>): Promise<LaterRecords> {
  const now = Date.now();
  const at = (secondsAgo: number): string => new Date(now - secondsAgo * 1_000).toISOString();
  const subject = (number: number, more: Stored = {}): Stored => ({
    deviceId: `0000000f-0000-4000-8000-00000000000${number}`,
    deviceName: `LATER-LT-0000${number}`,
    serial: `LATER000${number}`,
    userName: 'Robin Later',
    upn: 'robin.later@contoso.example',
    tenantId: owner.tenantId,
    tenantName: 'Contoso (practice)',
    account: 'alex.morgan@contoso.example',
    provider: 'graph',
    ...more,
  });
  /** What Intune's own action is compared with; another provider may record nothing of the kind. */
  const before = { isRead: true, linkHash: null, errorHash: null, actions: [], readAt: now, serverTime: now };
  const intent = (id: string, of: Stored, more: Stored = {}): string =>
    JSON.stringify({
      v: 1,
      type: 'intent',
      id,
      at: at(60),
      owner,
      subject: of,
      ticket: 'INC-9',
      reason: '',
      batch: 'b-1',
      ...more,
    });
  const step = (id: string, type: string, state: string): string =>
    JSON.stringify({
      v: 1,
      id,
      type,
      at: at(50),
      state,
      cause: null,
      graphRequestId: null,
      linkHost: null,
      linkHash: null,
      until: at(-60),
    });
  const lines = [
    intent('later-provider', subject(1, { provider: byLink })),
    intent('later-state', subject(2), { before }),
    step('later-state', 'answer', 'queued'),
    intent('later-evidence', subject(3), { before }),
    step('later-evidence', 'answer', 'unknown'),
    JSON.stringify({ v: 1, type: 'evidence', id: 'later-evidence', at: at(40), evidence: 'audit-event' }),
    JSON.stringify({ v: 1, type: 'handed-over', id: 'later-provider', at: at(30), to: 'yui@contoso.example' }),
  ];
  const file = join(folder, 'journal.jsonl');
  const journal = await readFile(file, 'utf8');
  await appendFile(file, `${journal.endsWith('\n') ? '' : '\n'}${lines.join('\n')}\n`);

  const entry = (id: string, of: Stored, state: string, more: Stored = {}): Stored & { id: string } => ({
    id,
    subject: of,
    ticket: '',
    reason: '',
    note: '',
    state,
    steps: [{ state, at: at(3_600), cause: null, by: 'portal' }],
    failure: null,
    evidence: null,
    linkHost: null,
    graphRequestIds: [],
    nextCheckAt: null,
    ...more,
  });
  const entries = [
    entry('past-provider', subject(4, { provider: byLink, batchId: 'b-1' }), 'closed'),
    entry('past-state', subject(5), 'code-given', { code: { shown: true } }),
    entry('past-evidence', subject(6), 'unknown', { evidence: 'audit-event', outcome: 'solved' }),
  ];
  const [partition = ''] = await readdir(join(folder, 'history'));
  const place = join(folder, 'history', partition);
  const month = at(3_600).slice(0, 7);
  const stored = await readFile(join(place, `${month}.json`), 'utf8').catch(
    () => '{"version":1,"data":{"entries":[]}}',
  );
  const { data } = JSON.parse(stored) as { data: { entries: unknown[] } };
  const text = JSON.stringify({ version: 1, data: { ...data, entries: [...data.entries, ...entries] } });
  for (const end of ['json', 'json.last-good']) await writeFile(join(place, `${month}.${end}`), text, { mode: 0o600 });

  const settings = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as {
    data: { profiles: Stored[]; preferences: Stored };
  };
  const profile = {
    ...settings.data.profiles[0],
    id: 'later-tenant',
    name: 'Later tenant',
    tenantId: 'bbbbbbbb-0000-4000-8000-000000000009',
    provider: byLink,
    helpPage: { portal: true },
  };
  settings.data.profiles.push(profile);
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  return { lines, running: ['later-provider', 'later-state', 'later-evidence'], entries, month, profile };
}
