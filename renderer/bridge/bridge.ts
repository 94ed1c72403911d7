import type { Bridge } from '../../shared/contract/define';
import type { AppContract } from '../../shared/contract/index';

/** Everything that a window may ask the main process for. */
export type AppBridge = Bridge<AppContract>;

declare global {
  interface Window {
    /** Set by the preload script before the page runs. */
    readonly deskside: AppBridge;
  }
}

/** The only place that reads the global. Everything else receives the ports that it needs. */
export const theBridge = (): AppBridge => window.deskside;
