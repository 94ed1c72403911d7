import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Journal } from '../../../main/assistance/journal';
import { readRecord } from '../../../main/assistance/records';
import { replay } from '../../../main/assistance/replay';
import { serviceText } from '../../../main/assistance/service-text';
import { silentLog } from '../../support/builders';
import { anIntent, MemoryJournal, startMs } from './support';

const at = new Date(startMs).toISOString();
const state = (id: string, to: string, more: object = {}) =>
  JSON.stringify({
    v: 1,
    type: 'state',
    id,
    at,
    state: to,
    cause: null,
    graphRequestId: null,
    linkHost: null,
    linkHash: null,
    ...more,
  });

test('records are read back unchanged', () => {
  const intent = anIntent('r', { ticket: 'INC "7"\\', reason: '改行なし' });
  expect(readRecord(JSON.stringify(intent))).toEqual(intent);
});

test('the owner is read back with the cloud, and without one from earlier versions', () => {
  const { homeAccountId, tenantId } = anIntent('r').owner;
  const read = (whose: object): unknown => {
    const record = readRecord(JSON.stringify({ ...anIntent('r'), owner: { homeAccountId, tenantId, ...whose } }));
    return record?.type === 'intent' ? record.owner.cloud : 'not read';
  };
  const roots = `https://${'a'.repeat(290)} https://${'b'.repeat(290)}`;
  expect([read({}), read({ cloud: null }), read({ cloud: roots }), read({ cloud: 7 }), read({ cloud: {} })]).toEqual([
    null,
    null,
    roots,
    'not read',
    'not read',
  ]);
});

test('replay: first intent wins, orphans and impossible steps are counted', () => {
  const lines = [
    state('orphan', 'ready'),
    JSON.stringify(anIntent('r')),
    JSON.stringify(anIntent('r', { ticket: 'second' })),
    state('r', 'opened'),
    state('r', 'accepted', { type: 'answer', graphRequestId: 'g' }),
    state('r', 'ready', { linkHash: 'a'.repeat(64), linkHost: 'get.teamviewer.com' }),
  ];
  const { entries, skipped } = replay(lines);
  expect(skipped).toBe(3);
  expect(entries).toMatchObject([
    { linkHash: 'a'.repeat(64), request: { state: 'ready', ticket: 'INC-1', graphRequestIds: ['g'] } },
  ]);
});

test('an answer without its intent, which could not be written, does not count as damage', () => {
  expect(replay([state('r', 'failed', { type: 'answer' })])).toEqual({ entries: [], skipped: 0, later: 0 });
  expect(replay([state('r', 'accepted', { type: 'answer' })])).toEqual({ entries: [], skipped: 1, later: 0 });
});

test('no line, however broken, stops the reading', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.json(), fc.constant(state('r', 'accepted')))), (lines) => {
      const { entries, skipped } = replay([JSON.stringify(anIntent('r')), ...lines]);
      expect(entries[0]?.request.id).toBe('r');
      expect(skipped).toBeLessThanOrEqual(lines.length);
    }),
  );
});

test('a truncated or changed intent never becomes another request', () => {
  const line = JSON.stringify(anIntent('r'));
  fc.assert(
    fc.property(fc.nat(line.length - 1), (length) => {
      expect(replay([line.slice(0, length)])).toEqual({ entries: [], skipped: 1, later: 0 });
    }),
  );
});

test('compaction removes finished requests only', async () => {
  const file = new MemoryJournal();
  const journal = new Journal(file, silentLog);
  await journal.write(anIntent('done'));
  await journal.write(anIntent('open'));
  file.lines.push('{"v":9}');
  await journal.compact(() => new Set(['done']));
  expect(file.lines).toEqual([JSON.stringify(anIntent('open')), '{"v":9}']);
});

test('a record written during compaction is not lost', async () => {
  const file = new MemoryJournal();
  const journal = new Journal(file, silentLog);
  await journal.write(anIntent('done'));
  await Promise.all([journal.compact(() => new Set(['done'])), journal.write(anIntent('new'))]);
  expect(file.lines).toEqual([JSON.stringify(anIntent('new'))]);
});

test('a failed rewrite leaves the journal unchanged and is reported', async () => {
  const file = new MemoryJournal();
  const journal = new Journal(file, silentLog);
  await journal.write(anIntent('done'));
  file.rewrite = () => Promise.reject(new Error('EIO'));
  const outcome = await journal.compact(() => new Set(['done']));
  expect(!outcome.ok && outcome.error.code).toBe('internal');
  expect(file.lines).toHaveLength(1);
});

test('service text is one short line without addresses and invisible characters', () => {
  expect(serviceText('a\r\n\tb\u202e \u200bc')).toBe('a b c');
  expect(serviceText('open https://get.teamviewer.com/s1-SECRET now')).toBe('open […] now');
  expect(serviceText('teamviewer10://control?x')).toBe('[…]');
  expect(Array.from(serviceText('𠮷'.repeat(100_000)))).toHaveLength(300);
});
