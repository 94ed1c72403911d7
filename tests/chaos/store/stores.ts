import { join } from 'node:path';
import type { History } from '../../../main/history/history';
import { createHistory } from '../../../main/history/history';
import type { Settings } from '../../../main/settings/port';
import { createSettings } from '../../../main/settings/settings';
import { createJournalFile } from '../../../main/store/journal-file';
import type { AssistanceRequest } from '../../../shared/contract/requests';
import { aClosedRequest, silentLog } from '../../support/builders';
import { anOwner } from '../../support/main-builders';

const now = Date.UTC(2026, 10, 23);
const clock = { now: () => now, after: () => () => undefined };

export const owner = anOwner({ tenantId: 'tenant' });
export const everything = { text: '', states: [], from: null, to: null, offset: 0, limit: 500 };

export interface Stores {
  readonly settings: Settings;
  readonly history: History;
  readonly journal: ReturnType<typeof createJournalFile>;
}

/** All that the app keeps in its folder, as at a start. */
export const openStores = (folder: string): Stores => ({
  settings: createSettings({ folder, clock, log: silentLog }),
  history: createHistory({ folder: join(folder, 'history'), clock, log: silentLog, retentionDays: () => 90 }),
  journal: createJournalFile(join(folder, 'journal.jsonl')),
});

/** Ids are far apart, as real ones are: one changed bit does not make one of them another. */
export const idOf = (n: number): string => `${((n * 2654435761) >>> 0).toString(16).padStart(8, '0')}-${n}`;

/** The nth closed request, with a text of the length that technicians write. */
export function request(n: number, note = ''): AssistanceRequest {
  const at = new Date(Date.UTC(2026, 9 + (n % 2), 1, 0, n % 60, n % 60)).toISOString();
  return aClosedRequest(String(n), at, {
    id: idOf(n),
    subject: { tenantId: 'tenant' },
    reason: 'printer '.repeat(20),
    note,
    steps: [{ state: 'closed', at, cause: null }],
    linkHost: null,
    graphRequestIds: [],
  });
}

/** Line `n` of the journal. */
export const lineOf = (n: number): string => JSON.stringify({ n, text: 'x'.repeat(200) });

export async function entriesIn(history: History): Promise<Map<string, AssistanceRequest>> {
  const found = new Map<string, AssistanceRequest>();
  for (let offset = 0; ; offset += 500) {
    const { entries, total } = await history.query(owner, { ...everything, offset });
    for (const entry of entries) found.set(entry.id, entry);
    if (offset + 500 >= total) return found;
  }
}
