import type { Messages } from '../../shared/i18n';
import type { Formats } from '../../shared/i18n/format';
import type { Proposal } from '../history/retention';
import type { AtStake } from '../session/leaving';
import type { Question } from './question';

export interface Clearing {
  /** Number of recorded requests that would be deleted. */
  readonly count: number;
  readonly tenant: string;
  readonly account: string;
}

/** Asks whether to delete everything that is recorded for one account in one tenant. */
export const clearQuestion = ({ dialog }: Messages, clearing: Clearing): Question => ({
  title: dialog.clear.title(),
  message: dialog.clear.message(clearing),
  detail: dialog.clear.detail(clearing),
  keep: dialog.clear.keep(),
  proceed: dialog.clear.proceed(),
});

/** Asks whether to shorten the retention of a tenant's history. */
export function shortenQuestion(
  { dialog }: Messages,
  formats: Formats,
  { tenant, count, from, to, at }: Proposal,
): Question {
  const values = { tenant, count, from, to, date: formats.dateTime(at) };
  return {
    title: dialog.shorten.title(),
    message: dialog.shorten.message(values),
    detail: dialog.shorten.detail(values),
    keep: dialog.shorten.keep(),
    proceed: dialog.shorten.proceed(),
  };
}

/** Reports that a policy shortens the retention of a tenant's history. */
export const shorteningNotice = (
  { history }: Messages,
  formats: Formats,
  { tenant, count, to, at }: Proposal,
): string => history.shortening({ tenant, count, days: to, date: formats.dateTime(at) });

/** Asks whether to reload a page that no longer responds. */
export const hangQuestion = ({ dialog }: Messages): Question => ({
  title: dialog.hang.title(),
  message: dialog.hang.message(),
  detail: dialog.hang.detail(),
  keep: dialog.hang.keep(),
  proceed: dialog.hang.proceed(),
});

/** Asks whether to leave while requests are under way. */
export function leaveQuestion({ dialog: { leave } }: Messages, { departure, count }: AtStake): Question {
  const goes = { 'sign-out': leave.signOut, switch: leave.switch, quit: leave.quit } as const;
  return {
    title: leave.title(),
    message: leave.message({ count }),
    detail: leave.detail(),
    keep: leave.stay(),
    proceed: goes[departure](),
  };
}
