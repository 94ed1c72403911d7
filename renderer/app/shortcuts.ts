import { isComposing, isEditable } from '../ui/composing';

/** What a key does anywhere in the main window. */
export type Deed =
  | 'search'
  | 'request'
  | 'open-ready'
  | 'refresh'
  | 'export'
  | 'help'
  | 'next-area'
  | 'previous-area'
  | 'devices'
  | 'history'
  | 'settings'
  | 'cancel';

const withCommand: Readonly<Record<string, Deed>> = {
  k: 'search',
  f: 'search',
  o: 'open-ready',
  e: 'export',
  '1': 'devices',
  '2': 'history',
  '3': 'settings',
  ',': 'settings',
};

const alone: Readonly<Record<string, Deed>> = { F5: 'refresh', F1: 'help', F6: 'next-area', Escape: 'cancel' };

/** The deed of a key press, or null. `mac`: the command key stands for Ctrl. */
export function deedOf(event: KeyboardEvent, mac: boolean): Deed | null {
  if (isComposing(event) || event.defaultPrevented) return null;
  const command = mac ? event.metaKey : event.ctrlKey;
  if (event.altKey) return null;
  if (command && event.shiftKey) return event.code === 'KeyR' ? 'request' : null;
  if (command) return withCommand[event.key.toLowerCase()] ?? null;
  if (event.shiftKey) return event.key === 'F6' ? 'previous-area' : null;
  if (event.key === '/') return isEditable(event.target) ? null : 'search';
  return alone[event.key] ?? null;
}
