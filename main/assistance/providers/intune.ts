import type { Outcome } from '../../../shared/failure';
import type { ManagedDevice } from '../../../shared/managed-device';
import { err, ok } from '../../../shared/result';
import type { GraphPort, PostOutcome } from '../../graph/port';
import type { AssistanceProvider, SendOutcome, SessionFacts } from '../provider';

/** Intune's action `requestRemoteAssistance` with its TeamViewer connector, through Microsoft Graph. */
export const intuneProvider = (graph: GraphPort): AssistanceProvider => ({
  id: 'graph',
  async preflight(deviceId, completed) {
    const read = await graph.device(deviceId, { interactive: true });
    if (!read.ok) return read;
    if (read.value.id !== deviceId) return err({ code: 'graph.malformed' });
    const device = await completed(read.value);
    const [facts, twins] = await Promise.all([readFacts(graph, deviceId), countTwins(graph, device)]);
    return ok({ device, facts, twins });
  },
  authorize: () => graph.ensureWriteScope(),
  send: async (deviceId, requestId, through) =>
    sendOutcome(await graph.requestRemoteAssistance(deviceId, requestId, through ?? { via: 'device' })),
  watch: {
    read: (deviceId, options) => graph.sessionFacts(deviceId, options),
    readMany: (deviceIds, options) => graph.sessionFactsOf(deviceIds, options),
  },
  async link(deviceId): Promise<Outcome<string>> {
    const facts = await graph.sessionFacts(deviceId, { interactive: true });
    if (!facts.ok) return facts;
    return facts.value.deviceId === deviceId ? ok(facts.value.sessionUrl) : err({ code: 'graph.malformed' });
  },
});

/**
 * A refusal with status 404 comes from Intune itself, with a request id: the path does not lead to the device. The
 * transport reports every other 404 as unknown.
 */
const sendOutcome = (outcome: PostOutcome): SendOutcome =>
  outcome.kind === 'refused' &&
  outcome.failure.code === 'graph.not-found' &&
  outcome.failure.status === 404 &&
  outcome.failure.requestId !== undefined
    ? { ...outcome, isUnknownThere: true }
    : outcome;

async function readFacts(graph: GraphPort, deviceId: string): Promise<SessionFacts | null> {
  const outcome = await graph.sessionFacts(deviceId, { interactive: true });
  return outcome.ok && outcome.value.deviceId === deviceId ? outcome.value : null;
}

/** Graph may ignore a filter and return everything, so the names are compared again. */
async function countTwins(graph: GraphPort, device: ManagedDevice): Promise<number> {
  if (device.name === '') return 0;
  const [page] = await graph.findDevices([{ field: 'deviceName', op: 'eq', value: device.name }], {
    interactive: true,
  });
  if (page === undefined || !page.ok) return 0;
  const name = device.name.toLowerCase();
  return page.value.devices.filter((other) => other.id !== device.id && other.name.toLowerCase() === name).length;
}
