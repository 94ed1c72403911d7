import { randomBytes, randomUUID } from 'node:crypto';

export interface Ids {
  /** Id of a request, also used as its `client-request-id`: a UUID. */
  request(): string;
  /** Cannot be guessed; letters and digits only. */
  handle(): string;
}

export const cryptoIds: Ids = {
  request: () => randomUUID(),
  handle: () => randomBytes(24).toString('hex'),
};
