import { describe, expect, test } from 'vitest';
import type { FoundThrough } from '../../main/assistance/provider';
import { providerFor } from '../../main/assistance/providers/index';
import { requestHandlers } from '../../main/desktop/ipc/handlers/request-handlers';
import { serve } from '../../main/desktop/ipc/serve';
import { createGraph } from '../../main/graph/graph-api';
import { createBridge } from '../../preload/bridge';
import { contract } from '../../shared/contract';
import { err } from '../../shared/result';
import { keepingLog, makeWire } from '../support/wire';
import { aWorld } from '../unit/assistance/support';
import type { Sent } from '../unit/graph/support';
import { bench, json, REQUEST_ID, status } from '../unit/graph/support';

const SECOND_ID = 'a0000000-0000-4000-8000-000000000002';
const device = { id: 'device-1', deviceName: 'TYO-LT-04127', operatingSystem: 'Windows', managementAgent: 'mdm' };
const ofThePerson: FoundThrough = { via: 'user', userId: 'user-1' };
const ofTheApp: FoundThrough = { via: 'app', appId: 'app-1' };

/** A proxy's own page, which names no request of Graph. */
const proxyPage = (): Response =>
  new Response('<html>Not Found</html>', { status: 404, headers: { 'content-type': 'text/html' } });

/** A window, the bridge, the core of requests, Intune's provider and Graph's answers to the requests that it gets. */
function joined(through: FoundThrough | null, answerPost: (sent: Sent) => Response) {
  const graph = bench([
    (sent) => (sent.method === 'POST' && !sent.url.endsWith('/$batch') ? answerPost(sent) : json(device)),
  ]);
  const world = aWorld({ foundThrough: () => through });
  world.provider = () => providerFor('graph', createGraph(graph.transport));
  const wire = makeWire();
  const group = { requests: contract.requests };
  const annotate = () => Promise.resolve(err({ code: 'internal' as const }));
  serve(group, { requests: requestHandlers(world.assistance, annotate) }, wire.calls, keepingLog());
  const bridge = createBridge(group, wire.window);
  return {
    world,
    /** In the order of their arrival. */
    posts: () => graph.sent.filter(({ method, url }) => method === 'POST' && !url.endsWith('/$batch')),
    /** Confirms the card of the device once. */
    async confirm() {
      const card = await graph.clock.drive(bridge.requests.prepare({ deviceId: 'device-1' }));
      if (!card.ok) throw new Error(card.error.code);
      const { handle } = card.value;
      const input = { handle, ticket: 'INC-1', reason: '', override: false };
      const first = await graph.clock.drive(bridge.requests.send(input));
      // The card is used up: the same confirmation cannot be given twice.
      expect(await graph.clock.drive(bridge.requests.send(input))).toMatchObject({ ok: false });
      return first;
    },
  };
}
/** Below the root of Graph's version. */
const pathOf = ({ url }: Sent): string => new URL(url).pathname.replace('/v1.0/', '');
const direct = 'deviceManagement/managedDevices/device-1/requestRemoteAssistance';

describe('one confirmation of a window', () => {
  test.each([
    [ofThePerson, 'users/user-1/managedDevices/device-1/requestRemoteAssistance'],
    [ofTheApp, 'deviceManagement/detectedApps/app-1/managedDevices/device-1/requestRemoteAssistance'],
  ] as const)(
    'goes out a second time the way the device was found, after a 404 of Graph: %j',
    async (through, second) => {
      const { world, posts, confirm } = joined(through, (sent) =>
        pathOf(sent) === direct ? status(404) : status(204, { 'request-id': SECOND_ID }),
      );
      const sent = await confirm();
      expect(sent).toMatchObject({ ok: true, value: { graphRequestIds: [REQUEST_ID, SECOND_ID] } });
      expect(posts().map(pathOf)).toEqual([direct, second]);
      const ids = posts().map(({ headers }) => headers.get('client-request-id'));
      expect(new Set(ids).size, 'both attempts are of one request').toBe(1);
      expect(world.journal.records().map(({ type }) => type)).toEqual([
        'intent',
        'refused',
        'attempt',
        'answer',
        'state',
      ]);
    },
  );

  test('goes out once when the device was found by its name', async () => {
    const { posts, confirm } = joined(null, () => status(404));
    expect(await confirm()).toMatchObject({
      ok: true,
      value: { state: 'failed', failure: { code: 'graph.not-found' } },
    });
    expect(posts().map(pathOf)).toEqual([direct]);
  });

  test.each([
    ["a proxy's page", proxyPage],
    ['an empty answer', () => new Response('', { status: 404 })],
    [
      'JSON without a request id',
      () =>
        new Response('{"error":{"code":"NotFound"}}', { status: 404, headers: { 'content-type': 'application/json' } }),
    ],
  ])('goes out once and is of unknown outcome after a 404 that is %s', async (_name, answer) => {
    const { world, posts, confirm } = joined(ofThePerson, answer);
    expect(await confirm()).toMatchObject({ ok: true, value: { state: 'unknown' } });
    expect(posts().map(pathOf)).toEqual([direct]);
    expect(world.journal.records().map(({ type }) => type)).not.toContain('attempt');
  });
});
