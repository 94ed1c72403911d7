import type { Failure, FailureCode } from './failure';

/** Here `why` tells how it was noticed; the cause is one: the clock of this computer, the proxy between it and Microsoft. */
const noticedInManyWays: ReadonlySet<FailureCode> = new Set(['network.clock', 'network.proxy']);

/** No one answered, at once or after a while. */
const codeOf = ({ code }: Failure): FailureCode => (code === 'network.timeout' ? 'network.offline' : code);
const whyOf = ({ code, why = '' }: Failure): string => (noticedInManyWays.has(code) ? '' : why);
const scopesOf = ({ scopes = [] }: Failure): string => [...scopes].sort().join(' ');

/** Whether two failures have one cause, so that telling both would tell it twice. What differs in place, time or number of tries does not matter. */
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

export const isTold = (failure: Failure | null, told: readonly Failure[]): boolean =>
  failure !== null && told.some((one) => isSameCause(one, failure));

/** Each cause once, as it was told first. */
export const distinctCauses = (failures: readonly Failure[]): readonly Failure[] =>
  failures.filter((failure, index) => !isTold(failure, failures.slice(0, index)));
