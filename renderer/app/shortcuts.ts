import { createKeybindingsHandler } from 'tinykeys';
import { isComposing, isEditable } from '../ui/composing';

/** What a key does anywhere in the main window. */
export type Deed =
  | 'search'
  | 'ask'
  | 'open-ready'
  | 'refresh'
  | 'export'
  | 'flip-filters'
  | 'help'
  | 'next-area'
  | 'previous-area'
  | 'devices'
  | 'history'
  | 'settings'
  | 'cancel';

// A letter is what the key types; a word in capitals such as Digit1 is the key's place.
const withCommand: Readonly<Record<string, Deed>> = {
  k: 'search',
  f: 'search',
  o: 'open-ready',
  e: 'export',
  'Shift+f': 'flip-filters',
  '(1|Digit1)': 'devices',
  '(2|Digit2)': 'history',
  '(3|Digit3)': 'settings',
  ',': 'settings',
  Enter: 'ask',
};

const alone: Readonly<Record<string, Deed>> = {
  F5: 'refresh',
  F1: 'help',
  F6: 'next-area',
  'Shift+F6': 'previous-area',
  Escape: 'cancel',
};

/**
 * The listener for the keys of the main window, inside fields too. `mac`: the command key stands for Ctrl.
 * Keys of an input method and keys that something nearer has taken stay alone.
 */
export function keyListener(mac: boolean, act: (deed: Deed, event: KeyboardEvent) => void): EventListener {
  const command = mac ? 'Meta' : 'Control';
  const does = (deed: Deed) => (event: KeyboardEvent) => act(deed, event);
  const typedSearch = (event: KeyboardEvent): void => {
    if (!isEditable(event.target)) act('search', event);
  };
  const bindings = [
    ...Object.entries(withCommand).map(([keys, deed]) => [`${command}+${keys}`, does(deed)] as const),
    ...Object.entries(alone).map(([keys, deed]) => [keys, does(deed)] as const),
    // Some layouts type it with Shift.
    ['[Shift]+/', typedSearch] as const,
  ];
  return createKeybindingsHandler(Object.fromEntries(bindings), {
    ignore: (event) => isComposing(event) || event.defaultPrevented,
  });
}
