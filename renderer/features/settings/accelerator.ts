const named: ReadonlyMap<string, string> = new Map([
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
  ['Enter', 'Return'],
]);

/**
 * What a key press means as an Electron accelerator. Null while only modifiers are down; empty when it has no modifier.
 */
export function acceleratorOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>,
): string | null {
  if (['Control', 'Alt', 'Shift', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(event.key)) return null;
  const modifiers = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Super',
  ].filter((name) => name !== false);
  if (!event.ctrlKey && !event.altKey && !event.metaKey) return '';
  const key = keyName(event.key, event.code);
  return key === null ? '' : [...modifiers, key].join('+');
}

/**
 * Letters and digits are identified by the position of the key: Shift and Alt change the character, not the position.
 */
function keyName(key: string, code: string): string | null {
  const position = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (position !== undefined) return position;
  if (code === 'Space') return 'Space';
  if (/^F([1-9]|1[0-9]|2[0-4])$/.test(key)) return key;
  return named.get(key) ?? (/^(Insert|Delete|Home|End|PageUp|PageDown|Backspace)$/.test(key) ? key : null);
}
