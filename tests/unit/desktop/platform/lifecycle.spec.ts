import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitOnFault, finishBeforeQuit } from '../../../../main/desktop/platform/lifecycle';
import { redact } from '../../../../main/desktop/platform/redact';
import type { Log } from '../../../../shared/log';
import { flush } from '../../../support/turns';
import { keepingLog } from '../../../support/wire';

type Listener = (event: { preventDefault(): void }) => void;

/** The part of Electron that the end of the app needs. */
interface Played {
  readonly listeners: Map<string, Listener>;
  exits: number[];
  relaunches: number;
  questions: { title: string; detail: string; buttons: string[] }[];
  /** The user's answer; null: none, ever. */
  answer: number | null;
  isPackaged: boolean;
}

const electron = vi.hoisted((): Played => ({
  listeners: new Map(),
  exits: [],
  relaunches: 0,
  questions: [],
  answer: 1,
  isPackaged: true,
}));

vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return electron.isPackaged;
    },
    isReady: () => true,
    exit: (code: number) => void electron.exits.push(code),
    relaunch: () => void (electron.relaunches += 1),
    on: (name: string, listener: Listener) => void electron.listeners.set(name, listener),
  },
  dialog: {
    showMessageBox: (question: { title: string; detail: string; buttons: string[] }) => {
      electron.questions.push(question);
      return electron.answer === null ? new Promise(() => undefined) : Promise.resolve({ response: electron.answer });
    },
  },
}));

const texts = {
  title: 'Deskside has to close',
  body: (ref: string) => `reference ${ref}`,
  restart: 'Restart',
  quit: 'Quit',
};
const secret = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';
beforeEach(() => {
  Object.assign(electron, { exits: [], relaunches: 0, questions: [], answer: 1, isPackaged: true });
  electron.listeners.clear();
});
afterEach(() => vi.useRealTimers());

describe('a fault of the main process', () => {
  let added: ((cause: unknown) => void)[] = [];
  let stderr = '';
  const kinds = ['uncaughtException', 'unhandledRejection'] as const;

  /** Listens as the app does; the test calls what was listening, for a real fault would end the test run. */
  const listening = (log: Log = keepingLog()): Log => {
    const before = kinds.map((kind) => new Set<unknown>(process.listeners(kind as 'uncaughtException')));
    exitOnFault(log, () => texts);
    added = kinds.flatMap(
      (kind, place) =>
        process.listeners(kind as 'uncaughtException').filter((one) => !before[place]?.has(one)) as ((
          cause: unknown,
        ) => void)[],
    );
    kinds.forEach((kind, place) => process.removeListener(kind, added[place] as () => void));
    return log;
  };
  const fault = (cause: unknown, place = 0): void => added[place]?.(cause);

  beforeEach(() => {
    stderr = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += String(text);
      return true;
    });
  });

  it.each([
    [0, 'process.exception'],
    [1, 'process.rejection'],
  ])('ends the app with a code that is not 0 (%i)', async (place, event) => {
    const log = listening() as ReturnType<typeof keepingLog>;
    fault(new Error('boom'), place);
    await flush();
    expect(log.lines[0]).toContain(event);
    expect(electron.exits).toEqual([1]);
  });

  it('is reported by its reference only: dialog and terminal show nothing of the error', async () => {
    listening();
    fault(new Error(`POST failed with Bearer ${secret}`));
    await flush();
    expect(electron.questions).toEqual([
      expect.objectContaining({ detail: 'reference ref1', buttons: ['Restart', 'Quit'] }),
    ]);
    expect(`${stderr}${JSON.stringify(electron.questions)}`).not.toContain('eyJ');
    expect(stderr).toBe('Deskside stopped after an unexpected error (ref1).\n');
  });

  it('is logged redacted, like everything in the log', () => {
    expect(redact(String(new Error(`POST failed with Bearer ${secret}`)))).not.toContain('eyJ');
  });

  it('offers a restart, and restarts only when it is chosen', async () => {
    listening();
    electron.answer = 0;
    fault(new Error('boom'));
    await flush();
    expect([electron.relaunches, electron.exits]).toEqual([1, [1]]);
  });

  it('does not restart when the user declines', async () => {
    listening();
    fault(new Error('boom'));
    await flush();
    expect([electron.relaunches, electron.exits]).toEqual([0, [1]]);
  });

  it('shows one dialog, however many faults follow, and each fault is logged', async () => {
    const log = listening() as ReturnType<typeof keepingLog>;
    for (const cause of ['first', 'second', 'third']) fault(new Error(cause));
    await flush();
    expect([electron.questions.length, electron.exits, log.lines.length]).toEqual([1, [1], 3]);
  });

  it('ends the app even if no one answers', async () => {
    vi.useFakeTimers();
    listening();
    electron.answer = null;
    fault(new Error('boom'));
    await vi.advanceTimersByTimeAsync(59_999);
    expect(electron.exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(electron.exits).toEqual([1]);
  });

  it('shows no dialog during development', async () => {
    listening();
    electron.isPackaged = false;
    fault(new Error('boom'));
    await flush();
    expect([electron.questions, electron.exits]).toEqual([[], [1]]);
  });
});

describe('quitting', () => {
  const quit = (): { prevented: boolean } => {
    const event = {
      prevented: false,
      preventDefault() {
        this.prevented = true;
      },
    };
    electron.listeners.get('will-quit')?.(event);
    return event;
  };

  it('waits until everything is written', async () => {
    let written: () => void = () => undefined;
    finishBeforeQuit(
      () =>
        new Promise((done) => {
          written = done;
        }),
      keepingLog(),
    );
    expect(quit().prevented).toBe(true);
    await flush();
    expect(electron.exits).toEqual([]);
    written();
    await flush();
    expect(electron.exits).toEqual([0]);
  });

  it('waits for at most three seconds', async () => {
    vi.useFakeTimers();
    finishBeforeQuit(() => new Promise(() => undefined), keepingLog());
    quit();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(electron.exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(electron.exits).toEqual([0]);
  });

  it('is not blocked by a failed write, and logs it', async () => {
    const log = keepingLog();
    finishBeforeQuit(() => Promise.reject(new Error('disk full')), log);
    quit();
    await flush();
    expect([electron.exits, log.lines]).toEqual([[0], ['fault quit.unfinished disk full']]);
  });

  it('finishes once even if the event is repeated', async () => {
    const finish = vi.fn(() => Promise.resolve());
    finishBeforeQuit(finish, keepingLog());
    expect([quit().prevented, quit().prevented]).toEqual([true, true]);
    await flush();
    expect(finish).toHaveBeenCalledOnce();
    expect(electron.exits).toEqual([0]);
  });
});
