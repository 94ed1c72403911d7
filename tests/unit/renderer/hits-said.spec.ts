import { describe, expect, it } from 'vitest';
import type { HitsMoment } from '../../../renderer/app/hits-said';
import { HitsSaid } from '../../../renderer/app/hits-said';
import { noChips } from '../../../shared/contract/device-query';
import type { LocalAnswer } from '../../../shared/contract/inventory';
import { ManualClock } from '../../support/clock';

const answer = (total: number): LocalAnswer => ({
  text: 'tyo',
  resultId: total,
  total,
  isRough: false,
  isSimilar: false,
  readings: [],
  missing: [],
  hidden: 0,
  rows: [],
});
const query = { text: 'tyo', chips: noChips, sort: null };

function listener(): {
  readonly said: string[];
  readonly clock: ManualClock;
  readonly hear: (moment: Partial<HitsMoment>) => void;
} {
  const clock = new ManualClock();
  const said: string[] = [];
  const hits = new HitsSaid((ms, text) => clock.after(ms, () => said.push(text)));
  let takeBack: (() => void) | undefined;
  return {
    said,
    clock,
    hear: (moment) => {
      takeBack?.();
      takeBack = hits.follow({ text: null, isLocal: true, local: null, isInList: false, ...moment });
    },
  };
}

describe('the number of hits', () => {
  it('is announced after a pause in typing, and only the last one', () => {
    const { said, clock, hear } = listener();
    hear({ text: '12 devices', local: { query: { ...query, text: 'ty' }, answer: answer(12) } });
    clock.pass(399);
    hear({ text: '5 devices', local: { query, answer: answer(5) } });
    clock.pass(399);
    expect(said).toEqual([]);
    clock.pass(1);
    expect(said).toEqual(['5 devices']);
  });

  it('is announced at once if only Intune is asked, whose query waits for the pause itself', () => {
    const { said, clock, hear } = listener();
    hear({ text: '5 devices', isLocal: false });
    clock.pass(0);
    expect(said).toEqual(['5 devices']);
  });

  it('is dropped when the text changes before it was announced', () => {
    const { said, clock, hear } = listener();
    hear({ text: '5 devices', local: { query, answer: answer(5) } });
    hear({ text: null });
    clock.pass(1000);
    expect(said).toEqual([]);
  });

  it('is not announced while the technician is in the list, unless they requested the rows', () => {
    const { said, clock, hear } = listener();
    hear({ text: '5 devices', local: { query, answer: answer(5) }, isInList: true });
    clock.pass(400);
    hear({ text: '6 devices', local: { query, answer: answer(6) }, isInList: true });
    clock.pass(400);
    expect(said).toEqual(['5 devices']);
    hear({ text: '7 devices', local: { query: { ...query }, answer: answer(7) }, isInList: true });
    clock.pass(400);
    expect(said).toEqual(['5 devices', '7 devices']);
  });

  it('is announced for rows that change by themselves while the technician is not in the list', () => {
    const { said, clock, hear } = listener();
    hear({ text: '5 devices', local: { query, answer: answer(5) } });
    hear({ text: '6 devices', local: { query, answer: answer(6) } });
    clock.pass(400);
    expect(said).toEqual(['6 devices']);
  });
});
