import type { Clock } from '../../../shared/clock';
import type { DeviceQuery } from '../../../shared/contract/device-query';
import type { DeviceRow } from '../../../shared/contract/devices';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import type { Failure, Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import { matchDevice, termsOf } from '../../../shared/search/match';
import { deviceOf, toRow, toRows } from '../device-row';
import type { FoundDevice, IndexAnswer } from '../index/device-index';
import type { ShortlistKeeper } from '../port';
import type { AnswerOf } from '../process/protocol';
import { indexChips, passesChips, textsOf } from './device-query';
import type { InventoryAsker, LiveQuestion, LocalAnswers } from './port';

export interface LocalAnswersOptions {
  /** The inventory that is open, another one for everybody; null while none answers. */
  readonly open: () => InventoryAsker | null;
  readonly clock: Clock;
  readonly shortlist: ShortlistKeeper;
}

/** Rows that come with an answer; the others are paged. */
const FIRST_ROWS = 50;
/** So few that taking them never holds the main thread up. */
const EXPORT_ROWS = 500;
const EXPORT_LANE = 'export';

/** What the newest answer of a lane holds, to tell later which live hits it has too. */
interface Asked {
  readonly text: string;
  readonly terms: readonly string[];
  readonly isTypo: boolean;
}

/** Thrown out of `all` when the rest of the answer cannot be had. */
export class AnswerLost extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'AnswerLost';
    this.failure = failure;
  }
}

export function createLocalAnswers(options: LocalAnswersOptions): LocalAnswers {
  const { open, clock, shortlist } = options;
  const asked = new Map<string, Asked>();

  const pins = (): ReadonlySet<string> => new Set(shortlist.data().pinned.map(({ id }) => id));

  const rowsOf = (found: readonly FoundDevice[]): readonly DeviceRow[] => {
    const pinned = pins();
    const now = clock.now();
    return found.map(({ device, match, twins }) => toRow({ device, match, source: 'local', pinned: pinned.has(device.id) }, twins, now));
  };

  const query = (from: InventoryAsker, { text, chips, sort }: DeviceQuery, lane: string, limit: number): Promise<Outcome<AnswerOf<'query'>>> => {
    const { pinned, recent } = shortlist.data();
    const ids = (devices: readonly ManagedDevice[]): string[] => devices.map(({ id }) => id);
    return from.ask({ kind: 'query', lane, query: { text, chips: indexChips(chips, clock.now()), sort, limit, pinned: ids(pinned), recent: ids(recent) } });
  };

  /** The first of the texts that finds something as typed; else the answer to the last one. */
  const firstHit = async (from: InventoryAsker, wanted: DeviceQuery, lane: string, limit: number): Promise<Outcome<{ answer: IndexAnswer; text: string }>> => {
    const texts = textsOf(wanted);
    for (const [at, text] of texts.entries()) {
      const answer = await query(from, { ...wanted, text }, lane, limit);
      if (!answer.ok) return answer;
      const isHit = answer.value.total > 0 && !answer.value.isTypo;
      if (isHit || at === texts.length - 1) return ok({ answer: answer.value, text });
    }
    return err({ code: 'internal' });
  };

  return {
    async find(wanted, lane) {
      const from = open();
      asked.delete(lane);
      if (from === null) return ok(null);
      const hit = await firstHit(from, wanted, lane, FIRST_ROWS);
      if (open() !== from) return err({ code: 'auth.cancelled' });
      if (!hit.ok) return hit;
      const { resultId, total, isRough, isTypo, rows } = hit.value.answer;
      asked.set(lane, { text: wanted.text, terms: termsOf(hit.value.text), isTypo });
      const answer: LocalAnswer = { text: wanted.text, resultId, total, isRough, isTypo, rows: rowsOf(rows) };
      return ok(answer);
    },

    async page({ resultId, offset, count }) {
      const from = open();
      if (from === null) return ok(null);
      const page = await from.ask({ kind: 'page', resultId, offset, count });
      if (open() !== from) return ok(null);
      return page.ok ? ok(page.value === null ? null : rowsOf(page.value)) : page;
    },

    async join(rows, question) {
      const from = open();
      if (from === null) return rows;
      const known = await from.ask({ kind: 'read', ids: rows.map(({ id }) => id) });
      if (open() !== from) return [];
      void from.ask({ kind: 'learn', devices: rows.filter(({ source }) => source === 'live').map(deviceOf) });
      const local = new Map((known.ok ? known.value : []).map((device) => [device.id, device]));
      const answered = asked.get(question.lane);
      return joined(rows, local, { ...question, answered: answered?.text === question.text ? answered : null, now: clock.now() });
    },

    learn(devices) {
      void open()?.ask({ kind: 'learn', devices: [...devices] });
    },

    remove(deviceId) {
      void open()?.ask({ kind: 'remove', ids: [deviceId] });
    },

    async read(deviceId) {
      const known = await open()?.ask({ kind: 'read', ids: [deviceId] });
      const [device] = known?.ok === true ? known.value : [];
      if (device === undefined) return null;
      return toRow({ device, match: null, source: 'local', pinned: pins().has(device.id) }, 0, clock.now());
    },

    async ofPerson(userId) {
      const known = await open()?.ask({ kind: 'person', userId });
      const pinned = pins();
      const devices = known?.ok === true ? known.value : [];
      return toRows(devices.map((device) => ({ device, match: null, source: 'local', pinned: pinned.has(device.id) })), clock.now());
    },

    async *all(wanted) {
      const from = open();
      if (from === null) return;
      const hit = await firstHit(from, wanted, EXPORT_LANE, 0);
      if (!hit.ok) throw new AnswerLost(hit.error);
      const { resultId, total } = hit.value.answer;
      for (let offset = 0; ; offset += EXPORT_ROWS) {
        const page = await from.ask({ kind: 'page', resultId, offset, count: EXPORT_ROWS });
        if (open() !== from) throw new AnswerLost({ code: 'auth.required' });
        if (!page.ok) throw new AnswerLost(page.error);
        if (page.value === null) throw new AnswerLost({ code: 'internal', detail: 'expired' });
        if (page.value.length === 0) return;
        yield { devices: page.value.map(({ device }) => device), total };
      }
    },
  };
}

interface Joining extends LiveQuestion {
  /** The local answer to the same text, if there is one. */
  readonly answered: Asked | null;
  readonly now: number;
}

/** Marks the rows that the local answer has too; of the others those stay that pass the filters. */
function joined(rows: readonly DeviceRow[], local: ReadonlyMap<string, ManagedDevice>, { chips, answered, now }: Joining): readonly DeviceRow[] {
  const isAnswered = (device: ManagedDevice): boolean =>
    answered !== null && !answered.isTypo && matchDevice(device, answered.terms) !== null && passesChips(device, chips, now);
  return rows.flatMap((row): readonly DeviceRow[] => {
    const before = local.get(row.id);
    if (before !== undefined && isAnswered(before)) return [{ ...row, source: 'local' }];
    return passesChips(row, chips, now) ? [{ ...row, source: 'live' }] : [];
  });
}
