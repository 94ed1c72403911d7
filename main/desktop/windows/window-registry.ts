import type { WindowKind } from '../../../shared/contract/define';

/** Sends to every open window. */
export type Send = (channel: string, payload: unknown) => void;

/** The part of a window's contents that the registry needs. */
export interface Receiver {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
}

/** Our own windows by the id of their contents: they may call main and receive events. */
export interface WindowRegistry {
  /** Returns a function that removes it. */
  add(contents: Receiver, kind: WindowKind): () => void;
  kindOf(contentsId: number): WindowKind | null;
  readonly send: Send;
}

export function createWindowRegistry(): WindowRegistry {
  const windows = new Map<number, { readonly contents: Receiver; readonly kind: WindowKind }>();
  return {
    add(contents, kind) {
      const { id } = contents;
      windows.set(id, { contents, kind });
      return () => void windows.delete(id);
    },
    kindOf: (contentsId) => windows.get(contentsId)?.kind ?? null,
    send(channel, payload) {
      for (const { contents } of windows.values()) {
        if (!contents.isDestroyed()) contents.send(channel, payload);
      }
    },
  };
}
