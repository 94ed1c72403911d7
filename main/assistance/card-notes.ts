import { misfits } from '../../shared/assistance-fit';
import type { CardNote, CardNoteCode, RequestState } from '../../shared/contract/requests';
import type { ManagedDevice } from '../../shared/managed-device';
import { STALE_AFTER_MS } from '../../shared/managed-device';
import { otherManagement } from '../../shared/management-agent';
import { isPlaceholderSerial } from '../../shared/placeholder-serial';
import type { SessionFacts } from './provider';

export interface Surroundings {
  readonly device: ManagedDevice;
  /** Null when Intune did not answer. */
  readonly facts: SessionFacts | null;
  /** Other devices of the same name. */
  readonly twins: number;
  readonly isRunning: boolean;
  /** The session link that is there came for a request of the person who acts. */
  readonly isOwnSession: boolean;
  /** When the device was asked within the repeat guard, in milliseconds since 1970. */
  readonly lastAskAt: number | null;
  /** How the request of `lastAskAt` stands; null when it is not one of the person who acts. */
  readonly lastState: RequestState | null;
  readonly now: number;
}

/** What the person should know before confirming: what blocks, then what raises a doubt, then what is merely told. */
export function cardNotes(around: Surroundings): readonly CardNote[] {
  const { device, facts, twins, isRunning, isOwnSession } = around;
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
    facts === null ? doubt('facts-unread') : null,
    isPlaceholder ? { code: 'placeholder-serial', grade: 'ok' } : null,
    device.compliance === 'noncompliant' ? { code: 'noncompliant', grade: 'ok' } : null,
  ];
  return notes.filter((note) => note !== null);
}

const doubt = (code: CardNoteCode): CardNote => ({ code, grade: 'doubt' });

/** Intune refuses some of them without a reason, and takes others: nobody says which. */
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
