import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../../main/instance/machine-record';
import {
  otherMachine,
  removeForeignChromiumLock,
  removeRecord,
  thisMachine,
  touchRecord,
  writeRecord,
} from '../../../main/instance/machine-record';

const here: Machine = { id: 'a1', name: 'desk-7', account: 'alex' };
const there: Machine = { id: 'b2', name: 'desk-9', account: 'misaki' };
const now = Date.UTC(2026, 10, 30, 9);
let folder = '';
const record = (): string => join(folder, 'instance.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskside-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the record of a run', () => {
  it('is asked about on another computer, with its last sign of life, until the run has ended', () => {
    writeRecord(folder, there, now);
    touchRecord(folder, now + 60_000);
    expect(otherMachine(folder, here)).toEqual({ name: 'desk-9', account: 'misaki', lastSeen: now + 60_000 });
    removeRecord(folder);
    expect(otherMachine(folder, here)).toBeNull();
  });

  it('never prevents a start on the same computer, even after it was renamed', () => {
    writeRecord(folder, here, now);
    symlinkSync('desk-7-4711', join(folder, 'SingletonLock'));
    expect(otherMachine(folder, { ...here, name: 'desk-8' })).toBeNull();
  });

  it('is for its owner only, and leaves no half-written copy', () => {
    writeRecord(folder, there, now);
    expect(lstatSync(record()).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['instance.json']);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"machine"'],
    ['another shape', '{"machine":7}'],
    [
      'an account that is a list',
      JSON.stringify({ machine: 'b2', name: 'x', account: ['a'], pid: 1, startedAt: '2026-11-30T09:00:00.000Z' }),
    ],
    [
      'a name without end',
      JSON.stringify({
        machine: 'b2',
        name: 'x'.repeat(300),
        account: 'a',
        pid: 1,
        startedAt: '2026-11-30T09:00:00.000Z',
      }),
    ],
    ['too much', 'x'.repeat(100_000)],
  ])('that is %s counts as none', (_what, text) => {
    writeFileSync(record(), text);
    expect(otherMachine(folder, here)).toBeNull();
    writeRecord(folder, here, now);
    expect(JSON.parse(readFileSync(record(), 'utf8'))).toMatchObject({
      machine: 'a1',
      account: 'alex',
      pid: process.pid,
    });
  });

  it.runIf(process.platform !== 'win32')('is neither followed nor blocked on when its path is something else', () => {
    writeFileSync(
      join(folder, 'elsewhere'),
      JSON.stringify({ machine: 'b2', name: 'x', account: 'a', pid: 1, startedAt: '2026-11-30T09:00:00.000Z' }),
    );
    symlinkSync(join(folder, 'elsewhere'), record());
    expect(otherMachine(folder, here)).toBeNull();
    rmSync(record());
    execFileSync('mkfifo', [record()]);
    expect(otherMachine(folder, here)).toBeNull();
    writeRecord(folder, here, now);
    expect(lstatSync(record()).isFile()).toBe(true);
  });

  it('that cannot be written prevents nothing', () => {
    rmSync(folder, { recursive: true });
    expect(() => [writeRecord(folder, here, now), touchRecord(folder, now), removeRecord(folder)]).not.toThrow();
  });

  it('does not reveal the id of the installation', () => {
    const { id } = thisMachine();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(id).toBe(thisMachine().id);
  });
});

describe.runIf(process.platform === 'linux')('a lock of Chromium that another computer left', () => {
  beforeEach(() => {
    for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
      symlinkSync('desk-9-4711', join(folder, name));
  });

  it('is asked about when there is no other record of a run', () => {
    expect(otherMachine(folder, here)).toMatchObject({ name: 'desk-9', account: null });
  });

  it('is removed when this computer may start, and stays when it is its own', () => {
    removeForeignChromiumLock(folder, { ...here, name: 'desk-9' });
    expect(readdirSync(folder)).toHaveLength(3);
    removeForeignChromiumLock(folder, here);
    expect(readdirSync(folder)).toEqual([]);
  });
});
