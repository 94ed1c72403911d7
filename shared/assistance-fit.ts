import type { ManagedDevice } from './managed-device';
import { isSetUpAccount } from './set-up-account';

/** Whether a fact prevents a request from succeeding: no, perhaps, or certainly. */
export type Grade = 'ok' | 'doubt' | 'blocks';

type Facts = Pick<ManagedDevice, 'platform' | 'enrollment' | 'ownership' | 'userId' | 'upn'>;

export interface Misfit {
  readonly code: 'unsupported-platform' | 'unsupported-enrollment' | 'no-user' | 'not-enrolled-yet';
  readonly grade: Exclude<Grade, 'ok'>;
}

/** The connector serves Windows, macOS, iOS and iPadOS, and Android; an unknown word may be a new spelling of one of them. */
const served = new Set<ManagedDevice['platform']>(['windows', 'macos', 'ios', 'android']);

/** Enrolled without a user, so no one sees the notice in Company Portal. */
const userless = new Set(['windowsBulkUserless', 'windowsBulkAzureDomainJoin', 'appleBulkWithoutUser']);

/** Every Android kind with a value of its own is corporate; the others are reported as unknown. */
const corporateAndroid = /^android(Enterprise|AOSP)/i;

/** What the device list already shows about why a request may not reach the device, the most serious fact first. */
export function misfits(device: Facts): readonly Misfit[] {
  const found = [platformMisfit(device), enrollmentMisfit(device), personMisfit(device)].filter((one) => one !== null);
  return found.sort((one, other) => rank[one.grade] - rank[other.grade]);
}

/** True when it is certain that a request cannot reach the user of the device. */
export const isBeyondHelp = (device: Facts): boolean => misfits(device).some(({ grade }) => grade === 'blocks');

const rank = { blocks: 0, doubt: 1 } as const;

function platformMisfit({ platform }: Facts): Misfit | null {
  if (served.has(platform)) return null;
  return platform === 'other' ? doubt('unsupported-platform') : blocks('unsupported-platform');
}

function enrollmentMisfit(device: Facts): Misfit | null {
  const { platform, enrollment } = device;
  // Documented for Windows: the account of the enrolment manager gets no notice, although it is the primary user.
  if (enrollment === 'deviceEnrollmentManager')
    return platform === 'windows' ? blocks('unsupported-enrollment') : doubt('unsupported-enrollment');
  // A primary user may have been set since then.
  if (userless.has(enrollment))
    return isNobodys(device) ? blocks('unsupported-enrollment') : doubt('unsupported-enrollment');
  if (platform === 'android' || corporateAndroid.test(enrollment)) return androidMisfit(device);
  return null;
}

/**
 * Supported are the device administrator and the personally owned work profile, never devices that the company owns.
 */
function androidMisfit({ enrollment, ownership }: Facts): Misfit | null {
  if (corporateAndroid.test(enrollment)) return blocks('unsupported-enrollment');
  if (ownership !== 'company' || enrollment === 'userEnrollment') return null;
  return enrollment === 'unknown' || enrollment === ''
    ? blocks('unsupported-enrollment')
    : doubt('unsupported-enrollment');
}

/** No one uses a set-up account, so no one would see a notice. */
const isNobodys = ({ upn, userId }: Facts): boolean => (upn === '' && userId === '') || isSetUpAccount(upn);
const personMisfit = (device: Facts): Misfit | null =>
  isNobodys(device) ? doubt(isSetUpAccount(device.upn) ? 'not-enrolled-yet' : 'no-user') : null;
const doubt = (code: Misfit['code']): Misfit => ({ code, grade: 'doubt' });
const blocks = (code: Misfit['code']): Misfit => ({ code, grade: 'blocks' });
