import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FilterSyntaxError, parseFilter } from '../../../practice/graph/filter-parser';
import { landmarks } from '../../../practice/index';
import { signedIn, START } from './support';

const COUNT = 300;

async function names(filter: string): Promise<readonly unknown[]> {
  const { ask } = await signedIn({ devices: COUNT });
  const answer = await ask(
    `/deviceManagement/managedDevices?$filter=${encodeURIComponent(filter)}&$select=deviceName,operatingSystem,userPrincipalName,serialNumber,lastSyncDateTime`,
  );
  expect(answer.status).toBe(200);
  return answer.body.value?.map((row) => row['deviceName']) ?? [];
}

const everything = async (filter: string): Promise<boolean> => (await names(filter)).length === COUNT;
const { ready, slow, userless } = landmarks;

describe('the filter language', () => {
  it('reads any quoted text back unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseFilter(`deviceName eq '${text.replaceAll("'", "''")}'`)).toEqual({
          kind: 'clause',
          property: 'deviceName',
          op: 'eq',
          value: text,
        });
      }),
    );
  });
  it('binds and tighter than or', () => {
    expect(parseFilter('a eq 1 or b eq 2 and c eq 3')).toMatchObject({
      kind: 'or',
      terms: [{ property: 'a' }, { kind: 'and' }],
    });
  });
  it('reads functions and parentheses', () => {
    expect(parseFilter("(contains(model,'x') and osVersion eq '1')")).toMatchObject({
      kind: 'and',
      terms: [{ op: 'contains', property: 'model' }, { op: 'eq' }],
    });
  });
  it.each([
    '',
    'deviceName',
    'deviceName eq',
    "deviceName eq 'x",
    'contains(deviceName',
    "eq 'x' 'y'",
    ')',
    "deviceName eq 'x' 'y'",
  ])('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrow(FilterSyntaxError);
  });
  it('never fails in another way, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseFilter(text);
        } catch (cause) {
          expect(cause).toBeInstanceOf(FilterSyntaxError);
        }
      }),
    );
  });
});

describe('a supported filter on managed devices', () => {
  it('finds by exact name, whatever the case', async () => {
    expect(await names(`deviceName eq '${ready.name.toLowerCase()}'`)).toEqual([ready.name]);
  });
  it('finds inside names', async () => {
    expect(await names("contains(deviceName,'-LT-0412')")).toEqual([ready.name, slow.name]);
  });
  it('finds by serial number, and several of them', async () => {
    expect(await names(`serialNumber eq '${ready.serial}' or serialNumber eq '${slow.serial}'`)).toEqual([
      ready.name,
      slow.name,
    ]);
  });
  it('finds a user’s devices by sign-in name', async () => {
    expect(await names("userPrincipalName eq 'misaki.sato@contoso.example'")).toContain(ready.name);
  });
  it('understands doubled quotes', async () => {
    expect(await names("userPrincipalName eq 'o''brien@contoso.example'")).toEqual([]);
  });
  it('joins properties with and', async () => {
    const found = await names("operatingSystem eq 'Windows' and contains(deviceName,'FUK-DT-00001')");
    expect(found).toEqual([userless.name]);
  });
  it('compares check-in times with lt and gt', async () => {
    const recent = await names(`lastSyncDateTime gt ${new Date(START - 3_600_000).toISOString()}`);
    const older = await names(`lastSyncDateTime lt ${new Date(START - 3_600_000).toISOString()}`);
    expect(recent).toContain(ready.name);
    expect(older).toContain(landmarks.neverSeen.name);
    expect(recent.length + older.length).toBe(COUNT);
  });
});

describe('the service’s quirks', () => {
  it.each([
    "userId eq 'x'",
    "skuFamily eq 'Pro'",
    "deviceEnrollmentType eq 'userEnrollment'",
    "userDisplayName eq 'Emma'",
    "contains(serialNumber,'PF')",
    'lastSyncDateTime ge 2036-01-01T00:00:00Z',
    "endswith(deviceName,'x')",
  ])('ignores %s and returns every device', async (filter) => {
    expect(await everything(filter)).toBe(true);
  });
  it('returns every device for an empty sign-in name', async () => {
    expect(await everything("userPrincipalName eq ''")).toBe(true);
  });
  it('treats startswith as contains', async () => {
    expect(await names("startswith(deviceName,'04127')")).toEqual([ready.name]);
  });
  it('honours only the first clause of an or across properties', async () => {
    expect(await names(`serialNumber eq '${ready.serial}' or operatingSystem eq 'Windows'`)).toEqual([ready.name]);
  });
  it('returns only the first of several Entra ids', async () => {
    const { ask } = await signedIn({ devices: COUNT });
    const ids =
      (await ask('/deviceManagement/managedDevices?$top=2&$select=azureADDeviceId')).body.value?.map((row) =>
        String(row['azureADDeviceId']),
      ) ?? [];
    const found = await ask(
      `/deviceManagement/managedDevices?$filter=azureADDeviceId eq '${ids[0]}' or azureADDeviceId eq '${ids[1]}'&$select=azureADDeviceId`,
    );
    expect(found.body.value?.map((row) => row['azureADDeviceId'])).toEqual([ids[0]]);
    expect(
      (await ask(`/deviceManagement/managedDevices?$count=true&$filter=azureADDeviceId eq '${ids[0]}'`)).status,
    ).toBe(400);
  });
  it('ignores $orderby', async () => {
    const { ask } = await signedIn({ devices: COUNT });
    const plain = await ask('/deviceManagement/managedDevices?$select=id');
    const ordered = await ask('/deviceManagement/managedDevices?$select=id&$orderby=deviceName desc');
    expect(ordered.body.value).toEqual(plain.body.value);
  });
  it('answers 400 to text that is not a filter', async () => {
    const { ask } = await signedIn({ devices: COUNT });
    expect((await ask("/deviceManagement/managedDevices?$filter=deviceName eq 'x")).status).toBe(400);
  });
});
