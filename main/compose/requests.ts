import { join } from 'node:path';
import type { AppContract } from '../../shared/contract';
import type { Publish } from '../../shared/contract/define';
import type { RunningAssistance } from '../assistance/assistance';
import { createAssistance } from '../assistance/assistance';
import { createDraftStore } from '../assistance/draft-store';
import { cryptoIds } from '../assistance/ids';
import type { PhoneChoices } from '../assistance/phone-choices';
import { createPhoneChoices } from '../assistance/phone-choices';
import { providerFor } from '../assistance/providers';
import { systemClock as clock } from '../desktop/platform/clock';
import type { StartOptions } from '../desktop/start-options';
import { createKnownDevices } from '../inventory/known-devices';
import type { Notices } from '../session/notices';
import { createJournalFile } from '../store/journal-file';
import type { News } from './news';
import type { Stored } from './stored';
import type { Tenant } from './tenant';

interface RequestParts {
  readonly start: StartOptions;
  readonly stored: Stored;
  readonly news: News;
  readonly notices: Notices;
  readonly publish: Publish<AppContract>;
  readonly tenant: Tenant;
}

/** The languages chosen for the phone. */
export function composePhone(
  { start, stored, notices, publish, tenant }: RequestParts,
  assistance: RunningAssistance,
): PhoneChoices {
  return createPhoneChoices({
    folder: join(start.paths.userData, 'phone'),
    now: () => clock.now(),
    owner: tenant.identity.owner,
    subjectOf: async (whose, id) =>
      (assistance.current().find((one) => one.id === id) ?? (await stored.history.get(whose, id)))?.subject ?? null,
    onChange: () => publish.phone.changed(null),
    onNotice: (failure) => notices.add(failure, 'phone'),
  });
}

/** Requests for assistance, from the confirm card to the session. */
export function composeRequests({ start, stored, news, notices, publish, tenant }: RequestParts): RunningAssistance {
  const { userData } = start.paths;
  const { log } = start;
  const { history, preferences } = stored;
  const { workplace, identity, local, found, shortlist } = tenant;
  return createAssistance({
    provider: () => providerFor(workplace.connection().profile.provider, workplace.connection().graph),
    actor: identity.actor,
    journal: createJournalFile(join(userData, 'journal.jsonl')),
    archive: history,
    drafts: (whose) =>
      createDraftStore(
        {
          folder: join(userData, 'drafts'),
          now: () => clock.now(),
          onNotice: (failure) => notices.add(failure, 'drafts'),
        },
        whose,
      ),
    past: (whose, id) => history.get(whose, id),
    opener: { open: (url) => workplace.connection().opener.open(url) },
    clock,
    log,
    ids: cryptoIds,
    preferences,
    ...createKnownDevices(local, shortlist),
    foundThrough: (deviceId) => found.of(deviceId),
    onChange: news.requests.tell,
    onWaiting: publish.requests.waitingChanged,
    onDrafts: publish.drafts.changed,
    onEvent: news.steps.tell,
    onDamage: (failure) => notices.add(failure, 'journal'),
  });
}
