import { describe, expect, it } from 'vitest';
import { aadstsAdvice, adviceFor, adviceKeys } from '../../../shared/aadsts';
import type { Failure } from '../../../shared/failure';
import { setUp } from './bench';
import type { Refused } from './fake-entra';

const READ = 'DeviceManagementManagedDevices.Read.All';

/** Every number of the table with the error class under which Entra sends it. */
const table: readonly (readonly [number, string, string?])[] = [
  [50011, 'invalid_request'],
  [50020, 'invalid_request'],
  [500208, 'invalid_request'],
  [50034, 'invalid_grant'],
  [50053, 'invalid_grant'],
  [50055, 'invalid_grant', 'user_password_expired'],
  [50057, 'invalid_grant'],
  [50074, 'interaction_required', 'basic_action'],
  [50076, 'interaction_required', 'basic_action'],
  [50158, 'interaction_required', 'basic_action'],
  [50072, 'interaction_required', 'basic_action'],
  [50079, 'interaction_required', 'basic_action'],
  [50097, 'interaction_required', 'message_only'],
  [50129, 'invalid_grant'],
  [53000, 'invalid_grant', 'message_only'],
  [53001, 'invalid_grant', 'message_only'],
  [50105, 'interaction_required'],
  [50131, 'invalid_grant', 'message_only'],
  [53003, 'access_denied', 'message_only'],
  [530032, 'invalid_grant', 'message_only'],
  [50132, 'invalid_grant', 'bad_token'],
  [50133, 'invalid_grant', 'bad_token'],
  [50173, 'invalid_grant', 'bad_token'],
  [70043, 'invalid_grant', 'bad_token'],
  [700082, 'invalid_grant', 'token_expired'],
  [50194, 'invalid_request'],
  [65001, 'invalid_grant', 'consent_required'],
  [65004, 'access_denied'],
  [650056, 'access_denied'],
  [650057, 'invalid_resource'],
  [28002, 'invalid_scope'],
  [70011, 'invalid_scope'],
  [700016, 'unauthorized_client'],
  [70001, 'unauthorized_client'],
  [7000112, 'unauthorized_client'],
  [7000218, 'invalid_client'],
  [90002, 'invalid_request'],
  [90038, 'invalid_request'],
  [90072, 'invalid_request'],
  [90094, 'consent_required'],
  [90095, 'consent_required'],
];

const consent = new Set([65001, 65004, 90094, 90095]);
const refusals = table.map(([code, error, suberror]): [number, Refused] => [
  code,
  { error, code, ...(suberror === undefined ? {} : { suberror }) },
]);

async function failure(run: Promise<{ ok: boolean; error?: Failure }>): Promise<Failure> {
  const outcome = await run;
  expect(outcome.ok).toBe(false);
  return outcome.error!;
}

const harmless = (told: Failure, code: number): void => {
  expect(told.aadsts).toBe(code);
  expect(adviceFor(told.aadsts)).not.toBeNull();
  expect(told.correlationId).toBe('11111111-2222-4333-8444-555555555555');
  expect(told.detail).toMatch(/^Something about [a-z_]+\.$/);
};

describe('AADSTS numbers', () => {
  it('are all in the table', () => {
    expect(table.map(([code]) => code).sort()).toEqual(Object.keys(aadstsAdvice).map(Number).sort());
    expect(new Set(Object.values(aadstsAdvice))).toEqual(new Set(adviceKeys));
    expect(adviceFor(undefined)).toBeNull();
    expect(adviceFor(1)).toBeNull();
  });

  it.each(refusals)('%i shown by the browser is told with its advice', async (code, refused) => {
    const { entra, signIn } = setUp();
    entra.visits.push(refused);
    const told = await failure(signIn.signIn({ switchAccount: false }));
    expect(told.code).toBe(consent.has(code) ? 'auth.consent' : 'auth.refused');
    harmless(told, code);
    expect(signIn.account()).toBeNull();
  });

  it.each(refusals)('%i from the token endpoint at sign-in is told with its advice', async (code, refused) => {
    const { entra, signIn } = setUp();
    entra.tokenRefusals.push(refused);
    const told = await failure(signIn.signIn({ switchAccount: false }));
    expect(told.code).toBe(consent.has(code) ? 'auth.consent' : 'auth.refused');
    harmless(told, code);
  });

  it.each(refusals)('%i at a renewal ends the session only when the grant is void', async (code, refused) => {
    const { entra, signIn, file } = setUp();
    await signIn.signIn({ switchAccount: false });
    entra.tokenRefusals.push(refused);
    const told = await failure(signIn.token({ scopes: [READ], interactive: false, forceRefresh: true }));
    harmless(told, code);
    const wanted = ['interaction_required'].includes(refused.error) || /action|message_only|password/.test(refused.suberror ?? '');
    const ended = refused.error === 'invalid_grant' && !wanted && code !== 65001;
    const expected = consent.has(code) ? 'auth.consent' : ended || wanted ? 'auth.required' : 'auth.refused';
    expect(told.code).toBe(expected);
    expect(file.text === null).toBe(ended);
    expect(entra.count('authorize')).toBe(1);
  });
});

describe('an unknown refusal', () => {
  it('follows its error class and quotes no addresses with queries', async () => {
    const { entra, signIn } = setUp();
    entra.visits.push({ error: 'brand_new_error' });
    const told = await failure(signIn.signIn({ switchAccount: false }));
    expect(told).toEqual({ code: 'auth.refused', correlationId: expect.any(String) as string, detail: 'brand_new_error' });
  });

  it('of prototype names is no known code', async () => {
    const { entra, signIn } = setUp();
    entra.visits.push({ error: 'constructor' });
    expect((await failure(signIn.signIn({ switchAccount: false }))).code).toBe('auth.refused');
  });
});
