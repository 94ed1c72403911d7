import type { Failure } from '../../shared/failure';
import { troubleOf } from '../../shared/network/trouble';

/** Why a request got no answer. Only the host of the address is shown: the rest may hold secrets. */
export const networkFailure = (cause: unknown, host: string): Failure => ({ ...troubleOf(cause).failure, host });
