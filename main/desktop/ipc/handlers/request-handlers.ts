import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import { ok } from '../../../../shared/result';
import type { Assistance } from '../../../assistance/port';

export const requestHandlers = (assistance: Assistance): Handlers<AppContract>['requests'] => ({
  current: async () => ok(assistance.current()),
  prepare: ({ deviceId }) => assistance.prepare(deviceId),
  discard: async ({ handle }) => {
    assistance.discard(handle);
    return ok(null);
  },
  send: (input) => assistance.send(input),
  checkNow: ({ requestId }) => assistance.checkNow(requestId),
  stopWatching: ({ requestId }) => assistance.stopWatching(requestId),
  open: ({ requestId }) => assistance.open(requestId),
  close: ({ requestId }) => assistance.close(requestId),
  decide: ({ requestId, decision }) => assistance.decide(requestId, decision),
  note: ({ requestId, note }) => assistance.note(requestId, note),
});
