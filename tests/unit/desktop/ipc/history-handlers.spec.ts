import { describe, expect, it } from 'vitest';
import type { Owner } from '../../../../main/auth/owner';
import { historyHandlers } from '../../../../main/desktop/ipc/handlers/history-handlers';
import type { History } from '../../../../main/history/history';
import type { ExportProgress } from '../../../../shared/contract/export';
import type { Outcome } from '../../../../shared/failure';
import { messagesFor } from '../../../../shared/i18n';
import { err, ok } from '../../../../shared/result';
import { anOwner } from '../../../support/main-builders';

const owner = anOwner();
const wanted = { text: 'tyo', states: [], from: null, to: null };
type ExportTo = History['exportTo'];

function setUp() {
  const told: (ExportProgress | null)[] = [];
  const written: string[] = [];
  const world = {
    owner: owner as Owner | null,
    path: '/home/me/mine.csv' as string | null,
    dialog: Promise.resolve(),
    write: (async (_owner, _wanted, path, { progress } = {}) => {
      written.push(path);
      progress?.({ done: 200, total: 300 });
      return ok(300);
    }) as ExportTo,
  };
  const unasked = (): Promise<never> => Promise.reject(new Error('not asked'));
  const handlers = historyHandlers({
    history: {
      exportTo: (...all: Parameters<ExportTo>): Promise<Outcome<number>> => world.write(...all),
    } as unknown as History,
    owner: () => world.owner,
    subject: () => ({ tenant: 'Contoso', account: 'alex@contoso.example' }),
    dialogs: { saveFile: unasked, openFile: unasked, askForPage: unasked, askForTechnician: unasked },
    messages: () => messagesFor('en'),
    exports: {
      async choose() {
        await world.dialog;
        return world.path === null
          ? null
          : { path: world.path, style: { format: 'csv', separator: ',' }, at: '2026-11-23T10:00:00.000Z' };
      },
    },
    progress: (at) => void told.push(at),
    changed: () => undefined,
    forget: unasked,
  });
  return { handlers, world, told, written };
}

describe('an export of the history', () => {
  it('reports progress, its end and the name of the file only', async () => {
    const { handlers, told } = setUp();
    expect(await handlers.export(wanted, 'main')).toEqual(ok({ file: 'mine.csv', count: 300 }));
    expect(told).toEqual([{ done: 200, total: 300 }, null]);
  });

  it('runs one at a time and can be stopped, also while the dialog is open', async () => {
    const { handlers, world, told } = setUp();
    world.write = async (_owner, _wanted, _path, { signal } = {}) =>
      signal?.aborted === true ? err({ code: 'cancelled' }) : ok(1);
    let close = (): void => undefined;
    world.dialog = new Promise((resolve) => (close = resolve));
    const first = handlers.export(wanted, 'main');
    expect(await handlers.export(wanted, 'main')).toEqual(err({ code: 'busy' }));
    expect(await handlers.cancelExport(undefined, 'main')).toEqual(ok(null));
    close();
    expect(await first).toEqual(err({ code: 'cancelled' }));
    expect(told).toEqual([null]);
    expect(await handlers.export(wanted, 'main')).toMatchObject({ ok: true });
  });

  it('is never written to a file that was chosen before the account changed', async () => {
    for (const next of [null, { ...owner, tenantId: '00000000-0000-4000-8000-00000000000f' }]) {
      const { handlers, world, written } = setUp();
      let close = (): void => undefined;
      world.dialog = new Promise((resolve) => (close = resolve));
      const exporting = handlers.export(wanted, 'main');
      world.owner = next;
      close();
      expect(await exporting).toEqual(err({ code: 'auth.required' }));
      expect(written).toEqual([]);
    }
  });

  it('writes nothing when the dialog is closed', async () => {
    const { handlers, world, written } = setUp();
    world.path = null;
    expect(await handlers.export(wanted, 'main')).toEqual(ok({ file: null, count: 0 }));
    expect(written).toEqual([]);
  });
});
