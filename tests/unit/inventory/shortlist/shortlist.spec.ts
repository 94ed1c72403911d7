import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptDevice, ShortlistData, ShortlistStore } from '../../../../main/inventory/port';
import { createShortlist, PIN_LIMIT, RECENT_LIMIT } from '../../../../main/inventory/shortlist/shortlist';
import { parseShortlist } from '../../../../main/inventory/shortlist/shortlist-data';
import type { Shortlist } from '../../../../shared/contract/devices';
import type { Outcome } from '../../../../shared/failure';
import type { ManagedDevice } from '../../../../shared/managed-device';
import { err, ok } from '../../../../shared/result';
import { aBlankDevice } from '../../../support/builders';

const clock = { now: () => Date.UTC(2026, 10, 23, 9), after: () => () => undefined };

const EARLIER = '2026-11-20T10:00:00.000Z';
const kept = (more: Partial<ManagedDevice> = {}): KeptDevice => ({ ...aBlankDevice(more), asOf: EARLIER });

class MemoryStore implements ShortlistStore {
  saved: ShortlistData[] = [];
  answer: Outcome<null> = ok(null);
  private readonly kept: ShortlistData;

  constructor(kept: ShortlistData = { pinned: [], recent: [] }) {
    this.kept = kept;
  }
  load(): ShortlistData {
    return this.kept;
  }
  save(data: ShortlistData): Promise<Outcome<null>> {
    this.saved.push(data);
    return Promise.resolve(this.answer);
  }
  forget(): Promise<Outcome<null>> {
    this.saved = [];
    return Promise.resolve(ok(null));
  }
}

function keeper(store: ShortlistStore | null = null) {
  const news: Shortlist[] = [];
  const shortlist = createShortlist({ clock, changed: (next) => news.push(next) });
  if (store) shortlist.use(store);
  return { shortlist, news };
}
const ids = (rows: readonly { id: string }[]): readonly string[] => rows.map(({ id }) => id);

