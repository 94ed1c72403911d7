import type { AssistanceRequest } from '../../shared/contract/requests';
import type { Outcome } from '../../shared/failure';
import type { Owner } from '../auth/owner';

/** Where finished and running requests are kept for good. */
export interface RequestArchive {
  save(request: AssistanceRequest, owner: Owner): Promise<Outcome<null>>;
}
