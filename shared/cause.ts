import type { Failure, FailureCode } from './failure';

/**
 * For these codes `why` says how the problem was noticed. The cause is the same: the clock of this computer, or the
 * proxy.
 */
const noticedInManyWays: ReadonlySet<FailureCode> = new Set(['network.clock', 'network.proxy']);

/** Nothing answered, at once or after a while. */
const codeOf = ({ code }: Failure): FailureCode => (code === 'network.timeout' ? 'network.offline' : code);
const whyOf = ({ code, why = '' }: Failure): string => (noticedInManyWays.has(code) ? '' : why);
const scopesOf = ({ scopes = [] }: Failure): string => [...scopes].sort().join(' ');

/**
 * Whether two failures have the same cause, so that showing both would show it twice. Place, time and number of
 * attempts do not matter.
 */
export function isSameCause(one: Failure, other: Failure): boolean {
  if (
    codeOf(one) !== codeOf(other) ||
    whyOf(one) !== whyOf(other) ||
    one.aadsts !== other.aadsts ||
    scopesOf(one) !== scopesOf(other)
  )
    return false;
  const isOtherProxy =
    one.code === 'network.proxy' && one.host !== undefined && other.host !== undefined && one.host !== other.host;
  return !isOtherProxy;
}

export const isAlreadyShown = (failure: Failure | null, shown: readonly Failure[]): boolean =>
  failure !== null && shown.some((one) => isSameCause(one, failure));

/** Each cause once, in its first form. */
export const distinctCauses = (failures: readonly Failure[]): readonly Failure[] =>
  failures.filter((failure, index) => !isAlreadyShown(failure, failures.slice(0, index)));
