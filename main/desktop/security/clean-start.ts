import type { Person } from './allowed-words';
import { isAgainstSandbox, isAllowedWord } from './allowed-words';
import { foreignVariables, SANDBOX_VARIABLE } from './foreign-variables';

/** Tells a second start that it is one. Taken out at once, so that nothing that is started later inherits it. */
export const START_MARK = 'DESKSIDE_START';

export type Start =
  /** Nothing on the command line or in the environment weakens the app, once `remove` is gone from the environment. */
  | { readonly kind: 'clean'; readonly remove: readonly string[] }
  /** Started only to say that the sandbox was to be switched off. */
  | { readonly kind: 'tell'; readonly remove: readonly string[] }
  /** To be started again, with these and nothing else. */
  | { readonly kind: 'again'; readonly words: readonly string[]; readonly env: NodeJS.ProcessEnv }
  /** `words` and `env` are for a start that says why. */
  | {
      readonly kind: 'refused';
      readonly why: 'sandbox' | 'still-unclean';
      readonly words: readonly string[];
      readonly env: NodeJS.ProcessEnv;
    };

/**
 * Judges a start of a packaged app. Taking a switch away later is too late for what Chromium does before the first line of ours
 * (tracing, logging, its zygote), so a start that has anything but the allowed words is repeated with only those: once.
 * `words`: everything after the program's name.
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
