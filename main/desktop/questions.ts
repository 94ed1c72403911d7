import type { Messages } from '../../shared/i18n';
import type { Question } from './question';

export interface Clearing {
  /** Recorded requests that would go. */
  readonly count: number;
  readonly tenant: string;
  readonly account: string;
}

/** Whether everything that is recorded of one account in one tenant is to go. */
export const clearQuestion = ({ dialog }: Messages, clearing: Clearing): Question => ({
  title: dialog.clear.title(),
  message: dialog.clear.message(clearing),
  detail: dialog.clear.detail(clearing),
  keep: dialog.clear.keep(),
  proceed: dialog.clear.proceed(),
});
