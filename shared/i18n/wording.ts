import type { Failure } from '../failure';
import type { Messages } from './messages.gen';

/** The one thing a button beside a failure can do. A screen leaves out an action that it does not offer. */
export type FailureAction =
  'sign-in' | 'retry' | 'refresh' | 'request-again' | 'check-now' | 'copy-details' | 'copy-admin' | 'open-settings';

/** What happened, why, and what to do. */
export interface FailureText {
  readonly title: string;
  readonly cause: string;
  readonly remedy: string;
  readonly action?: FailureAction;
}

/** Words a failure in the language of `messages`. */
export type Wording = (messages: Messages, failure: Failure) => FailureText;
