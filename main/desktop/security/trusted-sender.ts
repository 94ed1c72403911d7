import type { WindowKind } from '../../../shared/contract/define';

/** The part of an IPC event that tells who asks. */
export interface SenderEvent {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
}

/** The kind of our own window that sent an event; null for everybody else. */
export type SenderWindow = (event: SenderEvent) => WindowKind | null;

/**
 * Only our own windows, only their top frame, only while it shows our own pages.
 * `frame.origin` is compared, not `new URL(frame.url).origin`: Node answers "null" for every scheme that is not of the web.
 */
export function trustedSender(kindOf: (webContentsId: number) => WindowKind | null, origin: string): SenderWindow {
  return ({ sender, senderFrame }) =>
    senderFrame !== null && senderFrame.parent === null && senderFrame.origin === origin ? kindOf(sender.id) : null;
}
