import type { CardNote, CardNoteCode } from '../../shared/contract/requests';
import type { ManagedDevice } from '../../shared/managed-device';
import type { SessionFacts } from '../graph/port';

/** Not seen for so long that a session is unlikely. */
const staleMs = 30 * 24 * 60 * 60_000;

/** Platforms of the connector that the action drives: Windows, macOS, iOS and iPadOS, Android. */
const supported = new Set<ManagedDevice['platform']>(['windows', 'macos', 'ios', 'android']);

/** Enrolments without a person: the notice in Company Portal has nobody to reach. */
const userless = new Set(['deviceEnrollmentManager', 'windowsBulkUserless', 'windowsBulkAzureDomainJoin', 'appleBulkWithoutUser']);

export interface Surroundings {
  readonly device: ManagedDevice;
  /** Null when Intune did not answer. */
  readonly facts: SessionFacts | null;
  /** Other devices of the same name. */
  readonly twins: number;
  readonly isRunning: boolean;
  /** Milliseconds since 1970. */
  readonly lastAskAt: number | null;
  readonly now: number;
}

/** What the person should know before confirming, the gravest first. */
export function cardNotes(around: Surroundings): readonly CardNote[] {
  const { device, facts, twins, isRunning, lastAskAt } = around;
  const notes: (CardNote | null)[] = [
    isRunning ? warning('request-running') : null,
    facts !== null && facts.sessionUrl !== '' ? warning('session-open') : null,
    lastAskAt === null ? null : { ...warning('recently-asked'), at: new Date(lastAskAt).toISOString() },
    twins > 0 ? { ...warning('twins'), count: twins } : null,
    supported.has(device.platform) ? null : warning('unsupported-platform'),
    isUnsupportedEnrollment(device) ? warning('unsupported-enrollment') : null,
    checkInNote(around),
    device.upn === '' && device.userId === '' ? warning('no-user') : null,
    facts === null ? warning('facts-unread') : null,
    device.compliance === 'noncompliant' ? { code: 'noncompliant', severity: 'info' } : null,
  ];
  return notes.filter((note) => note !== null);
}

const warning = (code: CardNoteCode): CardNote => ({ code, severity: 'warning' });

/** Android is served as device administrator or personally owned work profile only; corporate kinds have no value of their own. */
const isUnsupportedEnrollment = ({ platform, enrollment, ownership }: ManagedDevice): boolean =>
  userless.has(enrollment) ||
  /^android(Enterprise|AOSP)/i.test(enrollment) ||
  (platform === 'android' && ownership === 'company' && enrollment !== 'userEnrollment');

function checkInNote({ device, facts, now }: Surroundings): CardNote | null {
  const times = [device.lastCheckIn, facts?.lastCheckIn ?? null].filter((time) => time !== null).map((time) => Date.parse(time));
  const newest = Math.max(...times.filter((time) => !Number.isNaN(time)));
  if (!Number.isFinite(newest)) return warning('never-seen');
  return now - newest > staleMs ? { ...warning('stale'), at: new Date(newest).toISOString() } : null;
}
