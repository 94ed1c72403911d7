import type { MessageBoxOptions } from 'electron';
import type { Clock } from '../../shared/clock';
import type { Log } from '../../shared/log';

/** A choice that only a person may make: the page cannot answer it. Texts in the person's language. */
export interface Question {
  /** Title of the dialog: what it is about, in a few words. */
  readonly title: string;
  /** The question itself, one sentence. */
  readonly message: string;
  /** What follows from proceeding. May have several lines. */
  readonly detail: string;
  /** Label of the button that changes nothing; the default, and what Esc and closing mean. */
  readonly keep: string;
  /** Label of the button that does it. */
  readonly proceed: string;
}

/** `not-asked`: there was no dialog, so nobody decided anything. */
export type Answer = 'proceed' | 'keep' | 'not-asked';

/** True only when the person pressed the button that proceeds. */
export type Ask = (question: Question) => Promise<boolean>;

/** Shows the system's message box and answers the index of the pressed button. */
export type ShowBox = (box: MessageBoxOptions) => Promise<number>;

const limits = { title: 100, message: 300, detail: 4_000, button: 60 } as const;
/** A page that asks again and again would wear a person down: after this many refusals within the time it is not heard. */
const patience = { refusals: 3, withinMs: 60_000 } as const;

const KEEP_AT = 0;
const PROCEED_AT = 1;

/** What the system's box shows for a question. */
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
 * Puts questions to the person, one at a time. A question that comes while another one is open is refused, and so is one
 * that comes after three refusals within a minute: only a page that is not ours asks like that.
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

/** Characters that are not seen or that turn the reading direction could make a box say something else. */
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

/** Never ends with half a character. */
const shortened = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
