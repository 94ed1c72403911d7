import type { AssistanceRequest, RequestState } from '../../../shared/contract/requests';
import type { ShortlistKeeper } from '../port';

/** A device becomes the most recent one when a request for it is sent; `kind`: the state that the request entered. */
export function noteRequest(
  shortlist: Pick<ShortlistKeeper, 'known' | 'touch'>,
  { kind, request }: { readonly kind: RequestState; readonly request: AssistanceRequest },
): void {
  const device = kind === 'sending' ? shortlist.known(request.subject.deviceId) : null;
  if (device !== null) shortlist.touch(device, device.asOf);
}
