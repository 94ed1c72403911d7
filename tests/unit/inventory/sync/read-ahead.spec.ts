import { describe, expect, it } from 'vitest';
import type { DeviceListRequest } from '../../../../main/graph/port';
import type { AskedPage } from '../../../../main/inventory/sync/port';
import { ReadAhead } from '../../../../main/inventory/sync/read-ahead';
import type { Outcome } from '../../../../shared/failure';
import { err, ok } from '../../../../shared/result';
import { flush } from '../../../support/turns';
import { pageOf } from './support';

const all: DeviceListRequest = { kind: 'all' };
const next = (link: string): DeviceListRequest => ({ kind: 'next', link });

/** Pages that come when the test says so; each links to the next number. */
function setUp(linkOf: (link: string) => string | null = (link) => String(Number(link) + 1)) {
  const asked: string[] = [];
  const stopped: string[] = [];
  const given = new Map<string, (page: Outcome<AskedPage>) => void>();
  const hints = new Map<string, (link: string) => void>();
  const run = new AbortController();
  const ahead = new ReadAhead((request, signal, onHint) => {
    const link = request.kind === 'next' ? request.link : '0';
    asked.push(link);
    return new Promise((resolve) => {
      given.set(link, resolve);
      hints.set(link, onHint);
      signal.addEventListener('abort', () => (stopped.push(link), resolve(err({ code: 'cancelled' }))));
    });
  }, run.signal);
  const give = async (link: string): Promise<void> => {
    given.get(link)?.(ok(pageOf([], linkOf(link))));
    await flush();
  };
  const hint = async (link: string, next: string): Promise<void> => {
    hints.get(link)?.(next);
    await flush();
  };
  return { ahead, asked, stopped, given, give, hint, run };
}

describe('pages ahead', () => {
  it('are fetched one after the other, and only a few of them', async () => {
    const { ahead, asked, give } = setUp();
    const first = ahead.page(all);
    for (const link of ['0', '1', '2', '3']) {
      expect(asked.at(-1)).toBe(link);
      await give(link);
    }
    expect(asked).toEqual(['0', '1', '2', '3']);
    expect(await first).toMatchObject({ ok: true, value: { hint: '1' } });
    expect(await ahead.page(next('1'))).toMatchObject({ ok: true, value: { hint: '2' } });
    await flush();
    expect(asked).toEqual(['0', '1', '2', '3', '4']);
  });

  it('are requested as soon as the previous one reveals their link, but no more than two at the same time', async () => {
    const { ahead, asked, give, hint } = setUp();
    const first = ahead.page(all);
    await hint('0', '1');
    expect(asked).toEqual(['0', '1']);
    await hint('1', '2');
    expect(asked).toEqual(['0', '1']);
    await give('0');
    expect(asked).toEqual(['0', '1', '2']);
    expect((await first).ok).toBe(true);
    const second = ahead.page(next('1'));
    await give('1');
    expect((await second).ok).toBe(true);
    expect(asked).toEqual(['0', '1', '2']);
  });

  it('stay when the page with their link fails and is fetched again', async () => {
    const { ahead, asked, given, give, hint } = setUp();
    const first = ahead.page(all);
    await hint('0', '1');
    await give('1');
    given.get('0')?.(err({ code: 'network.offline' }));
    expect((await first).ok).toBe(false);
    await flush();
    expect(asked.slice(0, 2)).toEqual(['0', '1']);
    expect(await ahead.page(next('1'))).toMatchObject({ ok: true, value: { hint: '2' } });
  });

  it('are dropped when the real next link differs', async () => {
    const { ahead, asked, stopped, give } = setUp();
    void ahead.page(all);
    await give('0');
    await give('1');
    const other = ahead.page(next('other'));
    await flush();
    expect(stopped).toEqual(['0', '1', '2']);
    expect(asked).toEqual(['0', '1', '2', 'other']);
    await give('other');
    expect((await other).ok).toBe(true);
  });

  it('are not requested after a page that is wanted alone', async () => {
    const { ahead, asked, give } = setUp();
    void ahead.page(all, true);
    await give('0');
    expect(asked).toEqual(['0']);
    void ahead.page(next('1'));
    await give('1');
    expect(asked).toEqual(['0', '1', '2']);
  });

  it('are not followed twice, so that a circle ends', async () => {
    const { ahead, asked, give } = setUp((link) => (link === '2' ? '1' : String(Number(link) + 1)));
    void ahead.page(all);
    for (const link of ['0', '1', '2']) await give(link);
    expect(asked).toEqual(['0', '1', '2']);
  });

  it('end at a failed page, whose failure its reader gets', async () => {
    const { ahead, asked, given, give } = setUp();
    void ahead.page(all);
    await give('0');
    given.get('1')?.(err({ code: 'graph.server' }));
    await flush();
    expect(asked).toEqual(['0', '1']);
    expect(await ahead.page(next('1'))).toEqual(err({ code: 'graph.server' }));
  });

  it('end with the run, and nothing is in flight afterwards', async () => {
    const { ahead, asked, give, run } = setUp();
    void ahead.page(all);
    await give('0');
    run.abort();
    await ahead.end();
    await flush();
    expect(asked).toEqual(['0', '1']);
  });
});
