import type { Tenant } from '../tenant';
import { recordAction } from './audit';
import { actionRefused, notFound } from './errors';
import type { Reply, SignedCall } from './reply';

/** The action: 204 says that the service took the request, nothing about the device. */
export function requestRemoteAssistance(tenant: Tenant, call: SignedCall): Reply {
  const index = tenant.inventory.indexOf(call.params['deviceId'] ?? '');
  if (index === undefined) return notFound(call);
  const refused = tenant.sessions.story(index).kind === 'refused' || tenant.state.connector !== 'onboarded';
  recordAction(tenant, call, index, !refused);
  if (refused) return actionRefused(call);
  tenant.sessions.accept(index, call.now);
  return { status: 204 };
}

/** The form below a user works only for a device of that user. */
export function requestForUser(tenant: Tenant, call: SignedCall): Reply {
  const person = tenant.inventory.people.find(call.params['userId'] ?? '');
  const index = tenant.inventory.indexOf(call.params['deviceId'] ?? '');
  if (person === undefined || index === undefined || tenant.inventory.owner(index) !== person) return notFound(call);
  return requestRemoteAssistance(tenant, call);
}

/** The form below a detected app works only for a device that has the app. */
export function requestForApp(tenant: Tenant, call: SignedCall): Reply {
  const app = tenant.apps.find(call.params['appId'] ?? '');
  const index = tenant.inventory.indexOf(call.params['deviceId'] ?? '');
  if (app === undefined || index === undefined || !tenant.apps.has(app, index)) return notFound(call);
  return requestRemoteAssistance(tenant, call);
}
