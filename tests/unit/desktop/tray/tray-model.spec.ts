import { describe, expect, it } from 'vitest';
import { hasTrayHost } from '../../../../main/desktop/tray/tray-host';
import { trayImages } from '../../../../main/desktop/tray/tray-icons.gen';
import type { TrayState } from '../../../../main/desktop/tray/tray-model';
import { trayView } from '../../../../main/desktop/tray/tray-model';
import { messagesFor } from '../../../../shared/i18n';
import { aRequest, aTenant, signedIn } from '../../../support/builders';

const view = (over: Partial<TrayState> = {}, locale: 'en' | 'ja' = 'en') =>
  trayView({ session: signedIn(), requests: [], recent: [], shortcut: 'off', ...over }, messagesFor(locale).tray);
const labels = (over: Partial<TrayState> = {}): readonly string[] =>
  view(over).entries.map((entry) =>
    entry.kind === 'separator' ? '-' : `${entry.label}${entry.enabled ? '' : ' (off)'}`,
  );
const expired = signedIn({ reason: { code: 'auth.required' } });
const signedOut = { state: 'signed-out', tenant: aTenant(), reason: null } as const;
const recent = Array.from({ length: 7 }, (_, n) => ({
  deviceId: `d${n}`,
  name: `PC-${n}`,
  userName: n === 0 ? '' : `Person ${n}`,
}));

describe('the tray menu', () => {
  it('offers all commands when no request is under way', () => {
    expect(labels()).toEqual(['Ask for assistance…', '-', 'Open Deskside', 'Quit Deskside']);
  });

  it('lists ready sessions first, then waiting requests, then the last five devices', () => {
    const requests = [
      aRequest({ id: 'w' }),
      aRequest({ id: 'r', state: 'ready', subject: { deviceName: 'PC-1' } }),
      aRequest({ id: 'u', state: 'unknown' }),
      aRequest({ id: 'c', state: 'closed' }),
    ];
    expect(labels({ requests, recent, shortcut: 'active' })).toEqual([
      'Ask for assistance…',
      '-',
      'Open session: PC-1',
      '2 requests waiting',
      '-',
      'Ask for assistance: PC-0',
      'Ask for assistance: PC-1 – Person 1',
      'Ask for assistance: PC-2 – Person 2',
      'Ask for assistance: PC-3 – Person 3',
      'Ask for assistance: PC-4 – Person 4',
      '-',
      'Pause shortcut',
      'Open Deskside',
      'Quit Deskside',
    ]);
  });

  it('fixes the ids of the entries, so that a later list does not change the effect of a click', () => {
    const requests = [aRequest({ id: 'r9', state: 'ready' }), aRequest({ id: 'w9' })];
    const commands = view({ requests, recent: recent.slice(0, 1) }).entries.flatMap((entry) =>
      entry.kind === 'action' ? [entry.command] : [],
    );
    expect(commands).toEqual([
      { kind: 'quick' },
      { kind: 'open-session', requestId: 'r9' },
      { kind: 'show-request', requestId: 'w9' },
      { kind: 'card', deviceId: 'd0' },
      { kind: 'show-main' },
      { kind: 'quit' },
    ]);
  });

  it('has no entry that sends anything', () => {
    const kinds = new Set(
      view({ requests: [aRequest({ state: 'ready' })], recent, shortcut: 'active' }).entries.map((entry) =>
        entry.kind === 'action' ? entry.command.kind : entry.kind,
      ),
    );
    expect([...kinds].sort()).toEqual([
      'card',
      'open-session',
      'pause-shortcut',
      'quick',
      'quit',
      'separator',
      'show-main',
    ]);
  });

  it('offers to sign in first when no one is signed in, and hides the devices', () => {
    expect(labels({ session: signedOut, recent })).toEqual([
      'Sign in…',
      'Ask for assistance… (off)',
      '-',
      'Open Deskside',
      'Quit Deskside',
    ]);
  });

  it('keeps the devices visible but disabled when the session has ended', () => {
    expect(labels({ session: expired, recent: recent.slice(0, 1) })).toEqual([
      'Sign in…',
      'Ask for assistance…',
      '-',
      'Ask for assistance: PC-0 (off)',
      '-',
      'Open Deskside',
      'Quit Deskside',
    ]);
  });

  it('resumes a paused shortcut, and does not mention one that does not work', () => {
    expect(labels({ shortcut: 'paused' })).toContain('Resume shortcut');
    expect(labels({ shortcut: 'taken' }).join()).not.toContain('shortcut');
    expect(labels({ shortcut: 'unsupported' }).join()).not.toContain('shortcut');
  });

  it('shows hostile and endless names safely', () => {
    const [entry] = view({
      recent: [{ deviceId: 'd', name: `\u202egnp.exe\u0000${'x'.repeat(100_000)}`, userName: '\n' }],
    }).entries.slice(2);
    expect(entry).toMatchObject({ label: expect.stringMatching(/^Ask for assistance: gnp\.exex{32}… – $/) as string });
  });

  it('never grows beyond what a menu can show', () => {
    const requests = Array.from({ length: 50 }, (_, n) => aRequest({ id: `r${n}`, state: 'ready' }));
    expect(view({ requests, recent }).entries.length).toBeLessThan(25);
  });
});

