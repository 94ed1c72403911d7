import type { Failure } from '../../shared/failure';
import { troubleOf } from '../../shared/network/trouble';

/** Why a request got no answer. Of the address only the host is shown: the rest may hold secrets. */
export const networkFailure = (cause: unknown, host: string): Failure => ({ ...troubleOf(cause).failure, host });
