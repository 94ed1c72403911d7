import type { Messages } from '../../shared/i18n/index';

/** A key and what it does at this moment. */
export interface QuickKey {
  readonly key: string;
  readonly does: string;
}

/** The focused element: the box or the window itself, another field, the card's main button, or another button. */
export type QuickFocus = 'window' | 'field' | 'main' | 'button';

/** What the keys depend on. */
export type QuickMoment =
  | { readonly view: 'sign-in'; readonly focus: QuickFocus; readonly canSignIn: boolean }
  | {
      readonly view: 'card';
      readonly focus: QuickFocus;
      readonly state: 'open' | 'blocked' | 'sending';
      readonly confirms: 'nothing' | 'sends' | 'asks-again' | 'prepares';
    }
  | { readonly view: 'request'; readonly focus: QuickFocus; readonly isReady: boolean }
  | {
      readonly view: 'list';
      readonly focus: QuickFocus;
      /** Esc empties the box before it closes the window. */
      readonly canClear: boolean;
      /** Intune did not answer in full and can be asked again. */
      readonly canRetry?: boolean;
      /** `similar`: a device that is only similar and was not chosen yet. */
      readonly row: 'none' | 'device' | 'similar' | 'request' | 'ready' | 'group';
    };

/**
 * The keys in the footer of the quick window: exactly those that do something now. `detailKey`: its label on the
 * keyboard.
 */
export function quickKeys(m: Messages, detailKey: string, moment: QuickMoment): readonly QuickKey[] {
  const { quick } = m;
  const enter = (does: string | null): readonly QuickKey[] => (does === null ? [] : [{ key: 'Enter', does }]);
  const esc = (does: string): QuickKey => ({ key: 'Esc', does });
  const detail: QuickKey = { key: detailKey, does: quick.keyDetail() };
  switch (moment.view) {
    case 'sign-in':
      return [
        ...enter(moment.canSignIn && moment.focus === 'window' ? quick.keySignIn() : null),
        esc(quick.keyClose()),
      ];
    case 'card':
      // A request that is being sent cannot be cancelled here.
      return [
        ...enter(onCard(m, moment)),
        detail,
        ...(moment.state === 'sending' ? [] : [esc(moment.state === 'blocked' ? m.nav.back() : quick.keyCancel())]),
      ];
    case 'request':
      return [
        ...enter(moment.isReady && moment.focus !== 'button' ? quick.keyOpen() : null),
        detail,
        esc(m.nav.back()),
      ];
    case 'list': {
      const retry: readonly QuickKey[] = moment.canRetry === true ? [{ key: 'F5', does: m.action.retry() }] : [];
      const close = esc(moment.canClear ? quick.keyClear() : quick.keyClose());
      if (moment.row === 'similar') return [{ key: '↓', does: quick.keyChoose() }, ...retry, close];
      const does = {
        none: null,
        device: quick.keyEnter(),
        request: quick.keyRequest(),
        ready: quick.keyOpen(),
        group: quick.keyPerson(),
      }[moment.row];
      return [
        ...enter(moment.focus === 'button' ? null : does),
        ...(moment.row === 'none' || moment.row === 'group' ? [] : [detail]),
        ...retry,
        close,
      ];
    }
  }
}

function onCard(m: Messages, { focus, confirms }: Extract<QuickMoment, { view: 'card' }>): string | null {
  if (confirms === 'nothing') return null;
  if (focus === 'field') return m.quick.keyNext();
  if (focus !== 'main') return null;
  return { sends: m.quick.keySend, 'asks-again': m.card.sendAgain, prepares: m.card.renew }[confirms]();
}

/** The kind of the focused element. */
export function quickFocusOf(target: EventTarget | null): QuickFocus {
  if (!(target instanceof HTMLElement)) return 'window';
  if (target.matches('[data-main]')) return 'main';
  if (target.matches('button, summary, select')) return 'button';
  return target.matches('[role=group] input, details input') ? 'field' : 'window';
}
