import { powerMonitor } from 'electron';

/** The wake of the workstation. Only after `app` is ready. */
export interface Power {
  /** Timers stood still while the workstation slept; whoever polls asks again at once. */
  onResume(run: () => void): void;
}

export const systemPower: Power = {
  onResume(run) {
    powerMonitor.on('resume', run);
  },
};
