import type { Bridge } from '../../shared/contract/define';
import type { AppContract } from '../../shared/contract/index';

/** All that a window may ask of the main process. */
export type AppBridge = Bridge<AppContract>;

declare global {
  interface Window {
    /** Put there by the preload script before the page runs. */
    readonly deskside: AppBridge;
  }
}

/** The one place that touches the global; everything else is handed the ports it needs. */
export const theBridge = (): AppBridge => window.deskside;
