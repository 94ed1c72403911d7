/** True while an input method owns the key: Enter and arrows then choose a candidate and are not ours. */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  // Chromium marks the key that ends a composition with this code alone.
  const code: { readonly keyCode: number } = event;
  return event.isComposing || code.keyCode === 229;
}

/** True where typed letters belong to a field. */
export const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
