import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewsState } from '../../../main/desktop/notifications/notification-model';
import { commandOfClick } from '../../../main/desktop/notifications/notification-model';
import type { OutsideCommand } from '../../../main/desktop/outside-commands';
import { createOutsideCommands } from '../../../main/desktop/outside-commands';
import { createTrayCommands } from '../../../main/desktop/tray/tray-commands';
import type { TrayCommand } from '../../../main/desktop/tray/tray-model';
import type { Intent } from '../../../shared/contract/app';
import { parseIntent } from '../../../shared/contract/app';
import type { Outcome } from '../../../shared/failure';
import { err, ok } from '../../../shared/result';
import { deferred } from '../../support/promises';

let done: unknown[];
let opens: boolean;
let mayLeave: Outcome<boolean>;

beforeEach(() => {
  done = [];
  opens = true;
  mayLeave = ok(true);
});

const run = (command: OutsideCommand): Promise<void> =>
  createOutsideCommands({
    leaving: {
      mayForPage: () => Promise.reject(new Error('a page cannot quit')),
      mayForTechnician: async () => mayLeave,
      sessionEnds: () => undefined,
    },
    signIn: () => void done.push('sign-in'),
    openSession: async (requestId) => {
      done.push(`session ${requestId}`);
      return opens ? ok(null) : err({ code: 'network.offline' });
    },
    open: (intent) => void done.push(intent),
    quit: () => void done.push('quit'),
  })(command);

const showsR1: Intent = { kind: 'request', requestId: 'r1' };

describe('a command from outside the windows', () => {
  it('for a session opens it, and shows the request only when that fails', async () => {
    await run({ kind: 'open-session', requestId: 'r1' });
    expect(done).toEqual(['session r1']);
    opens = false;
    await run({ kind: 'open-session', requestId: 'r1' });
    expect(done.slice(1)).toEqual(['session r1', showsR1]);
  });

  it('to quit is carried out unless the technician stays', async () => {
    mayLeave = ok(false);
    await run({ kind: 'quit' });
    expect(done).toEqual([]);
    mayLeave = ok(true);
    await run({ kind: 'quit' });
    expect(done).toEqual(['quit']);
  });

  it('to quit that could not be asked about does not quit', async () => {
    mayLeave = err({ code: 'internal' });
    await run({ kind: 'quit' });
    expect(done).toEqual([]);
  });

  it('to quit is asked about once, however often it is repeated before the answer', async () => {
    const answer = deferred<Outcome<boolean>>();
    const ask = vi.fn(() => answer.promise);
    const command = createOutsideCommands({
      leaving: { mayForPage: ask, mayForTechnician: ask, sessionEnds: () => undefined },
      signIn: () => undefined,
      openSession: async () => ok(null),
      open: () => undefined,
      quit: () => void done.push('quit'),
    });
    const wanted = [1, 2, 3].map(() => command({ kind: 'quit' }));
    answer.resolve(ok(false));
    await Promise.all(wanted);
    expect(ask).toHaveBeenCalledTimes(1);
    await command({ kind: 'quit' });
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('of a click on a notification opens a ready session and shows every other request', () => {
    const commands = (['ready', 'failed', 'expired', 'unknown'] satisfies NewsState[]).map((state) =>
      commandOfClick({ requestId: 'r1', state }),
    );
    expect(commands).toEqual([
      { kind: 'open-session', requestId: 'r1' },
      ...Array.from({ length: 3 }, () => ({ kind: 'open', intent: showsR1 })),
    ]);
  });
});

describe('an entry of the tray', () => {
  const run = (command: TrayCommand): void =>
    createTrayCommands({
      quick: () => void done.push('quick'),
      open: (intent) => void done.push(intent),
      command: (command) => void done.push(command),
      pause: () => void done.push('pause'),
      resume: () => void done.push('resume'),
    })(command);

  it.each<[TrayCommand, unknown[]]>([
    [{ kind: 'card', deviceId: 'd1' }, [{ kind: 'device', by: 'id', value: 'd1', card: true }]],
    [{ kind: 'show-request', requestId: 'r1' }, [showsR1]],
    [{ kind: 'open-session', requestId: 'r1' }, [{ kind: 'open-session', requestId: 'r1' }]],
    [{ kind: 'sign-in' }, [null, { kind: 'sign-in' }]],
    [{ kind: 'show-main' }, [null]],
    [{ kind: 'quit' }, [{ kind: 'quit' }]],
    [{ kind: 'quick' }, ['quick']],
  ])('%j', (command, expected) => {
    run(command);
    expect(done).toEqual(expected);
  });
});

describe('an intent from a page', () => {
  it.each<Intent>([
    { kind: 'device', by: 'id', value: 'd1', card: false },
    { kind: 'request', requestId: 'r1' },
    { kind: 'section', section: 'history' },
  ])('is taken: %j', (intent) => {
    expect(parseIntent(intent)).toEqual(intent);
  });

  it.each([
    null,
    'device',
    {},
    { kind: 'device', by: 'name', value: 'd1', card: false },
    { kind: 'device', by: 'id', value: '../d1', card: false },
    { kind: 'device', by: 'id', value: 'd1' },
    { kind: 'request', requestId: 'x'.repeat(129) },
    { kind: 'section', section: 'admin' },
    { kind: 'send', requestId: 'r1' },
    { section: 'devices', deviceId: 'd1', requestId: null, card: true },
  ])('is refused: %j', (intent) => {
    expect(() => parseIntent(intent)).toThrow();
  });

  it('has no other members', () => {
    expect(parseIntent({ ...showsR1, send: true })).toEqual(showsR1);
  });
});
