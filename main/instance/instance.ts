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

/** The only run on a folder. The lock itself ends with the process. */
export interface Instance {
  /** Another computer that seems to run on the same folder; a person has to be asked before `begin`. */
  readonly other: OtherMachine | null;
  /** Says to other computers that this one runs here, until `end`. */
  begin(): void;
  /** Hears no later start any more: they wait until this process is gone, and then start. */
  close(): void;
  /** The run ended as it should. */
  end(): void;
}

/** `shown`: another run has the folder and has heard our words. `unanswered`: it did not hear them in time. */
export type Claim =
  | { readonly kind: 'first'; readonly instance: Instance }
  | { readonly kind: 'shown' }
  | { readonly kind: 'unanswered' };

export interface ClaimOptions {
  readonly folder: string;
  /** What this start was asked for, if it is not the first. */
  readonly words: readonly string[];
  /** The words of later starts, not parsed. */
  readonly onWords: (words: unknown) => void;
  /** How long a run that holds the folder may take to hear our words, or to end. */
  readonly limitMs?: number;
  readonly machine?: Machine;
}

/**
 * Makes this process the only one on a folder, before any file in it is opened, or tells the one that is. Of any number of starts at any time
 * exactly one is the first; when it ends or is killed, the next one can be.
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
    // The descriptor behind it is never closed: from here on the folder is ours until this process is gone.
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
