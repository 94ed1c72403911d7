import type { AssistanceRequest } from '../../../shared/contract/requests';

/** The messages of a run to the test. */
export type Word =
  | { readonly kind: 'found'; readonly devices: readonly string[] }
  /** About to confirm requests for these devices, in this order. */
  | { readonly kind: 'confirms'; readonly devices: readonly string[] }
  /** The drafts on the disk, those among them that wait to be sent. */
  | { readonly kind: 'kept'; readonly devices: readonly string[] }
  /** About to throw these drafts away. */
  | { readonly kind: 'discards'; readonly devices: readonly string[] }
  | { readonly kind: 'all-sent' }
  | { readonly kind: 'notice'; readonly code: string }
  | {
      readonly kind: 'audit';
      readonly drafts: readonly string[];
      readonly requests: readonly AssistanceRequest[];
      readonly faults: readonly string[];
    };
