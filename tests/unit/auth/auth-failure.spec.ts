import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aadstsAdvice, adviceFor, adviceKeys, readAadsts } from '../../../shared/aadsts';
import type { Failure } from '../../../shared/failure';
import type { Refused } from './fake-entra';
import { setUp } from './support';

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
  [900941, 'consent_required'],
  [90008, 'invalid_grant', 'consent_required'],
  [50078, 'interaction_required', 'basic_action'],
  [50125, 'interaction_required', 'user_password_expired'],
  [50135, 'interaction_required', 'user_password_expired'],
  [50144, 'invalid_grant', 'user_password_expired'],
  ...[50058, 16000].map((code) => [code, 'login_required'] as const),
  ...[50140, 50199, 16001, 16002, 160021, 50143].map((code) => [code, 'interaction_required'] as const),
  ...[70000, 70008, 700084, 50085, 50089, 50139, 54005, 501481, 700005, 500133, 50013, 50126, 50056, 50064].map(
    (code) => [code, 'invalid_grant', 'bad_token'] as const,
  ),
  ...[530003, 50155, 50187, 135011, 53002, 53009, 53011, 530034, 530035, 50005, 53004, 53010].map(
    (code) => [code, 'access_denied', 'message_only'] as const,
  ),
  ...[7000215, 7000216, 7000222, 70002, 700024].map((code) => [code, 'invalid_client'] as const),
  ...[700011, 1000031].map((code) => [code, 'unauthorized_client'] as const),
  ...[500011, 500014, 50001, 650052, 650054].map((code) => [code, 'invalid_resource'] as const),
  ...[28003, 700022, 700023].map((code) => [code, 'invalid_scope'] as const),
  ...[50000, 50033, 50087, 50088, 50166, 50196, 90006, 90012, 90024, 90033, 90036, 90055, 90090, 90091].map(
    (code) => [code, 'temporarily_unavailable'] as const,
  ),
  ...[
    20001, 20012, 20033, 40008, 40009, 40010, 40015, 50008, 50107, 80001, 80002, 80005, 80007, 80010, 80012, 80013,
    80014,
  ].map((code) => [code, 'invalid_request'] as const),
  ...[50002, 500021, 500022, 500212, 500213, 1000104, 50014, 16003, 50197, 51004, 81012, 90125, 90084].map(
    (code) => [code, 'invalid_request'] as const,
  ),
  ...[50059, 50128, 90019, 90124, 90130, 9001023, 50049, 90051, 900023, 65005, 500113, 500117, 70004, 900971].map(
    (code) => [code, 'invalid_request'] as const,
  ),
];

const consent = new Set([65001, 65004, 90008, 90094, 90095, 900941]);
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

  it.each(refusals)('%i shown by the browser is reported with its advice', async (code, refused) => {
    const { entra, signIn } = setUp();
    entra.visits.push(refused);
    const told = await failure(signIn.signIn({ switchAccount: false }));
    expect(told.code).toBe(consent.has(code) ? 'auth.consent' : 'auth.refused');
    harmless(told, code);
    expect(signIn.account()).toBeNull();
  });

  it.each(refusals)('%i from the token endpoint at sign-in is reported with its advice', async (code, refused) => {
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
    const wanted =
      ['interaction_required', 'login_required'].includes(refused.error) ||
      /action|message_only|password/.test(refused.suberror ?? '');
    const ended = refused.error === 'invalid_grant' && !wanted && !consent.has(code);
    const expected = consent.has(code) ? 'auth.consent' : ended || wanted ? 'auth.required' : 'auth.refused';
    expect(told.code).toBe(expected);
    expect(file.text === null).toBe(ended);
    expect(entra.count('authorize')).toBe(1);
  });
});

describe('a number that Microsoft’s page shows', () => {
  it.each<[string, number | null]>([
    ['AADSTS50011', 50011],
    ['aadsts500011', 500011],
    [' AADSTS 50 020 ', 50020],
    ['50126', 50126],
    ['53003.', null],
    ['#53003', 53003],
    ['Error code: 53003', 53003],
    ['Error Code 530003', 530003],
    ['エラー コード: 53000', 53000],
    ['ＡＡＤＳＴＳ７００００１６', 7000016],
    [
      "Request Id: 0f0f0f0f-1111-4222-8333-444444444444 Correlation Id: 12345678-1111-4222-8333-444444444444 Timestamp: 2026-11-30T09:00:07Z Message: AADSTS500021: Access to 'contoso' tenant is denied.",
      500021,
    ],
    ['Sorry, but we’re having trouble signing you in.\nAADSTS90019: No tenant-identifying information found.', 90019],
    ['AADSTS50011 20 devices', 50011],
    ['Correlation Id: 12345678-1111-4222-8333-444444444444', null],
    ['Error: 12345678-1111-4222-8333-444444444444', null],
    ['It is 9:45', null],
    ['1234', null],
    ['123456789', null],
    ['', null],
  ])('%j is read as %j', (text, number) => {
    expect(readAadsts(text)).toBe(number);
  });

  it('is found quickly in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'AADSTSerror エラー019 :-'.split('')), maxLength: 5_000 }),
        (text) => {
          const number = readAadsts(text);
          return number === null || (number >= 0 && number < 1e8);
        },
      ),
    );
  });
});

describe('an unknown refusal', () => {
  it('follows its error class and quotes no addresses with queries', async () => {
    const { entra, signIn } = setUp();
    entra.visits.push({ error: 'brand_new_error' });
    const told = await failure(signIn.signIn({ switchAccount: false }));
    expect(told).toEqual({
      code: 'auth.refused',
      correlationId: expect.any(String) as string,
      detail: 'brand_new_error',
    });
  });

  it('of prototype names is no known code', async () => {
    const { entra, signIn } = setUp();
    entra.visits.push({ error: 'constructor' });
    expect((await failure(signIn.signIn({ switchAccount: false }))).code).toBe('auth.refused');
  });
});
