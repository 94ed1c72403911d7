import { misfits } from '../../shared/assistance-fit';
import type { CardNote, CardNoteCode, RequestState } from '../../shared/contract/requests';
import type { ManagedDevice } from '../../shared/managed-device';
import { STALE_AFTER_MS } from '../../shared/managed-device';
import { otherManagement } from '../../shared/management-agent';
import { isPlaceholderSerial } from '../../shared/placeholder-serial';
import type { SessionFacts } from './provider';

export interface Surroundings {
  readonly device: ManagedDevice;
  /** Null when they could not be read, or when there are none to read. */
  readonly facts: SessionFacts | null;
  /** The provider shows sessions. */
  readonly hasFacts: boolean;
  /** Other devices of the same name. */
  readonly twins: number;
  readonly isRunning: boolean;
  /** The existing session link belongs to a request of the same technician. */
  readonly isOwnSession: boolean;
  /** When a request was sent to the device within `REPEAT_MS`, in milliseconds since 1970; null when none was. */
  readonly lastAskAt: number | null;
  /** State of the request of `lastAskAt`; null when it belongs to someone else. */
  readonly lastState: RequestState | null;
  readonly now: number;
}

/**
 * What the technician should know before confirming: first what blocks, then what raises a doubt, then plain
 * information.
 */
export function cardNotes(around: Surroundings): readonly CardNote[] {
  const { device, facts, hasFacts, twins, isRunning, isOwnSession } = around;
  const fit: readonly CardNote[] = misfits(device);
  const isPlaceholder = isPlaceholderSerial(device.serial);
  const notes: (CardNote | null)[] = [
    ...fit.filter(({ grade }) => grade === 'blocks'),
    isRunning ? doubt('request-running') : null,
    facts !== null && facts.sessionUrl !== '' ? doubt(isOwnSession ? 'own-session' : 'session-open') : null,
    askedNote(around),
    twins > 0
      ? { ...doubt('twins'), count: twins, ...(isPlaceholder || device.serial === '' ? { noSerial: true } : {}) }
      : null,
    ...fit.filter(({ grade }) => grade !== 'blocks'),
    managementNote(facts),
    checkInNote(around),
    facts === null && hasFacts ? doubt('facts-unread') : null,
    isPlaceholder ? { code: 'placeholder-serial', grade: 'ok' } : null,
    device.compliance === 'noncompliant' ? { code: 'noncompliant', grade: 'ok' } : null,
  ];
  return notes.filter((note) => note !== null);
}

const doubt = (code: CardNoteCode): CardNote => ({ code, grade: 'doubt' });

/** Intune refuses some of these without a reason and accepts others; no document says which. */
function managementNote(facts: SessionFacts | null): CardNote | null {
  const other = facts === null ? null : otherManagement(facts.managementAgent);
  return other === null ? null : { ...doubt(other.isShared ? 'co-managed' : 'managed-elsewhere'), manager: other.by };
}

function askedNote({ lastAskAt, lastState }: Surroundings): CardNote | null {
  if (lastAskAt === null) return null;
  return {
    ...doubt('recently-asked'),
    at: new Date(lastAskAt).toISOString(),
    ...(lastState === null ? {} : { state: lastState }),
  };
}

function checkInNote({ device, facts, now }: Surroundings): CardNote | null {
  const times = [device.lastCheckIn, facts?.lastCheckIn ?? null]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time));
  const newest = Math.max(...times.filter((time) => !Number.isNaN(time)));
  if (!Number.isFinite(newest)) return doubt('never-seen');
  return now - newest > STALE_AFTER_MS ? { ...doubt('stale'), at: new Date(newest).toISOString() } : null;
}
