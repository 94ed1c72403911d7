import { describe, expect, it } from 'vitest';
import { createPublish } from '../../main/desktop/ipc/publish';
import { createBridge } from '../../preload/bridge';
import { contract } from '../../shared/contract';
import { channelOf } from '../../shared/contract/define';
import { makeWire, membersOf } from '../support/wire';

const surface = `app: copyText dismissNotice hideQuick info noticesChanged open opened quickShown reportPageError resizeQuick throttled
devices: more ofApp ofPerson pin read search shortlist shortlistChanged
drafts: changed discard list save
history: cancelExport changed clear export exportProgress query usual
inventory: cancel cancelExport changed current export exportProgress find page refresh
phone: changed choose language
requests: changed checkNow close current decide discard dismiss note open prepare send sendNow stopWatching takeBack waiting waitingChanged
session: answerAccount cancelSignIn changed current signIn signOut
settings: activateProfile change changed current importProfile importProfileFile removeProfile`;

describe('the bridge', () => {
  it('has exactly the surface that was agreed on', () => {
    const bridge = createBridge(contract, makeWire().window);
    const found = Object.entries(bridge).map(
      ([group, members]) => `${group}: ${Object.keys(members).sort().join(' ')}`,
    );
    expect(found.sort().join('\n')).toBe(surface);
  });

  it('consists of frozen objects of plain functions', () => {
    const bridge = createBridge(contract, makeWire().window);
    expect(Object.isFrozen(bridge)).toBe(true);
    for (const members of Object.values(bridge)) {
      expect(Object.isFrozen(members)).toBe(true);
      expect(Object.values(members).every((member) => typeof member === 'function')).toBe(true);
    }
  });

  it('forwards one input and nothing else', async () => {
    const seen: unknown[][] = [];
    const bridge = createBridge(contract, {
      invoke: (...all) => (seen.push(all), Promise.resolve(null)),
      on: () => () => undefined,
    });
    await (bridge.devices.search as (...all: unknown[]) => Promise<unknown>)({ text: 'a' }, 'deskside:history.clear');
    expect(seen).toEqual([['deskside:devices.search', { text: 'a' }]]);
  });
});

describe('a signal', () => {
  const wired = () => {
    const wire = makeWire();
    return { wire, bridge: createBridge(contract, wire.window), publish: createPublish(contract, wire.send) };
  };

  it('arrives as a plain copy of the payload', () => {
    const { bridge, publish } = wired();
    const heard: unknown[] = [];
    const payload = { kind: 'device', by: 'id', value: 'd1', card: true } as const;
    bridge.app.opened((...all: unknown[]) => heard.push(...all));
    publish.app.opened(payload);
    expect(heard).toEqual([payload]);
    expect(heard[0]).not.toBe(payload);
  });

  it('does not reach a stopped listener, while others still receive it', () => {
    const { wire, bridge, publish } = wired();
    const heard: string[] = [];
    const stop = bridge.history.changed(() => heard.push('first'));
    bridge.history.changed(() => heard.push('second'));
    publish.history.changed(null);
    stop();
    stop();
    publish.history.changed(null);
    expect(heard).toEqual(['first', 'second', 'second']);
    expect(wire.listeners(channelOf('history', 'changed'))).toBe(1);
  });

  it('can be published for every signal of the contract and for no call', () => {
    const { publish } = wired();
    const names = Object.entries(publish).flatMap(([group, members]) =>
      Object.keys(members).map((name) => `${group}.${name}`),
    );
    expect(names.sort()).toEqual(
      membersOf(contract, 'signal')
        .map(([group, name]) => `${group}.${name}`)
        .sort(),
    );
  });
});
