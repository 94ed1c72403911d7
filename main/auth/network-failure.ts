import type { Failure } from '../../shared/failure';
import { troubleOf } from '../network/trouble';

/** Why a request got no answer. Only the host is told: the rest of the address may carry secrets. */
export const networkFailure = (cause: unknown, host: string): Failure => ({ ...troubleOf(cause).failure, host });
