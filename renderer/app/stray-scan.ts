import { isComposing, isEditable } from '../ui/composing';
import { isModifier } from '../ui/confirm-gate';
import { Burst } from '../ui/scan-burst';

/** Characters in a burst from which on it goes to the box; until then it may be a quick hand on the keys of a list. */
const ENOUGH = 4;

/** Whether something nearer has a use for keys: a menu, a dialog. */
const isTaken = (): boolean => document.querySelector('dialog[open], [role=dialog], [role=menu]') !== null;

/**
 * The listener for what a scanner types while no field has the focus, as after an earlier scan that opened a device. `take` puts the
 * text into the search box and the focus, so that the rest of the scan follows by itself. Until then no key of the burst presses
 * the button that happens to have the focus.
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
