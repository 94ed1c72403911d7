import type { Failure } from '../../shared/failure';
import { errorCode } from './file-steps';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const readOnly = new Set(['EROFS', 'EACCES', 'EPERM']);

/** What a system error of the disk means to the user; `detail` is the system's own code. */
export function storageFailure(cause: unknown): Failure {
  const detail = errorCode(cause);
  if (full.has(detail)) return { code: 'storage.full', detail };
  if (readOnly.has(detail)) return { code: 'storage.read-only', detail };
  return detail === '' ? { code: 'storage.damaged' } : { code: 'storage.damaged', detail };
}
