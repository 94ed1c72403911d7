import { iso } from '../../shared/clock';
import type { Preferences, PreferencesPatch, RetentionView } from '../../shared/contract/settings';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import type { Proposal, Retention } from './retention';
import type { WantedRetention } from './retention-state';
import { isUndecided } from './retention-state';

/** The retention of histories in the settings. */
interface RetentionChoices {
  readonly profiles: readonly { readonly id: string; readonly tenantId: string; readonly name: string }[];
  readonly activeProfile: string;
  readonly preferences: Preferences;
  /** Days that the history of a profile is kept, by its id. */
  readonly retention: Readonly<Record<string, number>>;
}

/** The part of the settings that retention needs. */
interface RetentionSettings<Data extends RetentionChoices> {
  current(): Data;
  /** Preferences that the organization has set. */
  readonly managed: readonly string[];
  change(patch: PreferencesPatch): Promise<Outcome<Data>>;
  keepFor(profileId: string, retentionDays: number): Promise<Outcome<Data>>;
}

export interface Shortenings<Data = unknown> {
  /**
   * Changes settings. A shorter retention for the history of the active profile is applied only when the technician
   * agrees.
   */
  change(patch: PreferencesPatch): Promise<Outcome<Data>>;
  /**
   * Applies the retention from files, profiles and the organization, and asks once per run about each that became
   * shorter.
   */
  settle(): Promise<void>;
  /** Of the active profile. */
  view(): RetentionView;
}

interface Parts<Data extends RetentionChoices> {
  readonly retention: Retention;
  readonly settings: RetentionSettings<Data>;
  /** Asks the technician: for a change in a window, and for one that the app has found. A failure: there is no decision. */
  readonly ask: Readonly<Record<'inWindow' | 'found', (proposal: Proposal) => Promise<Outcome<boolean>>>>;
}

const keyOf = ({ profileId, to }: Proposal): string => `${profileId} ${to}`;

export function createShortenings<Data extends RetentionChoices>({
  retention,
  settings,
  ask,
}: Parts<Data>): Shortenings<Data> {
  const asked = new Set<string>();

  const decide = async (proposal: Proposal): Promise<void> => {
    const key = keyOf(proposal);
    if (asked.has(key)) return;
    asked.add(key);
    const answer = await ask.found(proposal);
    if (!answer.ok) asked.delete(key);
    else if (answer.value) await retention.confirm(proposal.profileId, proposal.to);
    else await settings.keepFor(proposal.profileId, proposal.from);
  };

  return {
    async change(patch) {
      const { retentionDays, ...rest } = patch;
      if (retentionDays === undefined || settings.managed.includes('retentionDays')) return settings.change(patch);
      const { activeProfile } = settings.current();
      await retention.settle();
      const proposal = await retention.propose(activeProfile, retentionDays);
      const answer = proposal === null ? ok(true) : await ask.inWindow(proposal);
      // While the dialog was open, another profile may have become the active one, or the organization may have decided.
      const changed = await settings.change(rest);
      if (!changed.ok || settings.managed.includes('retentionDays')) return changed;
      if (!answer.ok) return answer;
      if (!answer.value) return changed;
      if (proposal !== null) asked.add(keyOf(proposal));
      const kept = await settings.keepFor(activeProfile, retentionDays);
      if (!kept.ok || proposal === null) return kept;
      const confirmed = await retention.confirm(activeProfile, retentionDays);
      return confirmed.ok ? ok(settings.current()) : confirmed;
    },
    async settle() {
      for (const proposal of await retention.settle()) await decide(proposal);
      await retention.settle();
    },
    view() {
      const { activeProfile, preferences } = settings.current();
      const kept = retention.kept(activeProfile);
      return {
        days: kept?.days ?? preferences.retentionDays,
        next: kept?.next ? { days: kept.next.days, at: iso(kept.next.at) } : null,
        undecided: kept !== null && isUndecided(kept, preferences.retentionDays),
      };
    },
  };
}

/** The retention of every profile in the settings. */
export function wantedRetentions(
  settings: Pick<RetentionSettings<RetentionChoices>, 'current' | 'managed'>,
): readonly WantedRetention[] {
  const { profiles, preferences, retention } = settings.current();
  const isManaged = settings.managed.includes('retentionDays');
  return profiles.map(({ id, tenantId, name }) => ({
    profileId: id,
    tenantId,
    name,
    days: isManaged ? preferences.retentionDays : (retention[id] ?? preferences.retentionDays),
    by: isManaged ? 'policy' : 'person',
  }));
}
