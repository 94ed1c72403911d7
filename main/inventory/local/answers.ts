import type { DeviceRow } from '../../../shared/contract/devices';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import type { ManagedDevice } from '../../../shared/managed-device';
import { ok } from '../../../shared/result';
import type { FoundDevice } from '../index/search/query';
import { deviceOf, toRow, toRows } from '../rows/device-row';
import { withKnown } from '../rows/with-known';
import { allDevices, AnswerLost } from './all-devices';
import type { LocalAnswersOptions } from './asking';
import { Asking } from './asking';
import { joined } from './join';
import { NewestAnswers } from './newest-answers';
import type { InventoryAsker, LocalAnswers } from './port';

/** Rows that are returned with the answer; the others are paged. */
const FIRST_ROWS = 50;
/** Devices in one message to the process. */
const LEARN_ROWS = 500;

async function read(from: InventoryAsker, ids: readonly string[]): Promise<ReadonlyMap<string, ManagedDevice>> {
  const known = await from.ask({ kind: 'read', ids: [...ids] });
  return new Map((known.ok ? known.value : []).map((device) => [device.id, device]));
}

export function createLocalAnswers(options: LocalAnswersOptions): LocalAnswers {
  const { open, asOf, clock, shortlist } = options;
  const asking = new Asking(options);
  const newest = new NewestAnswers(asking);
  let exports = 0;

  const pins = (): ReadonlySet<string> => new Set(shortlist.data().pinned.map(({ id }) => id));

  const rowsOf = (found: readonly FoundDevice[]): readonly DeviceRow[] => {
    const pinned = pins();
    const now = clock.now();
    return found.map(({ device, match, twins }) =>
      toRow({ device, match, source: 'local', asOf: asOf(), pinned: pinned.has(device.id) }, twins, now),
    );
  };

  /** Answers may arrive out of order: a device with an older check-in than the known one is ignored. */
  const teach = (
    from: InventoryAsker,
    devices: readonly ManagedDevice[],
    known: ReadonlyMap<string, ManagedDevice>,
  ): void => {
    const newer = devices
      .map((device) => withKnown(device, known.get(device.id)))
      .filter(({ id, lastCheckIn }) => (lastCheckIn ?? '') >= (known.get(id)?.lastCheckIn ?? ''));
    if (newer.length === 0) return;
    newest.learning(newer.flatMap(({ id }) => (known.has(id) ? [] : [id])));
    void from.ask({ kind: 'learn', devices: newer });
  };

  return {
    opened: open,

    async find(wanted, lane) {
      const from = open();
      newest.drop(lane);
      asking.end(lane);
      if (from === null) return ok(null);
      const hit = await asking.firstHit(from, wanted, lane, FIRST_ROWS);
      if (!hit.ok) return hit;
      const { missing } = hit.value;
      const { resultId, total, isRough, isSimilar, readings, hidden, rows } = hit.value.answer;
      newest.put(lane, wanted, hit.value.answer);
      const answer: LocalAnswer = {
        text: wanted.text,
        resultId,
        total,
        isRough,
        isSimilar,
        readings,
        missing,
        hidden,
        rows: rowsOf(rows),
      };
      return ok(answer);
    },

    async page({ resultId, offset, count }) {
      const from = open();
      if (from === null) return ok(null);
      const page = await from.ask({ kind: 'page', resultId, offset, count });
      if (open() !== from) return ok(null);
      return page.ok ? ok(page.value === null ? null : rowsOf(page.value)) : page;
    },

    async known(deviceId, from) {
      if (from === null || open() !== from) return null;
      const device = (await read(from, [deviceId])).get(deviceId) ?? null;
      return open() === from ? device : null;
    },

    async join(rows, question, from) {
      const { chips, lane } = question;
      if (from === null || open() !== from)
        return joined(rows, { known: new Set(), answered: null, chips, now: clock.now() });
      const ids = rows.map(({ id }) => id);
      const known = await read(from, ids);
      if (open() !== from) return [];
      const given = newest.to(question);
      const answered = given === null ? null : await newest.among(given, { from, lane, ids });
      if (open() !== from) return [];
      const whole = rows.map((row) =>
        row.source === 'live' ? { ...row, ...withKnown(deviceOf(row), known.get(row.id)) } : row,
      );
      const before = new Set(ids.filter((id) => known.has(id) && given?.newcomers.has(id) !== true));
      const both = joined(whole, { known: before, answered, chips, now: clock.now() });
      const live = rows.filter(({ source }) => source === 'live');
      teach(from, live.map(deviceOf), known);
      if (live.length > 0) from.reached();
      return both;
    },

    async learn(devices, from) {
      if (from === null || open() !== from) return;
      from.reached();
      for (let at = 0; at < devices.length; at += LEARN_ROWS) {
        const some = devices.slice(at, at + LEARN_ROWS);
        const known = await read(
          from,
          some.map(({ id }) => id),
        );
        if (open() !== from) return;
        teach(from, some, known);
      }
    },

    remove(deviceId, from) {
      if (from === null || open() !== from) return;
      from.reached();
      void from.ask({ kind: 'remove', ids: [deviceId] });
    },

    async ofPerson(userId, from) {
      if (from === null || open() !== from) return [];
      const known = await from.ask({ kind: 'person', userId });
      if (open() !== from || !known.ok) return [];
      const pinned = pins();
      return toRows(
        known.value.map((device) => ({
          device,
          match: null,
          source: 'local',
          asOf: asOf(),
          pinned: pinned.has(device.id),
        })),
        clock.now(),
      );
    },

    all(wanted) {
      const from = open();
      if (from === null) throw new AnswerLost({ code: 'auth.required' });
      exports += 1;
      return allDevices(wanted, { from, isOpen: () => open() === from, asking, lane: `export ${exports}` });
    },
  };
}
