import type { TokenPersistence } from '../../shared/contract/session';

/** One file of text that only this person on this computer can read. */
export interface SecretFile {
  /** `memory`: the operating system gives no real encryption, so nothing is ever written. Settled by the first `read` or `write`. */
  readonly persistence: TokenPersistence;
  /** The text; null when there is no file or it cannot be decrypted (it is then removed). */
  read(): Promise<string | null>;
  /** Replaces the whole file at once: after a crash either the old or the new text is there. */
  write(text: string): Promise<void>;
  /** Fine when there is no file. */
  remove(): Promise<void>;
}
