import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExportChoices } from '../../../../main/desktop/export-choice';
import { inventoryHandlers } from '../../../../main/desktop/ipc/handlers/inventory-handlers';
import type { InventoryAsker, InventoryKeeper, LocalAnswers } from '../../../../main/inventory/local/port';
import { noChips } from '../../../../shared/contract/device-query';
import type { ExportFormat, ExportProgress } from '../../../../shared/contract/export';
import type { InventoryView } from '../../../../shared/contract/inventory';
import { messagesFor } from '../../../../shared/i18n';
import { ok } from '../../../../shared/result';
import { aDevice } from '../../../support/builders';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'deskside-handlers-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const query = { text: 'ber', chips: noChips, sort: null };
const anAsker = (): InventoryAsker => ({ ask: () => Promise.reject(new Error('not asked')), reached: () => undefined });

function setUp() {
  const progress: (ExportProgress | null)[] = [];
  const calls: unknown[][] = [];
  const dialogs: { title: string; name: string }[] = [];
  const remembered: ExportFormat[] = [];
  const world = {
    open: anAsker() as InventoryAsker | null,
    path: join(folder, 'mine.csv') as string | null,
    format: 'csv' as ExportFormat,
    dialog: Promise.resolve(),
    meanwhile: () => undefined as unknown,
  };
  const view = { state: 'ready', devices: 7 } as InventoryView;
  const keeper = {
    current: () => view,
    open: () => world.open,
    refresh: (full: boolean) => void calls.push(['refresh', full]),
    cancel: () => void calls.push(['cancel']),
  } as unknown as InventoryKeeper;
  const answers = {
    find: async (...all: unknown[]) => (calls.push(['find', ...all]), ok(null)),
    page: async (...all: unknown[]) => (calls.push(['page', ...all]), ok(null)),
    async *all() {
      for (let part = 0; part < 3; part += 1) {
        yield { devices: [aDevice(), aDevice()], total: 6 };
        world.meanwhile();
      }
    },
  } as unknown as LocalAnswers;
  const handlers = inventoryHandlers({
    keeper,
    answers,
    progress: (at) => void progress.push(at),
    dialogs: {
      async saveFile(options) {
        dialogs.push(options);
        await world.dialog;
        return world.path;
      },
    },
    messages: () => messagesFor('en'),
    exports: createExportChoices({
      preferences: () => ({ exportFormat: world.format, csvSeparator: 'system' }),
      region: () => 'en-US',
      now: () => '2026-11-23T10:00:00.000Z',
      remember: (format) => void remembered.push(format),
    }),
  });
  return { handlers, remembered, world, progress, calls, dialogs, view, files: () => readdir(folder) };
}

describe('the inventory handlers', () => {
  it('pass questions on with the window as their lane', async () => {
    const { handlers, calls, view } = setUp();
    expect(await handlers.current(undefined, 'main')).toEqual(ok(view));
    await handlers.find(query, 'quick');
    await handlers.page({ resultId: 1, offset: 0, count: 5 }, 'main');
    expect(await handlers.refresh({ full: true }, 'main')).toEqual(ok(null));
    expect(await handlers.cancel(undefined, 'main')).toEqual(ok(null));
    expect(calls).toEqual([
      ['find', query, 'quick'],
      ['page', { resultId: 1, offset: 0, count: 5 }],
      ['refresh', true],
      ['cancel'],
    ]);
  });
});

describe('an export', () => {
  it('is written to the chosen path; the window receives only the file name', async () => {
    const { handlers, progress, dialogs, files } = setUp();
    expect(await handlers.export(query, 'main')).toEqual(ok({ file: 'mine.csv', count: 6 }));
    expect(dialogs).toMatchObject([
      {
        name: 'deskside-devices-2026-11-23.csv',
        kinds: [{ extensions: ['csv'] }, { extensions: ['xlsx'] }, { extensions: ['json'] }],
      },
    ]);
    expect(progress).toEqual([{ done: 2, total: 6 }, { done: 4, total: 6 }, { done: 6, total: 6 }, null]);
    expect(await files()).toEqual(['mine.csv']);
    expect((await readFile(join(folder, 'mine.csv'), 'utf8')).split('\r\n')).toHaveLength(8);
  });

  it('writes nothing when the dialog is closed', async () => {
    const { handlers, world, progress, files } = setUp();
    world.path = null;
    expect(await handlers.export(query, 'main')).toEqual(ok({ file: null, count: 0 }));
    expect(progress).toEqual([null]);
    expect(await files()).toEqual([]);
  });

  it('runs one at a time, and the next one may start when it is over', async () => {
    const { handlers, progress } = setUp();
    const first = handlers.export(query, 'main');
    expect(await handlers.export(query, 'main')).toEqual({ ok: false, error: { code: 'busy' } });
    expect(progress).toEqual([]);
    expect(await first).toMatchObject({ ok: true });
    expect(await handlers.export(query, 'main')).toMatchObject({ ok: true });
  });

  it('can be stopped in the middle', async () => {
    const { handlers, world, progress, files } = setUp();
    world.meanwhile = () => void handlers.cancelExport(undefined, 'main');
    expect(await handlers.export(query, 'main')).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(progress.at(-1)).toBeNull();
    expect(await files()).toEqual([]);
  });

  it('can be stopped while the dialog is open', async () => {
    const { handlers, files } = setUp();
    const exporting = handlers.export(query, 'main');
    await handlers.cancelExport(undefined, 'main');
    expect(await exporting).toEqual({ ok: false, error: { code: 'cancelled' } });
    expect(await files()).toEqual([]);
  });

  it('needs an open inventory', async () => {
    const { handlers, world, dialogs, progress } = setUp();
    world.open = null;
    expect(await handlers.export(query, 'main')).toEqual({ ok: false, error: { code: 'auth.required' } });
    expect([...dialogs, ...progress]).toEqual([]);
  });

  it('never contains the devices of another tenant that was opened during the dialog', async () => {
    for (const next of [anAsker(), null]) {
      const { handlers, world, files, progress } = setUp();
      let close = (): void => undefined;
      world.dialog = new Promise((resolve) => (close = resolve));
      const exporting = handlers.export(query, 'main');
      world.open = next;
      close();
      expect(await exporting).toEqual({ ok: false, error: { code: 'auth.required' } });
      expect(progress).toEqual([null]);
      expect(await files()).toEqual([]);
    }
  });

  it('ends for the window also when the dialog fails', async () => {
    const { handlers, world, progress } = setUp();
    world.dialog = Promise.reject(new Error('no dialog'));
    await expect(handlers.export(query, 'main')).rejects.toThrow('no dialog');
    expect(progress).toEqual([null]);
    world.dialog = Promise.resolve();
    expect(await handlers.export(query, 'main')).toMatchObject({ ok: true });
  });

  it('can be stopped without harm when none is running', async () => {
    expect(await setUp().handlers.cancelExport(undefined, 'main')).toEqual(ok(null));
  });
});
