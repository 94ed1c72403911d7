import type { Failure } from '../../shared/failure';
import type { Log } from '../../shared/log';
import type { Policy } from './policy';
import { aboutPolicy, isUnusable, managedBy } from './policy';
import type { PolicySource } from './policy-source';
import type { Settings } from './port';

interface FollowParts {
  readonly settings: Pick<Settings, 'usePolicy'>;
  readonly log: Log;
  readonly notices: {
    add(failure: Failure, about: string): void;
    withdraw(about: string): void;
  };
  /** Other values are in force, or other settings are locked. */
  readonly changed: () => void;
}

/** What the organization sets, over one run of the app. */
export interface RunningPolicy {
  /** As it was when the app was started. */
  readonly first: Policy;
  /**
   * Reports the unusable parts, and from now on applies changes by the organization. A policy that is completely
   * unusable changes nothing: the previous one stays in force. Returns a function that stops it.
   */
  follow(parts: FollowParts): () => void;
}

interface Reported {
  readonly problem: Failure;
  readonly about: string;
}

const isAmong = (all: readonly Reported[], one: Reported): boolean =>
  all.some((other) => JSON.stringify(other) === JSON.stringify(one));

export function openPolicy(source: PolicySource): RunningPolicy {
  const first = source.read();
  return {
    first,
    follow({ settings, log, notices, changed }) {
      let reported: readonly Reported[] = [];
      const report = ({ problems }: Policy): void => {
        const before = reported;
        reported = problems.map((problem) => ({ problem, about: aboutPolicy(source.name, problem) }));
        for (const one of before) if (!isAmong(reported, one)) notices.withdraw(one.about);
        for (const one of reported) if (!isAmong(before, one)) notices.add(one.problem, one.about);
      };
      report(first);
      return source.watch((policy) => {
        report(policy);
        if (isUnusable(policy)) return;
        log.info('policy.changed', { managed: managedBy(policy).length });
        settings.usePolicy(policy);
        changed();
      });
    },
  };
}
