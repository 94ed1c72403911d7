import { powerMonitor } from 'electron';

/** Sleep and wake of the workstation. Only after `app` is ready. */
export interface Power {
  /** Timers stood still while the workstation slept; whoever polls asks again at once. */
  onResume(run: () => void): void;
  /** It is about to sleep. */
  onSuspend(run: () => void): void;
  /** The computer shuts down or starts anew. */
  onShutdown(run: () => void): void;
}

export const systemPower: Power = {
  onResume(run) {
    powerMonitor.on('resume', run);
  },
  onSuspend(run) {
    powerMonitor.on('suspend', run);
  },
  onShutdown(run) {
    powerMonitor.on('shutdown', run);
  },
};
