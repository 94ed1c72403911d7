/** True while an input method handles the key: Enter and arrows then choose a candidate and must be ignored. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  // Chromium marks the key that ends a composition only with this code.
  const code: { readonly keyCode: number } = event;
  return event.isComposing || code.keyCode === 229;
}

/** True if typed letters go to a field. */
export const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
