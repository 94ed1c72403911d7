// Whether the packages may be released. Electron maintains its three newest majors, and brings a new one every eight weeks.
import { Stop } from '../setup/say.mjs';

/** The newest major when this was last checked, and when that was: update both together. */
const NEWEST = { major: 45, seen: '2026-11-23' };
const MAINTAINED = 3;
const DAY_MS = 24 * 60 * 60_000;
const DAYS_PER_MAJOR = 56;

/**
 * Stops unless the Electron that goes into the package is the declared one, official, and still gets security updates on that day,
 * and the packages name a publisher. `version` is what is there, `wanted` what package.json declares; `contacts` are the addresses
 * that packages carry.
 */
export function requireReleasable({ version, wanted, standIn, today, contacts }) {
  const why = standIn
    ? `this computer has only the stand-in Electron ${version}, which is for development and tests`
    : version !== wanted
      ? `the Electron here is ${version}, but package.json declares ${wanted}`
      : isMaintained(version, today)
        ? undefined
        : `Electron ${version} no longer gets security updates`;
  if (why !== undefined) {
    throw new Stop(
      `No release can be made: ${why}.`,
      'Make it on a computer that can download the declared Electron; without --release you get a test package.',
    );
  }
  requireContacts(contacts);
}

/** Addresses below `.invalid` (RFC 2606) belong to no one: they are placeholders for those of a release's publisher. */
function requireContacts(contacts) {
  const missing = Object.entries(contacts).filter(
    ([, address]) => !/\S/.test(address ?? '') || /\.invalid\b/i.test(address),
  );
  if (missing.length > 0) {
    throw new Stop(
      `No release can be made: package.json has no real ${missing.map(([name]) => name).join(', ')}.`,
      'Write there where the users of the package reach its publisher; without --release you get a test package.',
    );
  }
}

/** Estimates the majors that were released since the list was last updated: an outdated list refuses by itself. */
function isMaintained(version, today) {
  const major = /^(\d+)\.\d+\.\d+$/.exec(version)?.[1];
  const come = Math.max(0, Math.floor((today.getTime() - Date.parse(NEWEST.seen)) / DAY_MS / DAYS_PER_MAJOR));
  return major !== undefined && Number(major) > NEWEST.major + come - MAINTAINED;
}
