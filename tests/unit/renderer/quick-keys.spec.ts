import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuickMoment } from '../../../renderer/app/quick-keys';
import { quickKeys } from '../../../renderer/app/quick-keys';
import { messagesFor } from '../../../shared/i18n/index';

const m = messagesFor('en');
const said = (moment: QuickMoment): string =>
  quickKeys(m, 'Ctrl+Enter', moment)
    .map(({ key, does }) => `${key}: ${does}`)
    .join(', ');
const list = { view: 'list', focus: 'window', canClear: true, row: 'device' } as const;
const card = { view: 'card', focus: 'main', state: 'open', confirms: 'sends' } as const;
const rows = ['none', 'device', 'similar', 'request', 'ready', 'group'] as const;

describe('the footer of the quick window', () => {
  it.each<[why: string, moment: QuickMoment, says: string]>([
    ['a device', list, 'Enter: Ask for assistance, Ctrl+Enter: Open details, Esc: Clear'],
    ['a device that is only similar and that nobody chose', { ...list, row: 'similar' }, '↓: Choose, Esc: Clear'],
    ['nothing found', { ...list, row: 'none' }, 'Esc: Clear'],
    ['an empty box', { ...list, row: 'none', canClear: false }, 'Esc: Close'],
    ['a person', { ...list, row: 'group' }, 'Enter: Show devices, Esc: Clear'],
    ['a session that is ready', { ...list, row: 'ready' }, 'Enter: Open session, Ctrl+Enter: Open details, Esc: Clear'],
    ['the focus on a button, such as Dismiss', { ...list, focus: 'button' }, 'Ctrl+Enter: Open details, Esc: Clear'],
    ['a card that was seen', card, 'Enter: Send, Ctrl+Enter: Open details, Esc: Cancel'],
    ['a field of it', { ...card, focus: 'field' }, 'Enter: Next field, Ctrl+Enter: Open details, Esc: Cancel'],
    ['its way back', { ...card, focus: 'button' }, 'Ctrl+Enter: Open details, Esc: Cancel'],
    ['a card that was not seen yet', { ...card, confirms: 'nothing' }, 'Ctrl+Enter: Open details, Esc: Cancel'],
    [
      'a device that was asked minutes ago',
      { ...card, confirms: 'asks-again' },
      'Enter: Send again, Ctrl+Enter: Open details, Esc: Cancel',
    ],
    ['what blocks', { ...card, state: 'blocked', confirms: 'nothing' }, 'Ctrl+Enter: Open details, Esc: Back'],
    ['what is on its way', { ...card, state: 'sending', confirms: 'nothing' }, 'Ctrl+Enter: Open details'],
    ['a request', { view: 'request', focus: 'window', isReady: false }, 'Ctrl+Enter: Open details, Esc: Back'],
    ['a question about the account', { view: 'sign-in', focus: 'window', canSignIn: false }, 'Esc: Close'],
    ['signed out', { view: 'sign-in', focus: 'window', canSignIn: true }, 'Enter: Sign in, Esc: Close'],
    ['a number that is typed', { view: 'sign-in', focus: 'field', canSignIn: true }, 'Esc: Close'],
    ['the choice of another account', { view: 'sign-in', focus: 'button', canSignIn: true }, 'Esc: Close'],
  ])('%s', (_, moment, says) => expect(said(moment)).toBe(says));

  it('shows no key twice, and no Enter if a button has the focus or nothing is highlighted', () => {
    const focus = fc.constantFrom('window', 'field', 'main', 'button');
    const moment = fc.oneof(
      fc.record({ view: fc.constant('list' as const), focus, canClear: fc.boolean(), row: fc.constantFrom(...rows) }),
      fc.record({
        view: fc.constant('card' as const),
        focus,
        state: fc.constantFrom('open', 'blocked', 'sending'),
        confirms: fc.constantFrom('nothing', 'sends', 'asks-again'),
      }),
      fc.record({ view: fc.constant('request' as const), focus, isReady: fc.boolean() }),
    );
    fc.assert(
      fc.property(moment, (at) => {
        const keys = quickKeys(m, 'Ctrl+Enter', at).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        if (at.focus === 'button' || (at.view === 'card' && at.confirms === 'nothing'))
          expect(keys).not.toContain('Enter');
        if (at.view === 'list' && (at.row === 'none' || at.row === 'similar')) expect(keys).not.toContain('Enter');
      }),
    );
  });
});
