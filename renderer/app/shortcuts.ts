import { createKeybindingsHandler } from 'tinykeys';
import type { Section } from '../../shared/contract/app';
import { isComposing, isEditable } from '../ui/composing';

/** What a key does anywhere in the main window. */
export type KeyAction =
  | 'search'
  | 'ask'
  | 'open-ready'
  | 'refresh'
  | 'export'
  | 'flip-filters'
  | 'copy-sentence'
  | 'device-history'
  | 'help'
  | 'next-area'
  | 'previous-area'
  | Section
  | 'cancel';

// A letter means the character that the key types; a code such as Digit1 means its position.
const withCommand: Readonly<Record<string, KeyAction>> = {
  k: 'search',
  f: 'search',
  o: 'open-ready',
  e: 'export',
  'Shift+f': 'flip-filters',
  'Shift+m': 'copy-sentence',
  'Shift+h': 'device-history',
  ',': 'settings',
  Enter: 'ask',
};

const alone: Readonly<Record<string, KeyAction>> = {
  F5: 'refresh',
  F1: 'help',
  F6: 'next-area',
  'Shift+F6': 'previous-area',
  Escape: 'cancel',
};

interface Keys {
  /** The command key stands for Ctrl. */
  readonly mac: boolean;
  /** The sections and the digit that leads to each. */
  readonly sections: readonly { readonly id: Section; readonly key: string }[];
  readonly act: (action: KeyAction, event: KeyboardEvent) => void;
}

/**
 * Creates the listener for the shortcuts of the main window, also inside fields. Ignores keys of an input method and
 * keys that an element has already handled.
 */
export function keyListener({ mac, sections, act }: Keys): EventListener {
  const command = mac ? 'Meta' : 'Control';
  const does = (action: KeyAction) => (event: KeyboardEvent) => act(action, event);
  const typedSearch = (event: KeyboardEvent): void => {
    if (!isEditable(event.target)) act('search', event);
  };
  const bindings = [
    ...Object.entries(withCommand).map(([keys, action]) => [`${command}+${keys}`, does(action)] as const),
    ...sections.map(({ id, key }) => [`${command}+(${key}|Digit${key})`, does(id)] as const),
    ...Object.entries(alone).map(([keys, action]) => [keys, does(action)] as const),
    // On some layouts this character needs Shift.
    ['[Shift]+/', typedSearch] as const,
  ];
  return createKeybindingsHandler(Object.fromEntries(bindings), {
    ignore: (event) => isComposing(event) || event.defaultPrevented,
  });
}
