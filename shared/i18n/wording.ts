import type { Failure } from '../failure';
import type { Messages } from './messages.gen';

/** The action of the button beside a failure. A screen leaves out an action that it does not offer. */
export type FailureAction =
  'sign-in' | 'retry' | 'refresh' | 'request-again' | 'check-now' | 'copy-details' | 'copy-admin' | 'open-settings';

/** What happened, why, and what to do. */
export interface FailureText {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
  readonly action?: FailureAction;
}

/** The texts of a failure in the language of `messages`. */
export type Wording = (messages: Messages, failure: Failure) => FailureText;
