import type { Outcome } from '../../shared/failure';
import type { AllowsChange, Settings } from './port';

interface FoundProfilesParts {
  readonly settings: Pick<Settings, 'settlePending'>;
  /** Asks the technician about one profile. */
  readonly ask: AllowsChange;
  /** Asks before the connected tenant is left while requests are under way. False: the technician stays. */
  readonly mayLeave: () => Promise<Outcome<boolean>>;
  /** Applies changed settings to the running app. */
  readonly apply: () => Promise<void>;
}

/**
 * Asks about each profile from a file that others could write. One that is used leaves the connected tenant, so that is
 * asked about as well.
 */
export async function settleFoundProfiles({ settings, ask, mayLeave, apply }: FoundProfilesParts): Promise<void> {
  await settings.settlePending(async (change) => {
    const agreed = await ask(change);
    return agreed.ok && agreed.value ? mayLeave() : agreed;
  });
  await apply();
}
