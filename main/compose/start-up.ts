import { app } from 'electron';
import type { RunningAssistance } from '../assistance/assistance';
import type { DesktopShell } from '../desktop/desktop-shell';
import type { Forgetting } from '../desktop/forgetting';
import { systemClock as clock } from '../desktop/platform/clock';
import { isOurs } from '../desktop/platform/data-folder';
import { finishBeforeQuit } from '../desktop/platform/lifecycle';
import { systemPower } from '../desktop/platform/power';
import { runSelfCheck } from '../desktop/self-check';
import type { StartOptions } from '../desktop/start-options';
import { watchVisibility } from '../desktop/windows/visibility';
import type { Shortenings } from '../history/shortening';
import type { Leaving } from '../session/leaving';
import { tightenTree } from '../store/own-tree';
import type { Stored } from './stored';
import type { Tenant } from './tenant';

/**
 * Delay in milliseconds before the quick window is loaded, until the main window is usable: on a cold start they would
 * compete for the processor.
 */
const WARM_AFTER_MS = 1_500;

interface StartUpParts {
  readonly start: StartOptions;
  readonly page: string;
  readonly session: Electron.Session;
  readonly stored: Stored;
  readonly shell: DesktopShell;
  readonly tenant: Tenant;
  readonly assistance: RunningAssistance;
  readonly leaving: Leaving;
  readonly shortenings: Shortenings;
  readonly forgetting: Forgetting;
  /** Asks about profiles that were found and are not confirmed yet. */
  readonly settlePending: () => Promise<void>;
  readonly render: () => void;
  readonly settingsChanged: () => void;
  /** Stops watching the policy. */
  readonly leavePolicy: () => void;
}

/** Shows the app, does the slow part of the start and prepares its end. */
export async function startUp(parts: StartUpParts): Promise<void> {
  const { start, stored, shell, assistance } = parts;
  const { workplace, connector, inventory } = parts.tenant;
  const { quick: startsQuick, hidden, selfCheck } = start.arguments;
  const showsMain = !startsQuick && !hidden;
  if (showsMain) shell.main.show();
  if (startsQuick) shell.quick.show();
  // Runs while the page loads. A card waits for it, and sign-in starts only afterwards.
  const recovered = assistance.recover();
  parts.render();
  let stopPurging = (): void => undefined;
  // The keyring may block the process until the user unlocks it, so it is used only after the window is visible.
  const afterFirstSight = (): void => {
    tightenTree(start.paths.userData, isOurs);
    void recovered.then(workplace.keeper.start).then(() => {
      stopPurging = keepRetention(parts);
      void stored.profileOwners.learn(stored.settings.current().profiles, connector.remembered);
      clock.after(WARM_AFTER_MS, () => shell.quick.warm());
    });
  };
  if (showsMain) shell.main.whenLoaded(afterFirstSight);
  else afterFirstSight();
  if (showsMain && stored.settings.pending().length > 0) shell.main.whenLoaded(() => void parts.settlePending());
  await shell.lookForTray();
  followComputer(parts);
  finishBeforeQuit(async () => {
    stopPurging();
    parts.leavePolicy();
    workplace.keeper.cancel();
    await Promise.all([
      assistance.finish(),
      inventory.finish(),
      workplace.connection().signIn.leave(),
      shell.settled(),
    ]);
  }, start.log);
  if (selfCheck !== null) checkSelf(parts, selfCheck);
}

/** Deletes records older than their retention, now and every day; returns a function that stops it. */
function keepRetention({ stored, shortenings, shell, forgetting, settingsChanged }: StartUpParts): () => void {
  const { history, retention } = stored;
  const stops = [
    history.keepRetention(() => retention.settle().then(settingsChanged).then(forgetting.old)),
    retention.watch(),
  ];
  shell.main.whenLoaded(() => void shortenings.settle().then(settingsChanged));
  return () => stops.forEach((stop) => stop());
}

function followComputer({ assistance, tenant: { inventory }, leaving }: StartUpParts): void {
  systemPower.onSuspend(() => assistance.suspend());
  systemPower.onShutdown(leaving.sessionEnds);
  systemPower.onResume(() => {
    assistance.resume();
    inventory.wake();
  });
  watchVisibility(app, (isVisible) => assistance.setHidden(!isVisible));
}

function checkSelf({ shell, page, session, tenant: { workplace, inventory } }: StartUpParts, file: string): void {
  shell.main.show();
  const window = shell.main.window();
  if (window !== null) void runSelfCheck({ file, window, page, session, clock, keeper: workplace.keeper, inventory });
}
