import type { AssistanceRequest } from '../../shared/contract/requests';
import { answerDates } from '../../shared/contract/requests';
import type { ExportStyle } from '../store/table-text';
import { tableText } from '../store/table-text';

/** Entries that are formatted at once; few enough not to block the main thread. */
const CHUNK_SIZE = 200;

const columns = [
  'id',
  'asked_at',
  'state',
  'state_at',
  'ready_at',
  'device_name',
  'device_id',
  'serial',
  'person',
  'person_upn',
  'tenant',
  'tenant_id',
  'account',
  'provider',
  'ticket',
  'reason',
  'note',
  'failure',
  'failure_text',
  'link_host',
  'graph_request_ids',
  'steps',
  'graph_dates',
] as const;
type Row = Readonly<Record<(typeof columns)[number], string>>;

/** Yields the entries in the chosen format, in chunks. */
export function exportText(
  { format, separator }: ExportStyle,
  entries: AsyncIterable<AssistanceRequest>,
  exportedAt: string,
): AsyncIterable<string | Uint8Array> {
  return format === 'json'
    ? jsonText(entries, exportedAt)
    : tableText(format, separator, { name: 'Requests', head: columns, parts: rowsOf(entries) });
}

async function* rowsOf(entries: AsyncIterable<AssistanceRequest>): AsyncGenerator<readonly (readonly string[])[]> {
  for await (const some of chunksOf(entries)) yield some.map((entry) => cellsOf(rowOf(entry)));
}

/** `{ "format", "version", "exportedAt", "entries" }`; the entries as in the month documents. */
async function* jsonText(entries: AsyncIterable<AssistanceRequest>, exportedAt: string): AsyncGenerator<string> {
  yield `{"format":"deskside-history","version":1,"exportedAt":${JSON.stringify(exportedAt)},"entries":[`;
  let separator = '\n';
  for await (const some of chunksOf(entries)) {
    yield separator + some.map((entry) => JSON.stringify(entry)).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

const cellsOf = (row: Row): readonly string[] => columns.map((column) => row[column]);

function rowOf(entry: AssistanceRequest): Row {
  const { subject, steps, failure } = entry;
  return {
    id: entry.id,
    asked_at: steps[0]?.at ?? '',
    state: entry.state,
    state_at: steps.at(-1)?.at ?? '',
    ready_at: steps.find(({ state }) => state === 'ready')?.at ?? '',
    device_name: subject.deviceName,
    device_id: subject.deviceId,
    serial: subject.serial,
    person: subject.userName,
    person_upn: subject.upn,
    tenant: subject.tenantName,
    tenant_id: subject.tenantId,
    account: subject.account,
    provider: subject.provider,
    ticket: entry.ticket,
    reason: entry.reason,
    note: entry.note,
    failure: failure?.code ?? '',
    failure_text: failure?.detail ?? '',
    link_host: entry.linkHost ?? '',
    graph_request_ids: entry.graphRequestIds.join(' '),
    steps: steps.map(({ state, at }) => `${state} ${at}`).join('; '),
    graph_dates: answerDates(entry).join(' '),
  };
}

async function* chunksOf<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK_SIZE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
