import { readOwnFileSync } from '../../store/own-file';
import type { Rectangle } from './bounds';

/** How the main window lay when it was last closed. Losing it costs nothing, so damage is not told. */
export interface WindowState {
  /** Unchecked: `usableBounds` decides whether it still fits. */
  read(): { readonly bounds: unknown; readonly maximized: boolean };
  write(state: { readonly bounds: Rectangle; readonly maximized: boolean }): void;
  /** Resolves when nothing is being written any more; the app waits for it before it ends. */
  settled(): Promise<void>;
}

/** Kept in a small JSON file of its own, read once at start. */
export function createWindowState(
  path: string,
  writeDurably: (path: string, content: string) => Promise<void>,
): WindowState {
  let writing: Promise<void> = Promise.resolve();
  return {
    read() {
      try {
        const stored: unknown = JSON.parse(readOwnFileSync(path, { limit: 65_536 }).toString('utf8'));
        if (typeof stored !== 'object' || stored === null) return { bounds: null, maximized: false };
        return { bounds: Reflect.get(stored, 'bounds'), maximized: Reflect.get(stored, 'maximized') === true };
      } catch {
        return { bounds: null, maximized: false };
      }
    },
    write(state) {
      writing = writing.then(() => writeDurably(path, JSON.stringify(state))).catch(() => undefined);
    },
    settled: () => writing,
  };
}
