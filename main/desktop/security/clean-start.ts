import type { Person } from './allowed-words';
import { isAgainstSandbox, isAllowedWord } from './allowed-words';
import { foreignVariables, SANDBOX_VARIABLE } from './foreign-variables';

/** Marks the repeated start. Removed from the environment at once, so that no child process inherits it. */
export const START_MARK = 'DESKSIDE_START';

export type Start =
  /** Neither the command line nor the environment weakens the app, once `remove` is deleted from the environment. */
  | { readonly kind: 'clean'; readonly remove: readonly string[] }
  /** Started only to report the attempt to disable the sandbox. */
  | { readonly kind: 'tell'; readonly remove: readonly string[] }
  /** Has to be started again with exactly these. */
  | { readonly kind: 'again'; readonly words: readonly string[]; readonly env: NodeJS.ProcessEnv }
  /** Refused. `words` and `env`: for a second start that reports why. */
  | {
      readonly kind: 'refused';
      readonly why: 'sandbox' | 'still-unclean';
      readonly words: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    };

/**
 * Checks a start of a packaged app. Removing a switch at run time is too late for what Chromium does before our first
 * line (tracing, logging, its zygote), so a start with other than the allowed arguments is repeated once with only
 * those. `words`: all arguments after the program's name.
 */
export function cleanStart(words: readonly string[], env: NodeJS.ProcessEnv, person: Person): Start {
  const mark = env[START_MARK];
  const { early, late } = foreignVariables(env, person.platform);
  const allowed = words.filter((word) => isAllowedWord(word, person));
  const removed = new Set([...early, ...late, START_MARK]);
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !removed.has(name)));
  const next = (value: string): NodeJS.ProcessEnv => ({ ...kept, [START_MARK]: value });
  const isSandboxOff =
    words.some((word) => isAgainstSandbox(word, person.platform)) ||
    early.some((name) => name.toUpperCase() === SANDBOX_VARIABLE);
  if (isSandboxOff && !person.isRoot) return { kind: 'refused', why: 'sandbox', words: allowed, env: next('tell') };
  if (allowed.length === words.length && early.length === 0)
    return { kind: mark === 'tell' ? 'tell' : 'clean', remove: [...late, START_MARK] };
  if (mark !== undefined) return { kind: 'refused', why: 'still-unclean', words: allowed, env: kept };
  return { kind: 'again', words: allowed, env: next('again') };
}
