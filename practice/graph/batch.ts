import { graphError } from './errors';
import type { GraphCall, Reply } from './reply';

/** Most parts that one batch may have. */
const LIMIT = 20;

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly dependsOn: readonly string[];
}

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

function stringValues(raw: unknown): Record<string, string> {
  if (!isRecord(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function partOf(raw: unknown): Part | undefined {
  if (!isRecord(raw)) return undefined;
  const { id, method, url, body, dependsOn } = raw;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string') return undefined;
  const after = Array.isArray(dependsOn) ? dependsOn.filter((name): name is string => typeof name === 'string') : [];
  return {
    id,
    method: method.toUpperCase(),
    url,
    headers: stringValues(raw['headers']),
    body: body === undefined ? undefined : JSON.stringify(body),
    dependsOn: after,
  };
}

function readParts(text: string): readonly Part[] | string {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.';
  }
  const requests = isRecord(raw) ? raw['requests'] : undefined;
  if (!Array.isArray(requests) || requests.length === 0) return 'Invalid batch payload format.';
  if (requests.length > LIMIT) return `Number of batch request steps exceeds the maximum value of ${LIMIT}.`;
  const parts = requests.map(partOf);
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return 'Invalid batch payload format.';
  return new Set(known.map((part) => part.id)).size < known.length ? 'Request Id must be unique in a batch.' : known;
}

/** A POST part needs a JSON body and content type even when the action itself has none. */
function badPost(part: Part): boolean {
  const contentType = Object.entries(part.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return (
    part.method === 'POST' &&
    (part.body === undefined || contentType?.toLowerCase().startsWith('application/json') !== true)
  );
}

export type PartRunner = (
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<Reply>;

async function answerPart(
  call: GraphCall,
  part: Part,
  done: ReadonlyMap<string, number>,
  run: PartRunner,
): Promise<Reply> {
  if (part.dependsOn.some((id) => (done.get(id) ?? 424) >= 400))
    return graphError(call, 424, 'FailedDependency', 'A request this one depends on has failed.');
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(part.url))
    return graphError(call, 400, 'BadRequest', 'Batch requests need relative URLs.');
  if (badPost(part))
    return graphError(call, 400, 'BadRequest', 'Write request in batch must specify Content-Type header and body.');
  return run(part.method, part.url.startsWith('/') ? part.url : `/${part.url}`, part.headers, part.body ?? '');
}

/** POST /$batch: every part is answered, throttled and refused on its own. */
export async function answerBatch(call: GraphCall, run: PartRunner): Promise<Reply> {
  const parts = readParts(call.body);
  if (typeof parts === 'string') return graphError(call, 400, 'BadRequest', parts);
  const done = new Map<string, number>();
  const responses: unknown[] = [];
  for (const part of parts) {
    const { status, headers = {}, body } = await answerPart(call, part, done, run);
    done.set(part.id, status);
    const shown = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers };
    responses.push({ id: part.id, status, headers: shown, ...(body === undefined ? {} : { body }) });
  }
  return { status: 200, body: { responses } };
}
