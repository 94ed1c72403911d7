import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Question } from '../../../main/desktop/question';
import { boxOf, createQuestions } from '../../../main/desktop/question';
import { clearQuestion } from '../../../main/desktop/questions';
import { messagesFor } from '../../../shared/i18n';
import { err, ok } from '../../../shared/result';
import { silentLog } from '../../support/builders';
import { ManualClock } from '../../support/clock';
import { flush } from '../../support/turns';

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
    return { clock, show, ...createQuestions(show, clock, silentLog) };
  };
  /** Boxes that stay open until the test answers them. */
  const opening = () => {
    const boxes: { readonly title: string; readonly answer: (button: number) => void }[] = [];
    const show = ({ title = '' }: { readonly title?: string }): Promise<number> =>
      new Promise((answer) => boxes.push({ title, answer }));
    return { boxes, ...createQuestions(show, new ManualClock(0), silentLog) };
  };
  const titled = (title: string): Question => ({ ...question, title });

  it('is true only for the button that proceeds', async () => {
    const { askForPage } = asking([0, 1, 2, -1]);
    const answers = [];
    for (let time = 0; time < 4; time += 1) answers.push(await askForPage(question));
    expect(answers).toEqual([ok(false), ok(true), ok(false), ok(false)]);
  });

  it('decides nothing with a box that cannot be shown, and does not count it as a refusal', async () => {
    const noScreen = (): Error => new Error('no screen');
    const { askForPage } = asking([noScreen(), noScreen(), noScreen(), noScreen(), 1]);
    for (let time = 0; time < 4; time += 1)
      expect(await askForPage(question)).toEqual(err({ code: 'internal', ref: 'ref' }));
    expect(await askForPage(question)).toEqual(ok(true));
  });

  it('refuses a page’s question while another one is open', async () => {
    const { boxes, askForPage } = opening();
    const first = askForPage(question);
    expect(await askForPage(question)).toEqual(err({ code: 'question.open' }));
    boxes[0]?.answer(1);
    expect(await first).toEqual(ok(true));
    expect(boxes).toHaveLength(1);
  });

  it('drops a page’s questions after three refusals within a minute, says for how long, and asks again afterwards', async () => {
    const { askForPage, show, clock } = asking([0, 0, 0, 1]);
    for (let time = 0; time < 3; time += 1) {
      expect(await askForPage(question)).toEqual(ok(false));
      clock.pass(10_000);
    }
    for (let time = 0; time < 50; time += 1)
      expect(await askForPage(question)).toEqual(err({ code: 'question.too-often', retryAfter: 30 }));
    expect(show).toHaveBeenCalledTimes(3);
    clock.pass(30_000);
    expect(await askForPage(question)).toEqual(ok(true));
  });

  it('asks for the technician however often a page was refused, and never drops such a question', async () => {
    const { askForPage, askForTechnician, show } = asking([]);
    for (let time = 0; time < 10; time += 1) await askForPage(question);
    for (let time = 0; time < 10; time += 1) expect(await askForTechnician(() => question)).toEqual(ok(false));
    expect(show).toHaveBeenCalledTimes(13);
  });

  it('what the technician refuses outside a page does not use up the patience with pages', async () => {
    const { askForPage, askForTechnician } = asking([0, 0, 0, 1]);
    for (let time = 0; time < 3; time += 1) await askForTechnician(() => question);
    expect(await askForPage(question)).toEqual(ok(true));
  });

  it('asks for the technician after the open question, one at a time, with what holds by then', async () => {
    const { boxes, askForPage, askForTechnician } = opening();
    const pages = askForPage(titled('page'));
    let title = 'early';
    const quit = askForTechnician(() => titled(title));
    const other = askForTechnician(() => titled('other'));
    await flush();
    expect(boxes.map((box) => box.title)).toEqual(['page']);
    title = 'late';
    boxes[0]?.answer(0);
    expect(await pages).toEqual(ok(false));
    await flush();
    expect(await askForPage(titled('page again'))).toEqual(err({ code: 'question.open' }));
    boxes[1]?.answer(1);
    expect(await quit).toEqual(ok(true));
    await flush();
    boxes[2]?.answer(0);
    expect(await other).toEqual(ok(false));
    expect(boxes.map((box) => box.title)).toEqual(['page', 'late', 'other']);
  });

  it('asks nothing when nothing is left to ask once the open question is answered', async () => {
    const { boxes, askForPage, askForTechnician } = opening();
    const pages = askForPage(question);
    const quit = askForTechnician(() => null);
    boxes[0]?.answer(1);
    expect([await pages, await quit]).toEqual([ok(true), ok(true)]);
    expect(boxes).toHaveLength(1);
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
