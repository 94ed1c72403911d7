import type { Clock } from '../../shared/clock';
import type { Policy } from './policy';
import { noPolicy, readPolicyFile } from './policy';

/** Where the settings of the organization come from; each operating system has its own place for them. */
export interface PolicySource {
  /** What a notice names it by: a path, for example. */
  readonly name: string;
  /** What is set now. Never throws: what could not be used is in `problems`. */
  read(): Policy;
  /** Calls `changed` when it differs from what was read last, until the returned function is called. */
  watch(changed: (policy: Policy) => void): () => void;
}

/** Nothing is set and nothing will be. */
export const noPolicySource: PolicySource = { name: '', read: () => noPolicy, watch: () => () => undefined };

/** Half of the time that a change takes at most: it has to be seen twice. */
export const POLICY_PAUSE_MS = 15_000;

/**
 * The policy of a file (`readPolicyFile`). Watching reads it every POLICY_PAUSE_MS, because file system notifications miss a folder
 * that does not exist yet, the target of a link and a new owner. A change counts once two readings agree, so that a file that is
 * being written, or replaced in two steps, changes nothing.
 */
export function policyFile(path: string, clock: Clock, owners?: readonly number[]): PolicySource {
  let last = '';
  const read = (): Policy => readPolicyFile(path, owners);
  return {
    name: path,
    read() {
      const policy = read();
      last = JSON.stringify(policy);
      return policy;
    },
    watch(changed) {
      let cancel = (): void => undefined;
      let seen = last;
      const look = (): void => {
        const policy = read();
        const found = JSON.stringify(policy);
        const isNews = found !== last && found === seen;
        seen = found;
        if (isNews) last = found;
        wait();
        if (isNews) changed(policy);
      };
      const wait = (): void => {
        cancel = clock.after(POLICY_PAUSE_MS, look);
      };
      wait();
      return () => cancel();
    },
  };
}
