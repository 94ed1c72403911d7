import type { ICachePlugin, TokenCacheContext } from '@azure/msal-node';
import type { TokenPersistence } from '../../shared/contract/session';
import type { Log } from '../../shared/log';
import type { CachedSignIn } from './cached-sign-in';
import { formatCachedSignIn, parseCachedSignIn } from './cached-sign-in';
import type { SignInProfile } from './profile';
import type { SecretFile } from './secret-file';

/**
 * The one place where tokens rest. What counts is the copy in memory; the file follows it, one write at a time,
 * and writes that became stale while another one ran are left out.
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

  /** Grows whenever the sign-in is replaced or forgotten; older users of the cache are then cut off. */
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

  /** Takes over a new sign-in at once; the answer resolves when the file has it. */
  replace(signIn: CachedSignIn): Promise<void> {
    this.#epoch += 1;
    this.#state = signIn;
    return this.#save();
  }

  /** Forgets everything at once; the answer resolves when the file is gone. */
  clear(): Promise<void> {
    this.#epoch += 1;
    this.#state = null;
    // What could not be removed must not come back either.
    this.#loading ??= Promise.resolve();
    return this.#save();
  }

  /** Cuts everybody off and leaves the file as it is; the answer resolves when nothing is written to it any more. */
  async detach(): Promise<void> {
    this.#epoch += 1;
    // What was replaced or forgotten before still reaches the file.
    await this.saved();
    this.#state = null;
  }

  /** Takes over what MSAL holds now, unless the sign-in it belongs to is gone. */
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

  /** MSAL's door to the sign-in of now. After `replace` or `clear` it reads nothing and writes nothing. */
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
