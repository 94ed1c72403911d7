import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import type { Owner } from '../auth/owner';

/** Permanent storage of finished and running requests. */
export interface RequestArchive {
  save(request: AssistanceRequest, owner: Owner): Promise<Outcome<null>>;
}
