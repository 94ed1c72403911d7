import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyAction } from '../../../renderer/app/shortcuts';
import { keyListener } from '../../../renderer/app/shortcuts';
import { acceleratorOf } from '../../../renderer/features/settings/accelerator';
import { langOf } from '../../../renderer/ui/lang';
import { movedIndex } from '../../../renderer/ui/list-move';
import { pieces } from '../../../renderer/ui/marks';
import { parsePreferences } from '../../../shared/contract/preferences';

// Node has no elements; the code under test only asks whether something is one.
globalThis.HTMLElement ??= Object as unknown as typeof HTMLElement;

const press = (key: string, over: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({
    key,
    code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    metaKey: false,
    isComposing: false,
    defaultPrevented: false,
    target: null,
    ...over,
  }) as KeyboardEvent;

const modifiers = { Control: 'ctrlKey', Meta: 'metaKey', Alt: 'altKey', Shift: 'shiftKey' } as const;

const sections = [
  { id: 'devices', key: '1' },
  { id: 'history', key: '2' },
  { id: 'settings', key: '3' },
] as const;

/** What the main window does on a key, or null. */
function actionOf(event: KeyboardEvent, mac: boolean): KeyAction | null {
  let done: KeyAction | null = null;
  const listen = keyListener({ mac, sections, act: (action) => (done = action) });
  listen(
    Object.assign(event, { getModifierState: (name: string) => event[modifiers[name as keyof typeof modifiers]] }),
  );
  return done;
}

describe('keys of the main window', () => {
  it.each([
    ['k', { ctrlKey: true }, 'search'],
    ['/', {}, 'search'],
    ['Enter', { ctrlKey: true }, 'ask'],
    ['Enter', {}, null],
    ['R', { ctrlKey: true, shiftKey: true }, null],
    ['2', { ctrlKey: true }, 'history'],
    [',', { ctrlKey: true }, 'settings'],
    ['F6', { shiftKey: true }, 'previous-area'],
    ['F6', {}, 'next-area'],
    ['Escape', {}, 'cancel'],
    ['/', { shiftKey: true, code: 'Digit7' }, 'search'],
    ['&', { ctrlKey: true, code: 'Digit1' }, 'devices'],
    ['r', { ctrlKey: true }, null],
    ['F6', { ctrlKey: true, altKey: true }, null],
    ['k', { ctrlKey: true, defaultPrevented: true }, null],
    ['Escape', { target: Object.assign(new HTMLElement(), { isContentEditable: true }) }, 'cancel'],
    ['/', { target: Object.assign(new HTMLElement(), { isContentEditable: true }) }, null],
    ['a', {}, null],
    ['c', { ctrlKey: true }, null],
    ['k', { ctrlKey: true, altKey: true }, null],
  ] as const)('%s %j', (key, over, action) => {
    expect(actionOf(press(key, over), false)).toBe(action);
  });

  const composed: Record<string, unknown> = { keyCode: 229 };

  it('leaves every key to the input method while it composes', () => {
    expect(actionOf(press('k', { ctrlKey: true, isComposing: true }), false)).toBeNull();
    expect(actionOf(press('Escape', composed as Partial<KeyboardEvent>), false)).toBeNull();
  });

  it('takes the command key on a Mac', () => {
    expect(actionOf(press('k', { metaKey: true }), true)).toBe('search');
    expect(actionOf(press('k', { ctrlKey: true }), true)).toBeNull();
  });
});

describe('acceleratorOf', () => {
  it.each([
    [press(' ', { code: 'Space', ctrlKey: true, altKey: true }), 'Ctrl+Alt+Space'],
    [press('É', { code: 'KeyE', ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+E'],
    [press('F9', { metaKey: true }), 'Super+F9'],
    [press('Control', { ctrlKey: true }), null],
    [press('a'), ''],
    [press('あ', { code: '', ctrlKey: true }), ''],
  ])('%#', (event, accelerator) => {
    expect(acceleratorOf(event)).toBe(accelerator);
  });

  it('returns only accelerators that the settings accept', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (key, code, shiftKey) => {
        const accelerator = acceleratorOf(press(key, { code, ctrlKey: true, shiftKey }));
        expect(() => parsePreferences({ shortcut: accelerator ?? '' })).not.toThrow();
      }),
    );
  });
});

describe('movedIndex', () => {
  it('never leaves the list', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
    fc.assert(
      fc.property(fc.array(keys), fc.integer({ min: 1, max: 40 }), (presses, count) => {
        let at = -1;
        for (const key of presses) at = movedIndex(key, at, count) ?? at;
        return at >= -1 && at < count;
      }),
    );
  });

  it('starts at the first row, and does not move in an empty list', () => {
    expect(movedIndex('ArrowDown', -1, 3)).toBe(0);
    expect(movedIndex('ArrowUp', -1, 3)).toBe(0);
    expect(movedIndex('End', 0, 0)).toBeNull();
    expect(movedIndex('x', 0, 3)).toBeNull();
  });
});

describe('pieces', () => {
  it('marks the ranges', () => {
    expect(
      pieces('TYO-LT', [
        [4, 6],
        [0, 3],
      ]),
    ).toEqual([
      { text: 'TYO', marked: true },
      { text: '-', marked: false },
      { text: 'LT', marked: true },
    ]);
  });

  it('never loses or adds a letter, whatever the ranges are', () => {
    const range = fc.tuple(fc.integer({ min: -5, max: 30 }), fc.integer({ min: -5, max: 30 }));
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(range),
        (text, ranges) =>
          pieces(text, ranges)
            .map((piece) => piece.text)
            .join('') === text,
      ),
    );
  });
});

describe('langOf', () => {
  it.each([
    ['佐藤 美咲', 'en', 'ja'],
    ['佐藤 美咲', 'ja', undefined],
    ['Jordan Miles', 'ja', 'en'],
    ['Jordan Miles', 'en', undefined],
    ['', 'ja', undefined],
  ])('%s on a page in %s', (text, page, lang) => {
    expect(langOf(text, page)).toBe(lang);
  });
});