describe('the short list', () => {
  it('contains the last twenty devices, newest first, each once, and saves them', async () => {
    const store = new MemoryStore();
    const { shortlist, news } = keeper(store);
    for (let n = 0; n < 25; n++) shortlist.touch(aBlankDevice({ id: `d${n}` }));
    shortlist.touch(aBlankDevice({ id: 'd10' }));
    await Promise.resolve();
    const { recent } = shortlist.current();
    expect(recent).toHaveLength(RECENT_LIMIT);
    expect(ids(recent).slice(0, 3)).toEqual(['d10', 'd24', 'd23']);
    expect(ids(news.at(-1)?.recent ?? [])).toEqual(ids(recent));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ids(store.saved.at(-1)?.recent ?? [])).toEqual(ids(recent));
  });

  it('pins and unpins, and reports a failed save', async () => {
    const store = new MemoryStore();
    const { shortlist } = keeper(store);
    shortlist.learn([aBlankDevice({ id: 'a', name: 'A' })]);
    expect(await shortlist.pin('a', true)).toMatchObject({
      ok: true,
      value: { pinned: [{ id: 'a', pinned: true, source: 'recent', match: null }] },
    });
    expect(await shortlist.pin('unknown', true)).toMatchObject({ ok: false, error: { code: 'input.invalid' } });
    store.answer = err({ code: 'storage.full' });
    expect(await shortlist.pin('a', false)).toMatchObject({ ok: false, error: { code: 'storage.full' } });
  });

  it('bounds the pins', async () => {
    const { shortlist } = keeper(new MemoryStore());
    for (let n = 0; n < PIN_LIMIT + 5; n++) {
      shortlist.learn([aBlankDevice({ id: `d${n}` })]);
      await shortlist.pin(`d${n}`, true);
    }
    expect(shortlist.current().pinned).toHaveLength(PIN_LIMIT);
  });

  it('shows nothing of one account under another', () => {
    const { shortlist, news } = keeper(
      new MemoryStore({ pinned: [kept({ id: 'mine' })], recent: [kept({ id: 'mine' })] }),
    );
    expect(ids(shortlist.current().recent)).toEqual(['mine']);
    shortlist.use(new MemoryStore());
    expect(shortlist.current()).toEqual({ pinned: [], recent: [] });
    expect(shortlist.known('mine')).toBeNull();
    shortlist.use(null);
    expect(news).toHaveLength(3);
  });

  it('saves into the store that was in use at the change', async () => {
    const first = new MemoryStore();
    const second = new MemoryStore();
    const { shortlist } = keeper(first);
    shortlist.touch(aBlankDevice({ id: 'a' }));
    shortlist.use(second);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ids(first.saved[0]?.recent ?? [])).toEqual(['a']);
    expect(second.saved).toEqual([]);
  });

  it('cleans its input, so that a changed file cannot hide characters in a name', () => {
    const { shortlist } = keeper(
      new MemoryStore({ pinned: [kept({ id: 'a', name: 'A\u202EB' })], recent: [kept({ id: '../x' })] }),
    );
    expect(shortlist.current()).toMatchObject({ pinned: [{ name: 'AB' }], recent: [] });
  });

  it('updates stored rows with fresher ones, and announces and saves that', async () => {
    const store = new MemoryStore({
      pinned: [kept({ id: 'a', name: 'OLD' })],
      recent: [kept({ id: 'a', name: 'OLD' }), kept({ id: 'b' })],
    });
    const { shortlist, news } = keeper(store);
    expect(shortlist.current().recent).toMatchObject([
      { name: 'OLD', source: 'recent', asOf: EARLIER },
      { asOf: EARLIER },
    ]);
    shortlist.learn([aBlankDevice({ id: 'a', name: 'NEW' })]);
    expect(news.at(-1)).toMatchObject({
      pinned: [{ name: 'NEW' }],
      recent: [{ name: 'NEW', source: 'recent', asOf: '2026-11-23T09:00:00.000Z' }, { asOf: EARLIER }],
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.saved.at(-1)).toMatchObject({
      pinned: [{ name: 'NEW' }],
      recent: [{ name: 'NEW' }, { id: 'b', asOf: EARLIER }],
    });
  });

  it('announces and saves nothing when nothing changed', async () => {
    const store = new MemoryStore({ pinned: [], recent: [kept({ id: 'a', name: 'SAME', os: 'Windows' })] });
    const { shortlist, news } = keeper(store);
    const told = news.length;
    shortlist.learn(
      [aBlankDevice({ id: 'a', name: 'SAME', os: 'Windows' }), aBlankDevice({ id: 'other' })],
      '2026-11-22T00:00:00.000Z',
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect([news.length, store.saved]).toEqual([told, []]);
    expect(shortlist.current().recent[0]?.asOf).toBe('2026-11-22T00:00:00.000Z');
  });

  it('forgets the oldest of many seen rows', () => {
    const { shortlist } = keeper();
    for (let n = 0; n < 600; n++) shortlist.learn([aBlankDevice({ id: `d${n}` })]);
    expect(shortlist.known('d0')).toBeNull();
    expect(shortlist.known('d599')).not.toBeNull();
  });
});

describe('a stored short list', () => {
  it('is restored unchanged', () => {
    const data = {
      pinned: [kept({ id: 'a', os: 'Windows', name: 'N' })],
      recent: [kept({ id: 'b', os: 'macOS', platform: 'macos', lastCheckIn: null })],
    };
    expect(parseShortlist(JSON.parse(JSON.stringify(data)))).toEqual(data);
  });

  it('loses only what is unusable', () => {
    expect(
      parseShortlist({
        pinned: [{ id: '../x' }, 7, { id: 'a', name: 'A\u202EB', compliance: 'odd', lastCheckIn: 'x' }],
        recent: 'no',
      }),
    ).toMatchObject({
      pinned: [{ id: 'a', name: 'AB', compliance: 'other', lastCheckIn: null, platform: 'other' }],
      recent: [],
    });
  });

  it('is read from anything without throwing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ pinned: fc.anything(), recent: fc.array(fc.anything()) })),
        (raw) => {
          const { pinned, recent } = parseShortlist(raw);
          expect(Array.isArray(pinned) && Array.isArray(recent)).toBe(true);
        },
      ),
    );
  });
});
