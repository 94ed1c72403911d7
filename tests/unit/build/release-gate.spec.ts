import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requireReleasable } from '../../../build/package/release-gate.mjs';

const today = new Date('2026-11-30T12:00:00Z');
const later = (days: number): Date => new Date(today.getTime() + days * 24 * 3_600_000);
const publisher: Readonly<Record<string, string | undefined>> = {
  homepage: 'https://deskside.example/',
  'author.email': 'help@deskside.example',
};
const gate =
  (version: string, { wanted = version, standIn = false, on = today, contacts = publisher } = {}) =>
  () =>
    requireReleasable({ version, wanted, standIn, today: on, contacts });

describe('a release', () => {
  it.each(['43.0.0', '44.2.1', '45.4.1', '46.0.0'])('is made on Electron %s', (version) => {
    expect(gate(version)).not.toThrow();
  });

  it.each(['33.2.1', '42.9.9', '9.0.0', '45.4.1-beta.2', '46.0.0-nightly.20261129', '', 'nonsense', '4500'])(
    'is refused on Electron %j',
    (version) => {
      expect(gate(version)).toThrow('no longer gets security updates');
    },
  );

  it('is refused on the stand-in, whatever it claims to be', () => {
    expect(gate('45.4.1', { standIn: true })).toThrow('stand-in Electron 45.4.1');
  });

  it('is refused on another Electron than the declared one', () => {
    expect(gate('45.4.0', { wanted: '45.4.1' })).toThrow('package.json declares 45.4.1');
  });

  it('is refused once newer majors must exist, even without a check', () => {
    expect(gate('43.1.0', { on: later(40) })).not.toThrow();
    expect(gate('43.1.0', { on: later(60) })).toThrow('no longer gets security updates');
    expect(gate('45.4.1', { on: later(150) })).not.toThrow();
    expect(gate('45.4.1', { on: later(170) })).toThrow('no longer gets security updates');
  });

  it.each([
    ['homepage', 'https://deskside.example.invalid/'],
    ['homepage', ''],
    ['homepage', undefined],
    ['author.email', 'deskside@example.invalid'],
    ['author.email', 'deskside@EXAMPLE.INVALID'],
    ['author.email', ' '],
  ])('is refused as long as %s is %j', (name, address) => {
    expect(gate('45.4.1', { contacts: { ...publisher, [name]: address } })).toThrow(`no real ${name}.`);
  });

  it('can be made on the Electron that is declared', () => {
    const { devDependencies } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      devDependencies: { electron: string };
    };
    expect(gate(devDependencies.electron)).not.toThrow();
  });
});
