import { expect, vi } from 'vitest';
import type { AccountQuestion } from '../../../main/auth/port';
import type { SecretFile } from '../../../main/auth/secret-file';
import type { SignInOptions } from '../../../main/auth/sign-in';
import { createSignIn } from '../../../main/auth/sign-in';
import type { Log, LogFields } from '../../../shared/log';
import { ManualClock } from '../../support/clock';
import { AUTHORITY, CLIENT, FakeEntra, GRAPH, TENANT } from './fake-entra';

/** A file that lives in memory; every call takes a turn of the event loop. */
export class MemoryFile implements SecretFile {
  text: string | null = null;
  writes = 0;
  removals = 0;
  busy = 0;
  overlaps = 0;
  failing: 'read' | 'write' | 'remove' | null = null;

  readonly persistence: 'encrypted' | 'memory';

  constructor(persistence: 'encrypted' | 'memory' = 'encrypted') {
    this.persistence = persistence;
  }

  read(): Promise<string | null> {
    return this.#turn('read', () => this.text);
  }

  write(text: string): Promise<void> {
    this.writes += 1;
    return this.#turn('write', () => void (this.text = text));
  }

  remove(): Promise<void> {
    this.removals += 1;
    return this.#turn('remove', () => void (this.text = null));
  }

  async #turn<T>(what: 'read' | 'write' | 'remove', run: () => T): Promise<T> {
    this.busy += 1;
    if (this.busy > 1) this.overlaps += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.busy -= 1;
    if (this.failing === what) throw Object.assign(new Error('disk'), { code: 'ENOSPC' });
    return run();
  }
}

export class MemoryLog implements Log {
  readonly lines: { event: string; fields: LogFields | undefined }[] = [];

  info(event: string, fields?: LogFields): void {
    this.lines.push({ event, fields });
  }

  warn(event: string, fields?: LogFields): void {
    this.lines.push({ event, fields });
  }

  fault(event: string, cause: unknown): string {
    this.lines.push({
      event,
      fields: { cause: String(cause), stack: cause instanceof Error ? (cause.stack ?? '') : '' },
    });
    return 'ref-1';
  }

  get text(): string {
    return JSON.stringify(this.lines);
  }
}

export const profile = {
  tenantId: TENANT,
  clientId: CLIENT,
  authority: AUTHORITY,
  graph: GRAPH,
  custom: true,
} as const;

/** A sign-in with everything around it in the test's hands. */
export function setUp(overrides: Partial<SignInOptions> = {}) {
  const entra = new FakeEntra();
  const clock = new ManualClock();
  const log = new MemoryLog();
  const file = new MemoryFile();
  /** Every change of what is asked; null: nothing is. */
  const questions: (AccountQuestion | null)[] = [];
  const options: SignInOptions = {
    profile,
    fetch: entra.fetch,
    openBrowser: entra.openBrowser,
    forgetNetwork: () => Promise.resolve(),
    accountAsked: (question) => void questions.push(question),
    cache: file,
    clock,
    log,
    ...overrides,
  };
  return { entra, clock, log, file, questions, options, signIn: createSignIn(options) };
}

/** Waits for something that happens over the loopback; bounded, so that a bug fails instead of hanging. */
export const until = (holds: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(holds()).toBe(true), { timeout: 4_000, interval: 5 });

/** Port of the loopback listener in a sign-in address. */
export const portOf = (url: URL): string => new URL(url.searchParams.get('redirect_uri') ?? '').port;

export async function isListening(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/favicon.ico`).then(
    () => true,
    () => false,
  );
}
