import type { MessageBoxOptions } from 'electron';
import type { Clock } from '../../shared/clock';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';
import { err, ok } from '../../shared/result';

/** A question that only the user can answer, never a page. Texts in the user's language. */
export interface Question {
  /** Title of the dialog: its topic in a few words. */
  readonly title: string;
  /** The question itself, one sentence. */
  readonly message: string;
  /** The consequences of proceeding. May have several lines. */
  readonly detail: string;
  /** Label of the button that changes nothing; the default, also for Esc and closing. */
  readonly keep: string;
  /** Label of the button that proceeds. */
  readonly proceed: string;
}

/** True only when the user pressed the button that proceeds; a failure when there is no decision. */
type Answer = Promise<Outcome<boolean>>;

/** Questions of main, one at a time. `internal`: the system could not show the box. */
export interface Questions {
  /**
   * For everything that a page can cause. Fails with `question.open` while another question is open, and with
   * `question.too-often` after three refusals within a minute: only a compromised page would ask like that.
   */
  askForPage(question: Question): Answer;
  /**
   * For the tray, the menu and the app itself, which no page can use: nothing that a page has asked prevents it. Waits
   * until an open question is answered. `next` then returns the question, or null when there is nothing left to ask.
   */
  askForTechnician(next: () => Question | null): Answer;
}

/** Shows the system's message box and returns the index of the pressed button. */
export type ShowBox = (box: MessageBoxOptions) => Promise<number>;

const limits = { title: 100, message: 300, detail: 4_000, button: 60 } as const;
/** Protects the user from being worn down by a page: it may ask again only this long after so many refusals. */
const patience = { refusals: 3, withinMs: 60_000 } as const;

const KEEP_AT = 0;
const PROCEED_AT = 1;

/** The options of the system's message box for a question. */
export const boxOf = (question: Question): MessageBoxOptions => ({
  type: 'warning',
  title: line(question.title, limits.title),
  message: line(question.message, limits.message),
  detail: lines(question.detail),
  buttons: [line(question.keep, limits.button), line(question.proceed, limits.button)],
  defaultId: KEEP_AT,
  cancelId: KEEP_AT,
  noLink: true,
});

export function createQuestions(show: ShowBox, clock: Clock, log: Log): Questions {
  /** Settles when the open question is answered. */
  let open: Promise<unknown> | null = null;
  let refusedAt: readonly number[] = [];

  const ask = async (question: Question): Answer => {
    try {
      return ok((await show(boxOf(question))) === PROCEED_AT);
    } catch (cause) {
      return err({ code: 'internal', ref: log.fault('dialog.failed', cause) });
    }
  };
  const askNow = async (question: Question): Answer => {
    const asked = ask(question);
    open = asked;
    const answer = await asked;
    open = null;
    return answer;
  };

  return {
    async askForPage(question) {
      const now = clock.now();
      refusedAt = refusedAt.filter((at) => now - at < patience.withinMs);
      const [first = now] = refusedAt;
      if (open === null && refusedAt.length < patience.refusals) {
        const answer = await askNow(question);
        if (answer.ok) refusedAt = answer.value ? [] : [...refusedAt, clock.now()];
        return answer;
      }
      log.warn('dialog.not-asked', { open: open !== null });
      return open === null
        ? err({ code: 'question.too-often', retryAfter: Math.ceil((first + patience.withinMs - now) / 1_000) })
        : err({ code: 'question.open' });
    },
    async askForTechnician(next) {
      while (open !== null) await open;
      const question = next();
      return question === null ? ok(true) : askNow(question);
    },
  };
}

/** Invisible characters and those that change the reading direction could change what a box seems to say. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const line = (text: string, limit: number): string =>
  shortened(text.replace(/\s+/gu, ' ').replace(unseen, '').trim(), limit);

const lines = (text: string): string =>
  shortened(
    text
      .split(/\r?\n/u)
      .map((one) => one.replace(/\t/gu, ' ').replace(unseen, '').trimEnd())
      .join('\n')
      .trim(),
    limits.detail,
  );

/** Never splits a character. */
const shortened = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
