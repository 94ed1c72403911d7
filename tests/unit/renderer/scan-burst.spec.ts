import { describe, expect, it } from 'vitest';
import { ScannedBox } from '../../../renderer/ui/scan-burst';

/** A box with keys that come at times of their own. */
class Box {
  text = '';
  readonly #scanned = new ScannedBox();
  #at = 1_000;

  type(text: string, pace: number | readonly number[], isHeld = false): void {
    this.#at += 500;
    for (const [index, char] of Array.from(text).entries()) {
      this.#at += typeof pace === 'number' ? pace : (pace[index % pace.length] ?? 0);
      this.#scanned.key(this.#at, { char, isHeld }, this.text);
      this.text = this.#scanned.typed(this.text + char);
    }
  }

  isEndedAfter(ms: number): boolean {
    return this.#scanned.isEndedBy(this.#at + ms);
  }
}

describe('what a scanner types into a box', () => {
  it.each([5, 20, 40])('at %i ms a key replaces an earlier scan', (pace) => {
    const box = new Box();
    for (const text of ['PF4D7K22', 'PF4D7K23', 'PF4D7K23', '012345']) {
      box.type(text, pace);
      expect(box.text).toBe(text);
    }
  });

  it('replaces it on a busy computer, too', () => {
    const box = new Box();
    for (const text of ['PF4D7K22', 'PF4D7K23', 'PF4D7K24']) {
      box.type(text, [20, 110, 10, 10, 30, 120, 5, 5]);
      expect(box.text).toBe(text);
    }
  });

  it('is never fast typing', () => {
    const box = new Box();
    box.type('PF4D7K22', 10);
    box.type('emma taylor', [90, 60, 110, 85, 70, 100]);
    expect(box.text).toBe('PF4D7K22emma taylor');
  });

  it('is appended to text that a person typed', () => {
    const box = new Box();
    box.type('INC-4 ', 150);
    box.type('PF4D7K22', 10);
    expect(box.text).toBe('INC-4 PF4D7K22');
  });

  it('stays when a person types after it', () => {
    const box = new Box();
    box.type('PF4D7K22', 10);
    box.type(' emma', 120);
    expect(box.text).toBe('PF4D7K22 emma');
    box.type('PF4D7K23', 10);
    expect(box.text).toBe('PF4D7K22 emmaPF4D7K23');
  });

  it('is neither a held key nor four letters typed quickly', () => {
    const box = new Box();
    box.type('PF4D7K22', 10);
    box.type('aaaaaaaa', 30, true);
    expect(box.text).toBe('PF4D7K22aaaaaaaa');
    const other = new Box();
    other.type('PF4D7K22', 10);
    other.type('ring', 50);
    expect(other.text).toBe('PF4D7K22ring');
  });

  it('may end with a key that follows as quickly', () => {
    const box = new Box();
    expect(box.isEndedAfter(10)).toBe(false);
    box.type('PF4D7K22', 10);
    expect([box.isEndedAfter(40), box.isEndedAfter(200)]).toEqual([true, false]);
    box.type('emma', 120);
    expect(box.isEndedAfter(40)).toBe(false);
  });
});
