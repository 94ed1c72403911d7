import type { TokenPersistence } from '../../shared/contract/session';

/** A text file that only this user on this computer can decrypt. */
export interface SecretFile {
  /** `memory`: the operating system gives no real encryption, so nothing is ever written. Settled by the first `read` or `write`. */
  readonly persistence: TokenPersistence;
  /** The text; null when there is no file or it cannot be decrypted (it is then removed). */
  read(): Promise<string | null>;
  /** Replaces the file atomically: after a crash either the old or the new text is there. */
  write(text: string): Promise<void>;
  /** Succeeds when there is no file. */
  remove(): Promise<void>;
}
