import { isComposing, isEditable } from '../ui/composing';
import { isModifier } from '../ui/confirm-gate';
import { Burst } from '../ui/scan-burst';

/** A burst of at least this many characters goes to the box; a shorter one may be fast typing in a list. */
const ENOUGH = 4;

/** Whether another element handles keys: a menu, a dialog. */
const isTaken = (): boolean => document.querySelector('dialog[open], [role=dialog], [role=menu]') !== null;

/**
 * Creates the listener for what a scanner types while no field has the focus, for example after an earlier scan opened
 * a device. `take` puts the text and the focus into the search box, so that the rest of the scan arrives there. Until
 * then no key of the burst presses the focused button.
 */
export function strayScans(mayTake: () => boolean, take: (text: string) => void): (event: KeyboardEvent) => void {
  const burst = new Burst();
  return (event) => {
    if (isComposing(event) || isEditable(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, timeStamp: at } = event;
    if (key.length > 1) {
      const isSuffix = burst.isEndedBy(at);
      if (!isModifier(key)) burst.end();
      if ((key === 'Enter' || key === 'Tab') && isSuffix && mayTake()) event.preventDefault();
      return;
    }
    const isFirst = burst.key(at, key, event.repeat);
    if (isFirst || !burst.isScan(2) || !mayTake() || isTaken()) return;
    if (key === ' ') event.preventDefault();
    if (!burst.isScan(ENOUGH)) return;
    event.preventDefault();
    event.stopPropagation();
    burst.end();
    take(burst.text);
  };
}
