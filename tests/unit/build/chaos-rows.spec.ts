import { describe, expect, it } from 'vitest';
import { joinRows } from '../../../build/chaos-rows.mjs';

const row = (name: string, more: object = {}) => ({ name, runs: 10, lost: 0, doubled: 0, pass: true, ...more });

describe('the rows of a chaos run', () => {
  it('add up the parts of one name, and pass only when all parts do', () => {
    expect(joinRows([row('kills'), row('kills', { runs: 5 }), row('other')], [])).toEqual([
      row('kills', { runs: 15 }),
      row('other'),
    ]);
    expect(joinRows([row('kills'), row('kills', { lost: 1, pass: false })], [])).toEqual([
      row('kills', { runs: 20, lost: 1, pass: false }),
    ]);
  });

  it('do not pass when their test failed outside of what it counts', () => {
    expect(joinRows([row('kills of the app')], ['100 kills of the app: 0 lost'])).toEqual([
      row('kills of the app', { pass: false }),
    ]);
  });

  it('show a test that failed before it counted anything', () => {
    expect(joinRows([row('kills')], ['crashes of the page'])).toEqual([
      row('crashes of the page', { runs: 0, pass: false }),
      row('kills'),
    ]);
  });
});
