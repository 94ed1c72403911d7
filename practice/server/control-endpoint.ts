import * as v from 'valibot';
import type { PracticeControl } from '../control';
import type { Handler } from '../sign-in-without-browser';

/** POST /__practice/<command> with JSON: the control of a practice server for another process. */
export const CONTROL_PATH = '/__practice/';

const seconds = v.pipe(v.number(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));
const deviceId = v.string();

const story = v.variant('kind', [
  v.object({ kind: v.literal('ready'), afterMs: milliseconds }),
  v.object({ kind: v.literal('error'), afterMs: milliseconds, details: v.string() }),
  v.object({ kind: v.literal('never') }),
  v.object({ kind: v.literal('refused') }),
  v.object({ kind: v.literal('lingering'), afterMs: milliseconds }),
  v.object({ kind: v.literal('offline'), backAfterMs: milliseconds, afterMs: milliseconds }),
  v.object({ kind: v.literal('open'), afterMs: milliseconds }),
]);

const faultKinds = [
  'throttle',
  'drop-before',
  'drop-after-accept',
  'status',
  'delay',
  'malformed',
  'html',
  'proxy-page',
  'proxy-refusal',
  'proxy-replaced',
  'proxy-sign-in',
  'nameless',
  'no-license',
  'not-found',
  'silent-refusal',
  'approval',
  'foreign-next-link',
  'empty-page',
  'redirect',
  'claims-challenge',
] as const;

const fault = v.object({
  kind: v.picklist(faultKinds),
  match: v.exactOptional(v.object({ method: v.exactOptional(v.string()), path: v.exactOptional(v.string()) })),
  times: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  skip: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  rate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  retryAfter: v.exactOptional(v.nullable(v.union([seconds, v.string()]))),
  status: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  body: v.exactOptional(v.unknown()),
  shape: v.exactOptional(v.picklist(['A', 'B', 'C', 'D', 'E'])),
  delayMs: v.exactOptional(milliseconds),
});

type Command = (control: PracticeControl, input: unknown) => unknown;

const command =
  <Schema extends v.GenericSchema>(
    schema: Schema,
    run: (control: PracticeControl, input: v.InferOutput<Schema>) => unknown,
  ): Command =>
  (control, input) =>
    run(control, v.parse(schema, input));

const commands: Readonly<Record<string, Command>> = {
  fault: command(fault, (control, rule) => control.fault(rule)),
  'clear-faults': (control) => control.clearFaults(),
  requests: (control) => control.requests,
  'clear-requests': (control) => control.clearRequests(),
  accepted: command(v.object({ deviceId }), (control, input) => control.accepted(input.deviceId)),
  'set-story': command(v.object({ deviceId, story }), (control, input) =>
    control.setStory(input.deviceId, input.story),
  ),
  'set-session-url': command(v.object({ deviceId, url: v.string() }), (control, input) =>
    control.setSessionUrl(input.deviceId, input.url),
  ),
  'fail-sign-in': command(
    v.object({ code: v.nullable(v.number()), at: v.exactOptional(v.picklist(['authorize', 'token'])) }),
    (control, input) => control.failSignIn(input.code, input.at),
  ),
  'revoke-tokens': command(v.object({ refreshTokens: v.exactOptional(v.boolean()) }), (control, input) =>
    control.revokeTokens(input),
  ),
  'expire-access-tokens': (control) => control.expireAccessTokens(),
  'forget-consent': (control) => control.forgetConsent(),
  account: command(
    v.object({ account: v.string() }),
    (control, input) => control.account(input.account).userPrincipalName,
  ),
  'set-clock-ahead': command(v.object({ ms: v.number() }), (control, input) => control.setClockAhead(input.ms)),
  'withhold-scopes': command(v.object({ scopes: v.array(v.string()) }), (control, input) =>
    control.withholdScopes(input.scopes),
  ),
  'set-connector': command(
    v.object({ status: v.picklist(['notOnboarded', 'onboarding', 'onboarded']) }),
    (control, input) => control.setConnector(input.status),
  ),
  'devices-named': command(v.object({ name: v.string() }), (control, input) => control.devicesNamed(input.name)),
};

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

async function answer(control: PracticeControl, request: Request, name: string): Promise<Response> {
  const run = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (run === undefined) return json(404, { error: `Unknown command. Known: ${Object.keys(commands).join(', ')}.` });
  if (request.method !== 'POST') return json(405, { error: 'Use POST.' });
  // A page of another origin can send forms and plain text without asking, but not this type.
  if (request.headers.get('content-type')?.startsWith('application/json') !== true)
    return json(415, { error: 'Use application/json.' });
  try {
    const text = await request.text();
    return json(200, { result: run(control, text === '' ? {} : JSON.parse(text)) ?? null });
  } catch (cause) {
    return json(400, { error: cause instanceof Error ? cause.message : 'Bad input.' });
  }
}

/** Puts the control endpoint in front of a tenant's handler. */
export function withControl(handler: Handler, control: PracticeControl): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    return pathname.startsWith(CONTROL_PATH)
      ? answer(control, request, pathname.slice(CONTROL_PATH.length))
      : handler(request);
  };
}
