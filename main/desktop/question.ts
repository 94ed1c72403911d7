import type { MessageBoxOptions } from 'electron';
import type { Clock } from '../../shared/clock';
import type { Log } from '../../shared/log';

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

/** `not-asked`: no dialog could be shown, so there is no decision. */
export type Answer = 'proceed' | 'keep' | 'not-asked';

/** True only when the user pressed the button that proceeds. */
export type Ask = (question: Question) => Promise<boolean>;

/** Shows the system's message box and returns the index of the pressed button. */
export type ShowBox = (box: MessageBoxOptions) => Promise<number>;

const limits = { title: 100, message: 300, detail: 4_000, button: 60 } as const;
/**
 * Protects the user from being worn down by repeated questions: after this many refusals within the time, questions are
 * dropped.
 */
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

/**
 * Asks the user, one question at a time. A question is dropped while another one is open, and after three refusals
 * within a minute: only a compromised page would ask like that.
 */
export function createQuestions(show: ShowBox, clock: Clock, log: Log): (question: Question) => Promise<Answer> {
  let isOpen = false;
  let refusedAt: readonly number[] = [];
  return async (question) => {
    refusedAt = refusedAt.filter((at) => clock.now() - at < patience.withinMs);
    if (isOpen || refusedAt.length >= patience.refusals) {
      log.warn('dialog.not-asked', { open: isOpen });
      return 'not-asked';
    }
    isOpen = true;
    try {
      const isWanted = (await show(boxOf(question))) === PROCEED_AT;
      refusedAt = isWanted ? [] : [...refusedAt, clock.now()];
      return isWanted ? 'proceed' : 'keep';
    } catch (cause) {
      log.fault('dialog.failed', cause);
      return 'not-asked';
    } finally {
      isOpen = false;
    }
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
