import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ExportRun } from '../../../renderer/words/export-run.svelte';
import type { ExportAnswer, ExportProgress } from '../../../shared/contract/export';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { deferred } from '../../support/promises';

describe('an export', () => {
  let tell: (progress: ExportProgress | null) => void = () => undefined;
  const write = vi.fn(async (_wanted: string): Promise<Outcome<ExportAnswer>> => ok({ file: 'list.csv', count: 500 }));
  const cancelExport = vi.fn(async (): Promise<Outcome<null>> => ok(null));
  const saved = vi.fn();
  const unsubscribed = vi.fn();
  let run: ExportRun<string>;

  beforeEach(() => {
    vi.clearAllMocks();
    const exportProgress = (listener: typeof tell): (() => void) => {
      tell = listener;
      return unsubscribed;
    };
    run = new ExportRun({ export: write, cancelExport, exportProgress }, saved);
  });

  it('requests the given rows and reports what was saved', async () => {
    await run.save('TYO');
    expect(write).toHaveBeenCalledWith('TYO');
    expect(saved.mock.calls).toEqual([['list.csv', 500]]);
    expect([run.isBusy, run.progress, run.failure]).toEqual([false, null, null]);
  });

  it('reports nothing when the dialog was closed', async () => {
    write.mockResolvedValueOnce(ok({ file: null, count: 0 }));
    await run.save('TYO');
    expect(saved).not.toHaveBeenCalled();
    expect(run.failure).toBeNull();
  });

  it('shows its progress while it runs, and ignores late progress', async () => {
    const slow = deferred<Outcome<ExportAnswer>>();
    write.mockReturnValueOnce(slow.promise);
    const stop = run.start();
    const done = run.save('');
    tell({ done: 100, total: 500 });
    expect(run.progress).toEqual({ done: 100, total: 500 });
    slow.resolve(ok({ file: 'list.csv', count: 500 }));
    await done;
    tell({ done: 500, total: 500 });
    expect(run.progress).toBeNull();
    stop();
    expect(unsubscribed).toHaveBeenCalledTimes(1);
  });

  it('runs once at a time', async () => {
    const slow = deferred<Outcome<ExportAnswer>>();
    write.mockReturnValueOnce(slow.promise);
    const first = run.save('one');
    await run.save('two');
    slow.resolve(ok({ file: null, count: 0 }));
    await first;
    expect(write.mock.calls).toEqual([['one']]);
  });

  it.each([
    ['a full disk is shown', 'storage.full', { code: 'storage.full' }],
    ['an export that is already running is shown', 'busy', { code: 'busy' }],
    ['a stop by the technician is not', 'cancelled', null],
  ] as const)('%s', async (_name, code, told) => {
    write.mockResolvedValueOnce(err({ code }));
    await run.save('');
    expect(run.failure).toEqual(told);
    await run.save('');
    expect(run.failure).toBeNull();
  });

  it('is stopped only by main', () => {
    run.cancel();
    expect(cancelExport).toHaveBeenCalledTimes(1);
  });
});