describe('the tray icon and its tooltip', () => {
  it.each([
    ['nothing is going on', {}, 'idle', 'Deskside'],
    [
      'requests wait',
      { requests: [aRequest(), aRequest({ id: 'r2', state: 'unknown' })] },
      'waiting',
      'Deskside — 2 requests waiting for the session',
    ],
    [
      'a session is ready',
      { requests: [aRequest({ state: 'ready' }), aRequest({ id: 'r2' })] },
      'ready',
      'Deskside — 1 session ready',
    ],
    ['nobody is signed in', { session: signedOut }, 'signed-out', 'Deskside — not signed in'],
    [
      'the session has ended',
      { session: expired, requests: [aRequest({ state: 'ready' })] },
      'signed-out',
      'Deskside — session ended, sign in again',
    ],
    ['the app is starting', { session: { state: 'starting', tenant: aTenant() } }, 'idle', 'Deskside'],
  ] as const)('when %s', (_when, over, icon, tooltip) => {
    expect(view(over as Partial<TrayState>)).toMatchObject({ icon, tooltip });
  });

  it('is available in Japanese', () => {
    expect(view({ requests: [aRequest({ state: 'ready' })] }, 'ja').tooltip).toMatch(/[ぁ-ん]|準備|件/);
  });

  it('has a picture for every state, use and scale', () => {
    for (const state of ['idle', 'waiting', 'ready', 'signed-out'] as const) {
      const { colour, template, linux } = trayImages[state];
      for (const png of [linux, ...[...colour, ...template].map((one) => one.png)])
        expect(Buffer.from(png, 'base64').subarray(1, 4).toString()).toBe('PNG');
    }
    expect(new Set(Object.values(trayImages).map(({ linux }) => linux)).size).toBe(4);
    expect(new Set(Object.values(trayImages).map(({ template }) => template[1].png)).size).toBe(4);
  });
});

describe('whether the tray can be seen', () => {
  const missing = () => Promise.reject(new Error('missing'));
  it('is assumed on Windows and macOS', async () => {
    expect(await hasTrayHost('win32', missing)).toBe(true);
    expect(await hasTrayHost('darwin', missing)).toBe(true);
  });
  it.each([
    ['the bus knows a host', (): Promise<string> => Promise.resolve('(true,)'), true],
    ['the bus knows none', (): Promise<string> => Promise.resolve('   boolean false'), false],
    ['no tool is there', missing, false],
  ])('is queried from the session bus on Linux: %s', async (_what, run, expected) => {
    expect(await hasTrayHost('linux', run)).toBe(expected);
  });
  it('is queried with the next tool when one is missing', async () => {
    const asked: string[] = [];
    expect(
      await hasTrayHost(
        'linux',
        (program) => (asked.push(program), program === 'busctl' ? Promise.resolve('b true') : missing()),
      ),
    ).toBe(true);
    expect(asked).toEqual(['gdbus', 'dbus-send', 'busctl']);
  });
});
