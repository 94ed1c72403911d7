import { setTimeout as pause } from 'node:timers/promises';
import type { Machine, OtherMachine } from './machine-record';
import {
  otherMachine,
  removeForeignChromiumLock,
  removeRecord,
  thisMachine,
  touchRecord,
  writeRecord,
} from './machine-record';
import type { StartSocket } from './start-socket';
import { listenForStarts, tellFirst } from './start-socket';
import { takeSystemLock } from './system-lock';

const PULSE_MS = 60_000;
const RETRY_MS = 50;
const ANSWER_MS = 2_000;

/** The only running process on a folder. The operating system releases the lock when the process ends. */
export interface Instance {
  /** Another computer that seems to run on the same folder; ask the user before `begin`. */
  readonly other: OtherMachine | null;
  /** Records for other computers that this one uses the folder, until `end`. */
  begin(): void;
  /** Stops listening for later starts: they wait until this process has ended, and then start. */
  close(): void;
  /** The run ended normally. */
  end(): void;
}

/** `shown`: another process has the folder and received our arguments. `unanswered`: it did not respond in time. */
export type Claim =
  | { readonly kind: 'first'; readonly instance: Instance }
  | { readonly kind: 'shown' }
  | { readonly kind: 'unanswered' };

export interface ClaimOptions {
  readonly folder: string;
  /** The arguments to pass on if this is not the first start. */
  readonly words: readonly string[];
  /** Called with the unparsed arguments of later starts. */
  readonly onWords: (words: unknown) => void;
  /** How long the process that holds the folder may take to receive our arguments or to end, in milliseconds. */
  readonly limitMs?: number;
  readonly machine?: Machine;
}

/**
 * Makes this process the only one on a folder, before any file in it is opened, or passes the arguments to the process
 * that already is. Among any number of concurrent starts exactly one becomes the first; when it ends or is killed, a
 * later start can take over.
 */
export async function claimInstance({
  folder,
  words,
  onWords,
  limitMs = 15_000,
  machine = thisMachine(),
}: ClaimOptions): Promise<Claim> {
  const until = Date.now() + limitMs;
  for (;;) {
    // The descriptor behind the lock is never closed, so the lock lasts until this process ends.
    if ((await takeSystemLock(folder)) !== null)
      return { kind: 'first', instance: new OnlyInstance(folder, machine, listenForStarts(folder, onWords)) };
    if (await tellFirst(folder, words, ANSWER_MS)) return { kind: 'shown' };
    if (Date.now() > until) return { kind: 'unanswered' };
    await pause(RETRY_MS);
  }
}

class OnlyInstance implements Instance {
  readonly other: OtherMachine | null;
  #pulse: NodeJS.Timeout | null = null;

  private readonly folder: string;
  private readonly machine: Machine;
  private readonly socket: StartSocket | null;

  constructor(folder: string, machine: Machine, socket: StartSocket | null) {
    this.folder = folder;
    this.machine = machine;
    this.socket = socket;

    this.other = otherMachine(folder, machine);
  }

  begin(): void {
    removeForeignChromiumLock(this.folder, this.machine);
    writeRecord(this.folder, this.machine, Date.now());
    this.#pulse = setInterval(() => touchRecord(this.folder, Date.now()), PULSE_MS).unref();
  }

  close(): void {
    this.socket?.close();
  }

  end(): void {
    if (this.#pulse === null) return;
    clearInterval(this.#pulse);
    removeRecord(this.folder);
  }
}
