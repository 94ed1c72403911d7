import type { GraphCall, Reply } from './reply';

/** The error bodies that Graph and Intune really send. Letters as in the collected facts: A to E. */

const NO_OPERATION = '00000000-0000-0000-0000-000000000000';
const date = (call: GraphCall): string => new Date(call.now).toISOString().slice(0, 19);
const inner = (call: GraphCall): Readonly<Record<string, string>> => ({
  date: date(call),
  'request-id': call.requestId,
  'client-request-id': call.clientRequestId,
});

/** Graph's own outer shape. */
export function graphError(call: GraphCall, status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message, innerError: inner(call) } } };
}

function tail(call: GraphCall): string {
  return `Operation ID (for customer support): ${NO_OPERATION} - Activity ID: ${call.requestId} - Url: https://proxy.msub05.manage.microsoft.com/DeviceFE/StatelessDeviceFEService${call.path}?api-version=5024-12-17`;
}

/** The JSON text that Intune hides inside `message`, line by line as the service writes it. */
function nested(message: string, headers: string): string {
  const lines = [
    '  "_version": 3',
    `  "Message": ${JSON.stringify(message)}`,
    '  "CustomApiErrorPhrase": ""',
    '  "RetryAfter": null',
    '  "ErrorSourceService": ""',
    `  "HttpHeaders": ${JSON.stringify(headers)}`,
  ];
  return `{\r\n${lines.join(',\r\n')}\r\n}`;
}

/** A: the token lacks every scope that would do. */
export function missingScope(call: GraphCall, scopes: readonly string[]): Reply {
  const text = `Application is not authorized to perform this operation. Application must have one of the following scopes: ${scopes.join(', ')} - ${tail(call)}`;
  return graphError(call, 403, 'Forbidden', nested(text, '{}'));
}

/** B: the scope is there, but the user has no Intune role. A 401 that has nothing to do with signing in. */
export function noIntuneRole(call: GraphCall): Reply {
  const text = nested(
    `An error has occurred - ${tail(call)}`,
    '{"WWW-Authenticate":"Bearer realm=\\"urn:intune:service,c3998d6e-2e37-4c56-87b5-7b444ee1cb26,f0f3c450-59bf-4f0d-b1b2-0ef84ddfe3c7\\""}',
  );
  const message = JSON.stringify({
    ErrorCode: 'Forbidden',
    Message: text,
    Target: null,
    Details: null,
    InnerError: null,
    InstanceAnnotations: [],
  });
  return graphError(call, 401, 'UnknownError', message);
}

/** C: the action is not supported by this device; no reason given. */
export function actionRefused(call: GraphCall): Reply {
  return graphError(call, 400, 'BadRequest', nested(`An error has occurred - ${tail(call)}`, '{}'));
}

/** D: a fault inside the service. */
export function serviceFault(call: GraphCall): Reply {
  return graphError(
    call,
    500,
    'InternalServerError',
    nested(`An internal server error has occurred - ${tail(call)}`, '{}'),
  );
}

/** E: throttled. `retryAfter` null leaves the header out, as Intune has been seen to do. */
export function throttled(call: GraphCall, retryAfter: string | null): Reply {
  const innerError = {
    code: '429',
    date: date(call),
    message: 'Please retry after',
    'request-id': call.requestId,
    status: '429',
  };
  return {
    status: 429,
    headers: retryAfter === null ? {} : { 'Retry-After': retryAfter },
    body: { error: { code: 'TooManyRequests', message: 'Please retry again later.', innerError } },
  };
}

/** A device or another Intune object that is not there. The service's exact body is not published. */
export function notFound(call: GraphCall): Reply {
  return graphError(call, 404, 'ResourceNotFound', nested(`Device not found - ${tail(call)}`, '{}'));
}

/** What a tenant without a license for Intune answers, to every call. */
export const noLicense = (call: GraphCall): Reply =>
  graphError(call, 400, 'BadRequest', 'Request not applicable to target tenant.');

/** A refusal that gives no reason. */
export const silentRefusal = (call: GraphCall): Reply => graphError(call, 403, 'Forbidden', '');

/** Multi Admin Approval: the call waits for a second administrator. */
export const approvalNeeded = (call: GraphCall): Reply => ({
  ...graphError(call, 412, 'BadRequest', nested(`Approval is required. - ${tail(call)}`, '{}')),
  headers: { 'x-msft-approval-code': 'practice-approval-0001' },
});

/** The same five shapes by letter, for scripted faults. */
export const shapes: Readonly<Record<'A' | 'B' | 'C' | 'D' | 'E', (call: GraphCall) => Reply>> = {
  A: (call) =>
    missingScope(call, ['DeviceManagementManagedDevices.ReadWrite.All', 'DeviceManagementConfiguration.ReadWrite.All']),
  B: noIntuneRole,
  C: actionRefused,
  D: serviceFault,
  E: (call) => throttled(call, '2.128'),
};
