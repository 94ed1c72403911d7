import type { WindowKind } from '../../../shared/contract/define';

/** The part of an IPC event that identifies the sender. */
export interface SenderEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
}

/** The kind of our own window that sent an event; null for every other sender. */
export type SenderWindow = (event: SenderEvent) => WindowKind | null;

/**
 * Accepts only the top frame of our own windows, and only while it shows our own pages. Compares `frame.origin`, not
 * `new URL(frame.url).origin`, because Node returns "null" for every non-web scheme.
 */
export function trustedSender(kindOf: (webContentsId: number) => WindowKind | null, origin: string): SenderWindow {
  return ({ sender, senderFrame }) =>
    senderFrame !== null && senderFrame.parent === null && senderFrame.origin === origin ? kindOf(sender.id) : null;
}
