import { describe, expect, it } from 'vitest';
import type { DevicePage } from '../../../../main/graph/port';
import { Continued } from '../../../../main/inventory/live/continued';
import type { Outcome } from '../../../../shared/failure';
import { err, ok } from '../../../../shared/result';

const page = ok({ devices: [], truncated: false });
const gone = err({ code: 'input.invalid' });

describe('a list that can be continued', () => {
  const me = {};

  it('is continued once, with an opaque handle', async () => {
    const lists = new Continued();
    const handle = lists.keep(async () => page, me);
    expect(handle).toMatch(/^[0-9a-f-]{36}$/u);
    expect(await lists.goOn(handle, me)).toEqual(page);
    expect(await lists.goOn(handle, me)).toEqual(gone);
    expect(await lists.goOn('00000000-0000-4000-8000-000000000000', me)).toEqual(gone);
  });

  it('can be tried again after a failure', async () => {
    const answers: Outcome<DevicePage>[] = [err({ code: 'graph.throttled' }), page];
    const lists = new Continued();
    const handle = lists.keep(async () => answers.shift() ?? page, me);
    expect(await lists.goOn(handle, me)).toEqual(err({ code: 'graph.throttled' }));
    expect(await lists.goOn(handle, me)).toEqual(page);
  });

  it('is not requested twice at the same time', async () => {
    let asked = 0;
    const lists = new Continued();
    const handle = lists.keep(async () => {
      asked += 1;
      return page;
    }, me);
    expect(await Promise.all([lists.goOn(handle, me), lists.goOn(handle, me)])).toEqual([page, gone]);
    expect(asked).toBe(1);
  });

  it('belongs to the account that requested it', async () => {
    const lists = new Continued();
    const handle = lists.keep(async () => page, me);
    expect(await lists.goOn(handle, {})).toEqual(gone);
    expect(await lists.goOn(handle, me)).toEqual(page);
  });

  it('is dropped when sixteen newer ones are stored', async () => {
    const lists = new Continued();
    const handles = Array.from({ length: 17 }, () => lists.keep(async () => page, me));
    expect(await lists.goOn(handles[0] ?? '', me)).toEqual(gone);
    expect(await lists.goOn(handles[1] ?? '', me)).toEqual(page);
  });
});
