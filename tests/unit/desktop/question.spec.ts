import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Question } from '../../../main/desktop/question';
import { boxOf, createQuestions } from '../../../main/desktop/question';
import { clearQuestion } from '../../../main/desktop/questions';
import { messagesFor } from '../../../shared/i18n';
import { silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';

const question: Question = {
  title: 'Title',
  message: 'Really?',
  detail: 'First\nSecond',
  keep: 'Keep it',
  proceed: 'Do it',
};

describe('the box of a question', () => {
  it('has the safe button first, as the default and for Esc', () => {
    expect(boxOf(question)).toMatchObject({
      buttons: ['Keep it', 'Do it'],
      defaultId: 0,
      cancelId: 0,
      message: 'Really?',
      detail: 'First\nSecond',
    });
  });

  it('shows no invisible character and none that changes the reading direction', () => {
    const odd = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\u202E',
        '\u200B',
        '\u2066',
        '\u0007',
        '\u2028',
        '\r',
        '\n',
        '\uD800',
        '\t',
        '名',
      ),
    });
    fc.assert(
      fc.property(odd, (text) => {
        const { title, message, detail, buttons } = boxOf({
          title: text,
          message: text,
          detail: text,
          keep: text,
          proceed: text,
        });
        for (const shown of [title, message, ...(buttons ?? [])])
          expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
        expect(detail?.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
      }),
    );
  });

  it('keeps every text within a bound', () => {
    const long = '𠮷'.repeat(10_000);
    const { title, message, detail } = boxOf({ title: long, message: long, detail: long, keep: 'a', proceed: 'b' });
    expect(title?.length).toBeLessThanOrEqual(100);
    expect(message.length).toBeLessThanOrEqual(300);
    expect(detail?.length).toBeLessThanOrEqual(4_000);
    for (const text of [title, message, detail]) expect(text).toMatch(/^(?:𠮷)+…$/u);
  });
});

describe('asking', () => {
  const asking = (answers: readonly (number | Error)[]) => {
    const clock = new ManualClock(0);
    const left = [...answers];
    const show = vi.fn(async () => {
      const next = left.shift() ?? 0;
      if (next instanceof Error) throw next;
      return next;
    });
    return { clock, show, ask: createQuestions(show, clock, silentLog) };
  };

  it('is true only for the button that proceeds', async () => {
    const { ask } = asking([0, 1, 2, -1]);
    expect([await ask(question), await ask(question), await ask(question), await ask(question)]).toEqual([
      'keep',
      'proceed',
      'keep',
      'keep',
    ]);
  });

  it('treats a box that cannot be shown as a refusal', async () => {
    const { ask } = asking([new Error('no screen'), 1]);
    expect([await ask(question), await ask(question)]).toEqual(['not-asked', 'proceed']);
  });

  it('refuses a question while another one is open', async () => {
    let answer: (button: number) => void = () => undefined;
    const show = vi.fn(
      () =>
        new Promise<number>((settle) => {
          answer = settle;
        }),
    );
    const ask = createQuestions(show, new ManualClock(0), silentLog);
    const first = ask(question);
    expect(await ask(question)).toBe('not-asked');
    answer(1);
    expect(await first).toBe('proceed');
    expect(show).toHaveBeenCalledTimes(1);
  });

  it('drops questions after three refusals within a minute, until the minute is over', async () => {
    const { ask, show, clock } = asking([0, 0, 0, 1]);
    for (let time = 0; time < 50; time += 1) expect(await ask(question)).not.toBe('proceed');
    expect(show).toHaveBeenCalledTimes(3);
    clock.pass(60_000);
    expect(await ask(question)).toBe('proceed');
  });
});

describe('the question before clearing', () => {
  it.each(['en', 'ja'] as const)('shows how many records of which account are deleted, in %s', (locale) => {
    const { message, detail } = clearQuestion(messagesFor(locale), {
      count: 456,
      tenant: 'Contoso',
      account: 'alex@contoso.example',
    });
    expect(message).toContain('456');
    expect(message).toContain('Contoso');
    expect(detail).toContain('alex@contoso.example');
  });
});
