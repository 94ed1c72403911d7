import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyVerdict } from '../../../renderer/ui/confirm-gate';
import { ConfirmGate, SEEN_MS } from '../../../renderer/ui/confirm-gate';

/** A keyboard in front of a gate: presses keys at times and counts what would confirm. */
class Keyboard {
  at = 10_000;
  confirmed = 0;
  readonly gate = new ConfirmGate();

  wait(ms: number): this {
    this.at += ms;
    return this;
  }

  /** The question appears and has been on screen for `ms`. */
  show(ms = 1_000): this {
    this.gate.cover();
    this.gate.seen(this.at);
    return this.wait(ms);
  }

  down(key: string, more: { repeat?: boolean; composing?: boolean; modified?: boolean } = {}): KeyVerdict {
    const verdict = this.gate.down({
      at: this.at,
      key,
      code: `Key ${key.toLowerCase()}`,
      repeat: false,
      modified: false,
      composing: false,
      ...more,
    });
    if (key === 'Enter' && verdict === 'ok') this.confirmed += 1;
    return verdict;
  }

  up(key: string): this {
    this.gate.up({ at: this.at, key, code: `Key ${key.toLowerCase()}` });
    return this;
  }

  /** Down, up a little later, and the rest of the gap. */
  tap(key: string, gap = 0, heldFor = Math.min(gap / 2, 60)): KeyVerdict {
    const verdict = this.down(key);
    this.wait(heldFor)
      .up(key)
      .wait(gap - heldFor);
    return verdict;
  }

  type(keys: readonly string[], gaps: readonly number[]): this {
    keys.forEach((key, index) => this.tap(key, gaps[index % gaps.length]));
    return this;
  }
}

const quick = fc.integer({ min: 5, max: 40 });
const slow = fc.integer({ min: 80, max: 400 });
const gaps = (gap: fc.Arbitrary<number>) => fc.array(gap, { minLength: 1, maxLength: 30 });
const text = fc.array(fc.constantFrom(...Array.from('ABCXYZ0123456789-/ .abc')), { minLength: 1, maxLength: 24 });
const ends = fc.constantFrom(
  ['Enter'],
  ['Enter', 'Enter'],
  ['Tab', 'Enter'],
  ['Enter', 'Tab', 'Enter'],
  ['Tab', 'Tab', 'Enter'],
);
const starts = fc.constantFrom([], ['F2'], ['Enter'], ['Tab'], ['Escape', '[']);

