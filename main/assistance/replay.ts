import type { AssistanceRequest } from '../../shared/contract/requests';
import { isOfLaterVersion } from '../../shared/contract/requests';
import type { Owner } from '../auth/owner';
import type { Baseline } from './evidence';
import type { JournalRecord } from './records';
import { isLaterRecord, readRecord } from './records';
import type { RequestEvent } from './state-machine';
import { advance, isOver, startRequest, stepped } from './state-machine';

/** A request with its data that only main may hold. Never crosses the bridge. */
export interface Entry {
  readonly request: AssistanceRequest;
  readonly owner: Owner;
  readonly before: Baseline;
  /** SHA-256 of the link that made it ready. */
  readonly linkHash: string | null;
  /** When the POST was about to leave, in milliseconds since 1970. */
  readonly askedAt: number;
  /** The technician has hidden it in its present state. */
  readonly isDismissed: boolean;
  /** Why the first attempt was refused; absent once the second attempt is recorded. */
  readonly refusal?: Refusal;
}

type Refusal = Pick<Extract<JournalRecord, { type: 'refused' }>, 'cause' | 'graphRequestId'>;

export interface Replayed {
  /** In the order they were confirmed. */
  readonly entries: readonly Entry[];
  /** Lines that cannot be read or that do not fit; they stay in the file. */
  readonly skipped: number;
  /** Lines that only a later version can read; they stay in the file. */
  readonly later: number;
}

/** Rebuilds every request from the lines of the journal, finished ones included. */
export function replay(lines: readonly string[]): Replayed {
  const entries = new Map<string, Entry>();
  let skipped = 0;
  let later = 0;
  for (const line of lines) {
    const record = readRecord(line);
    const next = record === null ? null : follow(entries.get(record.id), record);
    if (next !== null) entries.set(next.request.id, next);
    else if (record === null && isLaterRecord(line)) later += 1;
    else if (!isOfNothing(entries, record)) skipped += 1;
  }
  return { entries: [...entries.values()].map(onlyShown), skipped, later };
}

/** An unfinished request of a later version is read-only, whatever its state seems to be. */
const onlyShown = (entry: Entry): Entry =>
  isOfLaterVersion(entry.request) && !isOver(entry.request)
    ? { ...entry, request: { ...entry.request, state: 'other' } }
    : entry;

/**
 * An answer without an intent: the intent could not be written, so nothing was sent, and it is not worth a notice at
 * every start.
 */
const isOfNothing = (entries: ReadonlyMap<string, Entry>, record: JournalRecord | null): boolean =>
  record?.type === 'answer' && record.state === 'failed' && !entries.has(record.id);

function follow(entry: Entry | undefined, record: JournalRecord): Entry | null {
  if (record.type === 'intent') return entry === undefined ? begin(record) : null;
  if (entry === undefined) return null;
  if (record.type === 'dismissed')
    return isOver(entry.request) && !entry.isDismissed ? { ...entry, isDismissed: true } : null;
  if (record.type === 'refused' || record.type === 'attempt') return attempted(entry, record);
  const request = afterEvent(entry.request, eventOf(record));
  if (request === entry.request) return null;
  return {
    ...entry,
    request,
    linkHash: 'linkHash' in record ? (record.linkHash ?? entry.linkHash) : entry.linkHash,
    isDismissed: staysDismissed(entry, request),
  };
}

/** A request that changes its state is shown again: a late link makes a dismissed expired request ready. */
export const staysDismissed = ({ request, isDismissed }: Entry, next: AssistanceRequest): boolean =>
  isDismissed && next.state === request.state;

/** A later version may know more transitions: for its own requests every step is accepted. */
function afterEvent(request: AssistanceRequest, event: RequestEvent): AssistanceRequest {
  const isLater = isOfLaterVersion(request) || (event.kind === 'step' && event.state === 'other');
  return event.kind === 'step' && isLater ? stepped(request, event) : advance(request, event);
}

function attempted(
  { refusal, ...entry }: Entry,
  record: Extract<JournalRecord, { type: 'refused' | 'attempt' }>,
): Entry | null {
  const isFirst = record.type === 'refused';
  if (entry.request.state !== 'sending' || isFirst !== (refusal === undefined)) return null;
  if (!isFirst) return entry;
  const { at, cause, graphRequestId } = record;
  return {
    ...entry,
    request: advance(entry.request, { kind: 'refused', at, graphRequestId }),
    refusal: { cause, graphRequestId },
  };
}

const begin = (record: Extract<JournalRecord, { type: 'intent' }>): Entry => ({
  request: startRequest(record),
  owner: record.owner,
  before: record.before,
  linkHash: null,
  askedAt: Date.parse(record.at),
  isDismissed: false,
});

function eventOf(
  record: Exclude<JournalRecord, { type: 'intent' | 'refused' | 'attempt' | 'dismissed' }>,
): RequestEvent {
  switch (record.type) {
    case 'answer':
    case 'state':
      return { ...record, kind: 'step' };
    case 'link':
      return { kind: 'link', at: record.at, linkHost: record.linkHost };
    case 'evidence':
      return { kind: 'evidence', at: record.at, evidence: record.evidence };
    case 'note':
      return { kind: 'note', at: record.at, note: record.note };
  }
}
