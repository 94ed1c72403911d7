import { beforeEach, describe, expect, it } from 'vitest';
import { PendingIntent } from '../../../renderer/app/pending-intent';
import type { Intent } from '../../../shared/contract/app';

const device = (value: string): Intent => ({ kind: 'device', by: 'id', value, card: true });
const request: Intent = { kind: 'request', requestId: 'r1' };
const settings: Intent = { kind: 'section', section: 'settings' };

let isReady: boolean;
let shown: (Intent | 'waits')[];
let intents: PendingIntent;

beforeEach(() => {
  isReady = false;
  shown = [];
  intents = new PendingIntent({
    isReady: () => isReady,
    show: (intent) => shown.push(intent),
    wait: () => shown.push('waits'),
  });
});

const signIn = (): void => {
  isReady = true;
  intents.ready();
};

describe('an intent', () => {
  it('is carried out at once while a technician is signed in', () => {
    isReady = true;
    intents.add(request);
    intents.add(device('a'));
    expect(shown).toEqual([request, device('a')]);
  });

  it('from before the sign-in waits for it, and is carried out once', () => {
    intents.add(device('a'));
    expect(shown).toEqual(['waits']);
    signIn();
    intents.ready();
    expect(shown).toEqual(['waits', device('a')]);
  });

  it('survives a failed sign-in', () => {
    intents.add(request);
    intents.add(request);
    signIn();
    expect(shown).toEqual(['waits', 'waits', request]);
  });

  it('is replaced by a newer one', () => {
    intents.add(device('a'));
    intents.add(device('b'));
    signIn();
    expect(shown.filter((one) => one !== 'waits')).toEqual([device('b')]);
  });

  it('for a section does not wait, and replaces a waiting one', () => {
    intents.add(device('a'));
    intents.add(settings);
    signIn();
    expect(shown).toEqual(['waits', settings]);
  });

  it('of one account is not carried out for the next', () => {
    intents.add(device('a'));
    intents.drop();
    signIn();
    expect(shown).toEqual(['waits']);
  });
});
