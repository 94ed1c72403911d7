import { readOwnFileSync } from '../../store/own-file';
import type { Rectangle } from './bounds';

/** Bounds of the main window when it was last closed. A loss is harmless, so damage is not reported. */
export interface WindowState {
  /** Unchecked: `usableBounds` decides whether it still fits. */
  read(): { readonly bounds: unknown; readonly maximized: boolean };
  write(state: { readonly bounds: Rectangle; readonly maximized: boolean }): void;
  /** Resolves when no write is in progress; the app awaits it before it exits. */
  settled(): Promise<void>;
}

/** Stored in a separate small JSON file, read once at start. */
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
