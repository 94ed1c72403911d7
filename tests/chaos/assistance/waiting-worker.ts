import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDraftStore } from '../../../main/assistance/draft-store';
import type { Owner } from '../../../main/auth/owner';
import { openCore, tell } from './core';
import type { Word } from './waiting-words';

/**
 * One run of the app's core: recovers, reports which drafts it found, then confirms several requests at once, some of them
 * drafts of a run before, and waits to be killed while they wait for the limit of one in three seconds.
 * Arguments: folder, address of the service, number of the run, `work` or `audit`.
 */
const [folder = '', service = '', run = '0', mode = 'work'] = process.argv.slice(2);
/** Three seconds of the app pass in 150 milliseconds. */
const speed = 20;
/** Drafts that a run leaves from those before it. */
const mostLeft = 40;
const say = (word: Word): Promise<void> => tell(word);

/** The store that the app uses; reports to the test what it has written to the disk. */
const told = (owner: Owner) => {
  const store = createDraftStore(
    {
      folder: join(folder, 'drafts'),
      now: () => clock.now(),
      onNotice: ({ code }) => void say({ kind: 'notice', code }),
    },
    owner,
  );
  return {
    ...store,
    async save(drafts: Parameters<typeof store.save>[0]) {
      const saved = await store.save(drafts);
      if (saved.ok) void say({ kind: 'kept', devices: drafts.map(({ subject }) => subject.deviceId) });
      return saved;
    },
  };
};
const { assistance, clock, faults } = await openCore({ folder, service, run: Number(run), speed, drafts: told });
const drafts = (): string[] => assistance.drafts().map(({ subject }) => subject.deviceId);

await assistance.recover();
await say({ kind: 'found', devices: drafts() });
if (mode === 'audit') {
  // Nothing that waited goes out, however long the app runs.
  await pause(60_000 / speed);
  const requests = assistance.current();
  assistance.stop();
  await say({ kind: 'audit', drafts: drafts(), requests, faults });
  process.disconnect();
} else {
  // An owner has a hundred at most: the technician discards old ones long before the app would.
  const surplus = assistance.drafts().slice(mostLeft);
  if (surplus.length > 0) await say({ kind: 'discards', devices: surplus.map(({ subject }) => subject.deviceId) });
  for (const { id } of surplus) assistance.discardDraft(id);
  const again = drafts().slice(0, 2);
  const devices = [...again, ...[1, 2, 3].map((nth) => `d-${run}-${String(nth)}`)];
  const handles: string[] = [];
  for (const device of devices) {
    const card = await assistance.prepare(device);
    if (!card.ok) throw new Error(card.error.code);
    handles.push(card.value.handle);
  }
  await say({ kind: 'confirms', devices });
  await Promise.all(handles.map((handle) => assistance.send({ handle, ticket: 'INC-1', reason: '', override: false })));
  await say({ kind: 'all-sent' });
  await pause(60_000);
}
