import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import type { TokenPersistence } from '../../shared/contract/session';
import type { Log } from '../../shared/log';
import type { CachedSignIn } from './cached-sign-in';
import { formatCachedSignIn, parseCachedSignIn } from './cached-sign-in';
import type { SignInProfile } from './profile';
import type { SecretFile } from './secret-file';

/**
 * The only place where tokens are stored. The copy in memory is authoritative; the file follows it, one write at a time,
 * and writes that became stale while another one ran are skipped.
 */
export class TokenCache {
  readonly #file: SecretFile;
  readonly #profile: SignInProfile;
  readonly #log: Log;
  #state: CachedSignIn | null = null;
  #epoch = 0;
  #dirty = false;
  #loading: Promise<void> | null = null;
  #writing: Promise<void> | null = null;

  constructor(file: SecretFile, profile: SignInProfile, log: Log) {
    this.#file = file;
    this.#profile = profile;
    this.#log = log;
  }

  get persistence(): TokenPersistence {
    return this.#file.persistence;
  }

  /** Incremented when the sign-in is replaced or forgotten; users of an older epoch are cut off. */
  get epoch(): number {
    return this.#epoch;
  }

  current(): CachedSignIn | null {
    return this.#state;
  }

  /** Reads the file, once. A damaged file is removed and counts as none. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** Adopts a new sign-in at once; resolves when it is in the file. */
  replace(signIn: CachedSignIn): Promise<void> {
    this.#epoch += 1;
    this.#state = signIn;
    return this.#save();
  }

  /** Forgets everything at once; resolves when the file is deleted. */
  clear(): Promise<void> {
    this.#epoch += 1;
    this.#state = null;
    // A file that could not be deleted must not be read again.
    this.#loading ??= Promise.resolve();
    return this.#save();
  }

  /** Cuts all users off and leaves the file as it is; resolves when nothing more is written to it. */
  async detach(): Promise<void> {
    this.#epoch += 1;
    // What was replaced or forgotten before this is still written.
    await this.saved();
    this.#state = null;
  }

  /** Stores MSAL's current state, unless its sign-in has been replaced or forgotten. */
  keep(epoch: number, msal: string): Promise<void> {
    const state = this.#state;
    if (epoch !== this.#epoch || state === null || state.msal === msal) return Promise.resolve();
    this.#state = { ...state, msal };
    return this.#save();
  }

  /** Resolves when the file holds what memory holds. */
  saved(): Promise<void> {
    return this.#writing ?? Promise.resolve();
  }

  /** MSAL's access to the current sign-in. After `replace` or `clear` it reads and writes nothing. */
  plugin(): ICachePlugin {
    const epoch = this.#epoch;
    return {
      beforeCacheAccess: (context: TokenCacheContext): Promise<void> => {
        if (epoch === this.#epoch && this.#state !== null) context.tokenCache.deserialize(this.#state.msal);
        return Promise.resolve();
      },
      afterCacheAccess: (context: TokenCacheContext): Promise<void> =>
        context.cacheHasChanged ? this.keep(epoch, context.tokenCache.serialize()) : Promise.resolve(),
    };
  }

  async #read(): Promise<void> {
    const epoch = this.#epoch;
    const text = await this.#file.read().catch((cause: unknown) => {
      this.#warn('auth.cache-unreadable', cause);
      return null;
    });
    if (text === null || epoch !== this.#epoch) return;
    this.#state = parseCachedSignIn(text, this.#profile);
    if (this.#state !== null) return;
    this.#log.warn('auth.cache-damaged');
    await this.#save();
  }

  #save(): Promise<void> {
    this.#dirty = true;
    this.#writing ??= this.#drain();
    return this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#dirty) {
      this.#dirty = false;
      await this.#settle(this.persistence === 'memory' ? null : this.#state);
    }
    this.#writing = null;
  }

  async #settle(state: CachedSignIn | null): Promise<void> {
    try {
      await (state === null ? this.#file.remove() : this.#file.write(formatCachedSignIn(state, this.#profile)));
    } catch (cause) {
      this.#warn(state === null ? 'auth.cache-not-removed' : 'auth.cache-not-saved', cause);
    }
  }

  #warn(event: string, cause: unknown): void {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown';
    this.#log.warn(event, { code });
  }
}
