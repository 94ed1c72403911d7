import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import type { Session } from '../../../shared/contract/session';
import type { ShortcutState } from '../../../shared/contract/settings';
import type { Messages } from '../../../shared/i18n';

/**
 * The action of a menu entry. Ids are fixed when the menu is built, so a later change of a list never changes the
 * effect of a click.
 */
export type TrayCommand =
  | { readonly kind: 'quick' }
  | { readonly kind: 'open-session'; readonly requestId: string }
  | { readonly kind: 'show-request'; readonly requestId: string }
  /** Opens the confirm card; sends nothing. */
  | { readonly kind: 'card'; readonly deviceId: string }
  | { readonly kind: 'pause-shortcut' }
  | { readonly kind: 'resume-shortcut' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'show-main' }
  | { readonly kind: 'quit' };

export type TrayEntry =
  | { readonly kind: 'action'; readonly label: string; readonly command: TrayCommand; readonly enabled: boolean }
  | { readonly kind: 'separator' };

/** All texts of the tray in the current language. */
export type TrayTexts = Messages['tray'];

export interface TrayDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly userName: string;
}

export interface TrayState {
  readonly session: Session;
  readonly requests: readonly AssistanceRequest[];
  /** Newest first. */
  readonly recent: readonly TrayDevice[];
  readonly shortcut: ShortcutState;
}

export type TrayIconName = 'idle' | 'waiting' | 'ready' | 'signed-out';

/** Everything that the tray shows. */
export interface TrayView {
  readonly icon: TrayIconName;
  readonly tooltip: string;
  readonly entries: readonly TrayEntry[];
}

const RECENT_MOST = 5;
const READY_MOST = 8;
const waitingStates: readonly RequestState[] = ['sending', 'accepted', 'waiting', 'unknown'];
const separator: TrayEntry = { kind: 'separator' };

/** Everything is in the menu, because on Linux clicks on the icon may not be delivered. */
export function trayView(state: TrayState, texts: TrayTexts): TrayView {
  const ready = state.requests.filter((request) => request.state === 'ready');
  const waiting = state.requests.filter((request) => waitingStates.includes(request.state));
  return {
    icon: iconOf(state.session, ready.length, waiting.length),
    tooltip: tooltipOf(state.session, ready.length, waiting.length, texts),
    entries: [
      ...entryPoints(state.session, texts),
      ...requestEntries(ready, waiting, texts),
      ...recentEntries(state, texts),
      separator,
      ...shortcutEntries(state.shortcut, texts),
      action(texts.open(), { kind: 'show-main' }),
      action(texts.quit(), { kind: 'quit' }),
    ],
  };
}

const needsSignIn = (session: Session): boolean =>
  session.state === 'signed-out' || (session.state === 'signed-in' && session.reason !== null);

function iconOf(session: Session, ready: number, waiting: number): TrayIconName {
  if (needsSignIn(session)) return 'signed-out';
  if (ready > 0) return 'ready';
  return waiting > 0 ? 'waiting' : 'idle';
}

function tooltipOf(session: Session, ready: number, waiting: number, { tooltip }: TrayTexts): string {
  if (session.state === 'signed-out') return tooltip.signedOut();
  if (session.state === 'signed-in' && session.reason !== null) return tooltip.expired();
  if (ready > 0) return tooltip.ready({ count: ready });
  return waiting > 0 ? tooltip.waiting({ count: waiting }) : tooltip.idle();
}

function entryPoints(session: Session, texts: TrayTexts): readonly TrayEntry[] {
  const quick = action(texts.quickAction(), { kind: 'quick' }, session.state === 'signed-in');
  return needsSignIn(session) ? [action(texts.signIn(), { kind: 'sign-in' }), quick] : [quick];
}

function requestEntries(
  ready: readonly AssistanceRequest[],
  waiting: readonly AssistanceRequest[],
  texts: TrayTexts,
): readonly TrayEntry[] {
  if (ready.length + waiting.length === 0) return [];
  const open = ready.slice(0, READY_MOST).map((request) =>
    action(texts.openReady({ name: short(request.subject.deviceName) }), {
      kind: 'open-session',
      requestId: request.id,
    }),
  );
  const newest = waiting[0];
  const still =
    newest === undefined
      ? []
      : [action(texts.waiting({ count: waiting.length }), { kind: 'show-request', requestId: newest.id })];
  return [separator, ...open, ...still];
}

function recentEntries({ session, recent }: TrayState, texts: TrayTexts): readonly TrayEntry[] {
  if (session.state !== 'signed-in' || recent.length === 0) return [];
  const devices = recent
    .slice(0, RECENT_MOST)
    .map(({ deviceId, name, userName }) =>
      action(texts.recent({ name: labelOf(name, userName) }), { kind: 'card', deviceId }, session.reason === null),
    );
  return [separator, ...devices];
}

const labelOf = (name: string, userName: string): string =>
  userName === '' ? short(name) : `${short(name)} – ${short(userName)}`;

function shortcutEntries(shortcut: ShortcutState, texts: TrayTexts): readonly TrayEntry[] {
  if (shortcut === 'active') return [action(texts.pause(), { kind: 'pause-shortcut' })];
  return shortcut === 'paused' ? [action(texts.resume(), { kind: 'resume-shortcut' })] : [];
}

const action = (label: string, command: TrayCommand, enabled = true): TrayEntry => ({
  kind: 'action',
  label,
  command,
  enabled,
});

/** Names come from the tenant: without control characters, and never longer than a menu can show. */
function short(text: string): string {
  const plain = Array.from(text.replace(/[\p{Cc}\p{Cf}]/gu, ''));
  return plain.length > 40 ? `${plain.slice(0, 39).join('')}…` : plain.join('');
}
