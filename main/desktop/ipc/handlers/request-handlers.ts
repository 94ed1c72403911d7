import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { AssistanceRequest } from '../../../../shared/contract/requests';
import type { Outcome } from '../../../../shared/failure';
import { ok } from '../../../../shared/result';
import type { Assistance } from '../../../assistance/api';
import type { PhoneChoices } from '../../../assistance/phone-choices';

type SaveNote = (requestId: string, note: string) => Promise<Outcome<AssistanceRequest>>;

export const draftHandlers = (assistance: Assistance): Handlers<AppContract>['drafts'] => ({
  list: async () => ok(assistance.drafts()),
  save: (text) => assistance.saveDraft(text),
  discard: async ({ draftId }) => {
    assistance.discardDraft(draftId);
    return ok(null);
  },
});

export const phoneHandlers = (phone: PhoneChoices): Handlers<AppContract>['phone'] => ({
  language: async ({ requestId }) => ok(await phone.language(requestId)),
  choose: ({ requestId, language }) => phone.choose(requestId, language),
});

export const requestHandlers = (assistance: Assistance, saveNote: SaveNote): Handlers<AppContract>['requests'] => ({
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
  note: ({ requestId, note }) => saveNote(requestId, note),
  dismiss: ({ requestId }) => assistance.dismiss(requestId),
  waiting: async () => ok(assistance.waiting()),
  takeBack: async ({ handle }) => {
    assistance.takeBack(handle);
    return ok(null);
  },
  sendNow: async ({ handle }) => assistance.sendNow(handle),
});
