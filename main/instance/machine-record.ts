import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { FILE_MODE } from '../store/file-steps';

/**
 * Tells other machines that share the folder (a home on the network) about this run, because file locks do not work
 * across machines.
 */
const recordName = 'instance.json';
const LONGEST_RECORD = 4_096;
const shortText = v.pipe(v.string(), v.maxLength(200));
const recordShape = v.object({
  machine: shortText,
  name: shortText,
  account: shortText,
  pid: v.number(),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/** This computer. `id` is stable when the computer is renamed; `name` is for display. */
export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly account: string;
}

/** A run on another computer that did not record its end. All texts come from that computer and are untrusted. */
export interface OtherMachine {
  readonly name: string;
  /** The account of the operating system; null when only the computer is known. */
  readonly account: string | null;
  /** Milliseconds since 1970, by the clock of the file system. */
  readonly lastSeen: number;
}

/** The id of the installation must not be exposed (machine-id(5)), so only its hash is stored. */
export function thisMachine(): Machine {
  const name = hostname();
  const id = readText('/etc/machine-id')?.trim() ?? '';
  return {
    id: createHash('sha256')
      .update(`deskside instance ${id === '' ? name : id}`)
      .digest('hex')
      .slice(0, 32),
    name,
    account: accountName(),
  };
}

/** The other computer that seems to run on this folder; null when there is none, or when the last run was on this one. */
export function otherMachine(folder: string, machine: Machine): OtherMachine | null {
  const record = readRecord(join(folder, recordName));
  if (record !== null)
    return record.machine === machine.id
      ? null
      : { name: record.name, account: record.account, lastSeen: record.lastSeen };
  // Earlier versions wrote no record, but Chromium's own lock contains the name of the computer.
  const lock = chromiumLock(folder);
  return lock === null || lock.name === machine.name ? null : { ...lock, account: null };
}

/** Records for other machines that this one uses the folder. A failed write never prevents the start. */
export function writeRecord(folder: string, machine: Machine, now: number): void {
  const record = {
    machine: machine.id,
    name: machine.name,
    account: machine.account,
    pid: process.pid,
    startedAt: new Date(now).toISOString(),
  };
  const temp = join(folder, `${recordName}.tmp-${randomBytes(8).toString('hex')}`);
  quietly(() => {
    writeFileSync(temp, JSON.stringify(record), { flag: 'wx', mode: FILE_MODE });
    renameSync(temp, join(folder, recordName));
  });
}

/** Heartbeat: updates the modification time of the record. */
export const touchRecord = (folder: string, now: number): void =>
  quietly(() => utimesSync(join(folder, recordName), now / 1_000, now / 1_000));

/** The run ended normally. */
export const removeRecord = (folder: string): void => quietly(() => rmSync(join(folder, recordName), { force: true }));

/**
 * Removes a Chromium lock with another computer name: Chromium would silently refuse to start as long as it exists.
 * Call it only with the folder's lock held, after the user was asked about the other computer.
 */
export function removeForeignChromiumLock(folder: string, machine: Machine): void {
  const lock = chromiumLock(folder);
  if (lock === null || lock.name === machine.name) return;
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    quietly(() => rmSync(join(folder, name), { force: true }));
}

/** Chromium's lock is a link to `<computer>-<pid>`. */
function chromiumLock(folder: string): { readonly name: string; readonly lastSeen: number } | null {
  const path = join(folder, 'SingletonLock');
  try {
    const name = /^(.{1,200})-\d+$/s.exec(readlinkSync(path))?.[1];
    return name === undefined ? null : { name, lastSeen: lstatSync(path).mtimeMs };
  } catch {
    return null;
  }
}

function readRecord(path: string): (v.InferOutput<typeof recordShape> & { readonly lastSeen: number }) | null {
  try {
    // A symbolic link or a pipe at this path is not a record: do not follow it and do not block on it.
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile() || stat.size > LONGEST_RECORD) return null;
      const parsed = v.safeParse(recordShape, JSON.parse(readFileSync(descriptor, 'utf8')));
      return parsed.success ? { ...parsed.output, lastSeen: stat.mtimeMs } : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

function accountName(): string {
  try {
    return userInfo().username.slice(0, 200);
  } catch {
    return '';
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // The record only helps other machines; a failure is no reason not to start.
  }
}
