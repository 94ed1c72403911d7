import { powerMonitor } from 'electron';

/** Sleep and wake of the workstation. Only after `app` is ready. */
export interface Power {
  /** After sleep. Timers stop during sleep, so pollers should poll again now. */
  onResume(run: () => void): void;
  /** The workstation is about to sleep. */
  onSuspend(run: () => void): void;
  /** The computer shuts down or restarts. */
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
