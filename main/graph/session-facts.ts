import * as v from 'valibot';
import { IdSchema } from '../../shared/contract/devices';
import { clean, quotation } from './clean';
import { InstantField } from './managed-device';
import type { ActionResult, SessionFacts } from './port';
import type { Answer } from './transport';

/** The link is empty in lists and in a plain GET; only a single GET with this `$select` returns it. */
export const SESSION_SELECT = [
  'id',
  'deviceName',
  'remoteAssistanceSessionUrl',
  'remoteAssistanceSessionErrorDetails',
  'deviceActionResults',
  'lastSyncDateTime',
  'managementAgent',
].join(',');

const RESULTS_LIMIT = 100;
const LINK_LIMIT = 8_192;

const Word = v.fallback(
  v.pipe(
    v.string(),
    v.transform((text) => clean(text, 64)),
  ),
  '',
);

const RawAction = v.object({
  actionName: Word,
  actionState: Word,
  startDateTime: InstantField,
  lastUpdatedDateTime: InstantField,
});

const RawFacts = v.object({
  id: IdSchema,
  // Kept unchanged, because the link policy checks the text exactly as received and refuses one that is too long.
  remoteAssistanceSessionUrl: v.fallback(
    v.pipe(
      v.string(),
      v.transform((text) => text.slice(0, LINK_LIMIT)),
    ),
    '',
  ),
  remoteAssistanceSessionErrorDetails: v.fallback(
    v.pipe(
      v.string(),
      v.transform((text) => quotation(text)),
    ),
    '',
  ),
  deviceActionResults: v.fallback(v.array(v.unknown()), []),
  lastSyncDateTime: InstantField,
  managementAgent: Word,
});

function parseAction(raw: unknown): readonly ActionResult[] {
  const parsed = v.safeParse(RawAction, raw);
  if (!parsed.success) return [];
  const { actionName, actionState, startDateTime, lastUpdatedDateTime } = parsed.output;
  return [{ name: actionName, state: actionState, startedAt: startDateTime, updatedAt: lastUpdatedDateTime }];
}

/** Session facts of exactly this device; null when the response is about another one. */
export function parseSessionFacts(deviceId: string, answer: Answer): SessionFacts | null {
  const parsed = v.safeParse(RawFacts, answer.body);
  if (!parsed.success || parsed.output.id.toLowerCase() !== deviceId.toLowerCase()) return null;
  const raw = parsed.output;
  return {
    deviceId,
    sessionUrl: raw.remoteAssistanceSessionUrl,
    errorDetails: raw.remoteAssistanceSessionErrorDetails,
    actions: raw.deviceActionResults.slice(0, RESULTS_LIMIT).flatMap(parseAction),
    lastCheckIn: raw.lastSyncDateTime,
    managementAgent: raw.managementAgent,
    serverTime: answer.serverTime,
    requestId: answer.requestId,
  };
}
