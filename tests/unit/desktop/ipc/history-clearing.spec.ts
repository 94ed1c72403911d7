import { describe, expect, it } from 'vitest';
import type { Owner } from '../../../../main/auth/owner';
import { historyHandlers, type HistoryParts } from '../../../../main/desktop/ipc/handlers/history-handlers';
import type { Outcome } from '../../../../shared/failure';
import { messagesFor } from '../../../../shared/i18n';
import { err, ok } from '../../../../shared/result';
import { anOwner } from '../../../support/main-builders';

const mine = anOwner();
const query = { text: '', states: [], from: null, to: null, offset: 0, limit: 50 };
const refused = { ok: false, error: { code: 'auth.required' } };

function setUp() {
  const done: string[] = [];
  const world = {
    owner: mine as Owner | null,
    /** What happens while the question is open, and while documents are read. */
    asking: () => undefined as unknown,
    reading: () => undefined as unknown,
    says: ok(true) as Outcome<boolean>,
  };
  const parts = {
    owner: () => world.owner,
    subject: () => ({ tenant: world.owner?.tenantId ?? '', account: world.owner?.homeAccountId ?? '' }),
    history: {
      query: async (whose: Owner) => {
        await Promise.resolve();
        world.reading();
        return { entries: [{ id: whose.tenantId }], total: 1 };
      },
    },
    forget: async (whose: Owner) => (done.push(`forget ${whose.tenantId}`), ok(null)),
    dialogs: {
      askForPage: async ({ message, detail }: { message: string; detail: string }) => {
        done.push(`asked about ${/tenant-[ab]/.exec(`${message} ${detail}`)?.[0] ?? 'nobody'}`);
        await Promise.resolve();
        world.asking();
        return world.says;
      },
    },
    messages: () => messagesFor('en'),
    changed: () => done.push('changed'),
  } as unknown as HistoryParts;
  return { handlers: historyHandlers(parts), done, world };
}

describe('clearing the history', () => {
  it('asks about the tenant that it clears, and clears it after the confirmation', async () => {
    const { handlers, done, world } = setUp();
    expect(await handlers.clear(undefined, 'main')).toEqual(ok({ cleared: true }));
    expect(done).toEqual(['asked about tenant-a', 'forget tenant-a', 'changed']);
    world.says = ok(false);
    expect(await handlers.clear(undefined, 'main')).toEqual(ok({ cleared: false }));
    expect(done).toHaveLength(4);
    world.says = err({ code: 'question.open' });
    expect(await handlers.clear(undefined, 'main')).toEqual(world.says);
    expect(done).toHaveLength(5);
  });

  describe.each<[string, Owner | null]>([
    ['nobody', null],
    ['another person', { ...mine, homeAccountId: 'another.tid' }],
    ['another tenant', { ...mine, tenantId: 'tenant-b' }],
    ['the same tenant in another cloud', { ...mine, cloud: 'https://graph.example.us' }],
  ])('when %s comes in the meantime', (_, next) => {
    it('clears nothing after the confirmation', async () => {
      const { handlers, done, world } = setUp();
      world.asking = () => (world.owner = next);
      expect(await handlers.clear(undefined, 'main')).toEqual(refused);
      expect(done).toEqual(['asked about tenant-a']);
    });

    it('shows nothing that was read and asks nothing', async () => {
      const { handlers, done, world } = setUp();
      world.reading = () => (world.owner = next);
      expect(await handlers.query(query, 'main')).toEqual(ok({ entries: [], total: 0 }));
      world.owner = mine;
      expect(await handlers.clear(undefined, 'main')).toEqual(refused);
      expect(done).toEqual([]);
    });
  });
});