describe('a scanner never confirms', () => {
  it('for any text, at 5 to 40 ms a key, with every prefix and suffix, once or twice', () => {
    fc.assert(
      fc.property(
        starts,
        text,
        ends,
        text,
        ends,
        gaps(quick),
        fc.integer({ min: 0, max: 3_000 }),
        (before, one, end, two, end2, pace, pause) => {
          const board = new Keyboard().show();
          // The very first key of a scan cannot be told from a person's; as a prefix, Enter is one.
          board.type([...before.filter((key) => key !== 'Enter'), ...one, ...end], pace).wait(pause);
          board.type([...two, ...end2], pace);
          expect(board.confirmed).toBe(0);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('at every single pace', () => {
    for (let pace = 5; pace <= 40; pace += 1) {
      for (const scan of ['7', 'PF4D7K22', 'INC0012345 PF4D7K22']) {
        const board = new Keyboard().show().type([...Array.from(scan), 'Enter', 'Enter'], [pace]);
        expect(board.confirmed).toBe(0);
      }
    }
  });

  it('when the scan that opens the question continues into it', () => {
    fc.assert(
      fc.property(text, ends, gaps(quick), fc.integer({ min: 0, max: 30 }), (keys, end, pace, after) => {
        const board = new Keyboard().type(keys, pace);
        [...end, ...keys, ...end].forEach((key, index) => {
          if (index === after) board.gate.cover();
          if (index === after + 1) board.gate.seen(board.at);
          board.tap(key, pace[index % pace.length]);
        });
        expect(board.confirmed).toBe(0);
      }),
    );
  });

  it('while a person types in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...Array.from('ab12'))), { minLength: 3, maxLength: 30 }),
        gaps(quick),
        (keys, pace) => {
          const board = new Keyboard().show();
          keys.forEach(([isPerson, key], index) =>
            board.tap(isPerson ? key.toUpperCase() : key, pace[index % pace.length]),
          );
          expect(board.tap('Enter')).not.toBe('ok');
        },
      ),
    );
  });

  it('even if one of its keys comes late on a busy computer', () => {
    const board = new Keyboard().show().type(Array.from('PF4D7K22'), [20]).wait(180);
    expect(board.tap('Enter')).toBe('burst');
  });
});

describe('a held key never confirms', () => {
  const rates = {
    delay: fc.integer({ min: 200, max: 1_000 }),
    rate: fc.integer({ min: 15, max: 500 }),
    time: fc.integer({ min: 0, max: 10_000 }),
    shown: fc.integer({ min: 0, max: 2_000 }),
  };

  it('for up to ten seconds, reported as a repetition, as new presses, or as presses and releases', () => {
    fc.assert(
      fc.property(
        fc.record(rates),
        fc.constantFrom('repeat', 'press', 'bounce'),
        ({ delay, rate, time, shown }, kind) => {
          const board = new Keyboard();
          board.down('Enter');
          for (let passed = 0, step = delay; passed + step <= time; passed += step, step = rate) {
            board.wait(step);
            if (passed >= shown) board.gate.seen(board.at);
            if (kind === 'bounce') board.up('Enter');
            board.down('Enter', { repeat: kind === 'repeat' });
          }
          board.up('Enter');
          expect(board.confirmed).toBe(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('and Enter does not confirm while another key is held', () => {
    const board = new Keyboard();
    board.down('a');
    expect(board.show().tap('Enter', 200)).toBe('held');
    board.up('a');
    expect(board.tap('Enter')).toBe('ok');
  });

  it('and Enter does not confirm while a key is held since another window', () => {
    const board = new Keyboard().show();
    board.gate.leave();
    board.show().down('a', { repeat: true });
    expect(board.wait(300).tap('Enter', 300)).toBe('held');
    expect(board.up('a').tap('Enter')).toBe('ok');
  });

  it('but a key released in another window does not block, and restarts the clock', () => {
    const board = new Keyboard().show();
    board.down('Tab', { modified: true });
    board.gate.leave();
    board.gate.seen(board.wait(2_000).at);
    expect(board.wait(SEEN_MS - 1).tap('Enter', 300)).toBe('unseen');
    expect(board.tap('Enter')).toBe('ok');
  });

  it('but a key whose release the command key of macOS suppresses does not block', () => {
    const board = new Keyboard().show();
    board.down('k', { modified: true });
    board.up('Meta');
    expect(board.wait(300).tap('Enter')).toBe('ok');
  });
});

describe('a person', () => {
  it('at 80 to 400 ms a key confirms with Enter', () => {
    fc.assert(
      fc.property(text, gaps(slow), slow, (keys, pace, last) => {
        const board = new Keyboard().show().type(keys, pace).wait(last);
        expect(board.tap('Enter')).toBe('ok');
      }),
      { numRuns: 2_000 },
    );
  });

  it('confirms only after the question was visible for a quarter of a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), (ms) => {
        expect(new Keyboard().show(ms).tap('Enter')).toBe(ms >= SEEN_MS ? 'ok' : 'unseen');
      }),
    );
  });

  it('waits again when the question changes', () => {
    const board = new Keyboard().show();
    board.show(SEEN_MS - 1);
    expect(board.tap('Enter', 300)).toBe('unseen');
    expect(board.tap('Enter')).toBe('ok');
  });

  it('may press Enter again after a scan', () => {
    const board = new Keyboard()
      .show()
      .type([...Array.from('PF4D7K22'), 'Enter'], [15])
      .wait(500);
    expect(board.tap('Enter')).toBe('ok');
  });

  it('does not confirm with keys of an input method or with other keys held', () => {
    const board = new Keyboard().show();
    expect(board.down('Enter', { composing: true })).toBe('composing');
    expect(board.up('Enter').wait(300).down('Enter', { modified: true })).toBe('modified');
    expect(board.up('Enter').wait(300).down('Shift')).toBe('modified');
    expect(board.wait(300).tap('Enter')).toBe('ok');
  });
});

describe('a click', () => {
  let board: Keyboard;
  const click = (count: number): boolean => {
    board.gate.pointerDown(board.at);
    return board.gate.click(board.wait(20).at, count);
  };
  beforeEach(() => {
    board = new Keyboard();
  });

  it('counts if the question was visible for long enough when it began', () => {
    expect(click(1)).toBe(false);
    board.show(SEEN_MS - 1);
    expect(click(1)).toBe(false);
    board.show();
    expect(click(1)).toBe(true);
  });

  it('does not count as the second half of the double click that opened the question, however late it comes', () => {
    click(1);
    board.show(450);
    expect(click(2)).toBe(false);
    expect(click(3)).toBe(false);
    expect(board.wait(1_000) && click(1)).toBe(true);
  });

  it('of a fast person counts as soon as possible', () => {
    board.show(100);
    expect(click(1)).toBe(false);
    board.wait(150);
    expect(click(2)).toBe(true);
  });

  it('does not count if its press was before a change', () => {
    board.show();
    board.gate.pointerDown(board.at);
    board.show();
    expect(board.gate.click(board.at, 1)).toBe(false);
  });

  it('without a pointer is accepted from a screen reader', () => {
    board.show(SEEN_MS - 1);
    expect(board.gate.click(board.at, 0)).toBe(false);
    expect(board.gate.click(board.wait(1).at, 0)).toBe(true);
  });
});
