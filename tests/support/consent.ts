import type { Outcome } from '../../shared/failure';
import { err, ok } from '../../shared/result';

/** A technician who agrees to whatever they are asked. */
export const agreed = async (): Promise<Outcome<boolean>> => ok(true);
/** A technician who agrees to nothing. */
export const declined = async (): Promise<Outcome<boolean>> => ok(false);
/** A technician who could not be asked. */
export const notAsked = async (): Promise<Outcome<boolean>> => err({ code: 'question.too-often', retryAfter: 42 });
