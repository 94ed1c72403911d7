import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { clean, quotation, TEXT_LIMIT } from '../../../main/graph/clean';
import { parseApp, parsePerson } from '../../../main/graph/directory';
import { InstantField, parseDevice } from '../../../main/graph/managed-device';
import { filterText, searchText, withQuery } from '../../../main/graph/odata';
import { parseSessionFacts } from '../../../main/graph/session-facts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

describe('clean', () => {
  it.each([
    ['LT-\u202Etxt.exe', 'LT-txt.exe'],
    ['a\u2066b\u2069c\u200Bd\uFEFFe', 'abcde'],
    ['line\r\nbreak\tand\u2028more', 'line break and more'],
    ['\u0000\u001b[31mred', '[31mred'],
    ['cafe\u0301', 'café'],
    ['ﾃｽﾄ', 'ﾃｽﾄ'],
    ['  佐藤 美咲 ', '佐藤 美咲'],
    ['\ud800lone', 'lone'],
    ['\u3164\u115f', ''],
    [`z${'\u0335'.repeat(50)}`, `z${'\u0335'.repeat(4)}`],
  ])('turns %j into %j', (raw, expected) => {
    expect(clean(raw)).toBe(expected);
  });

  it('marks a missing end with an ellipsis', () => {
    expect(clean('X'.repeat(100_000))).toBe(`${'X'.repeat(TEXT_LIMIT - 1)}…`);
    expect(clean('😀'.repeat(300))).not.toMatch(/\p{Cs}/u);
  });

  it('leaves nothing hidden and nothing long, for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (raw) => {
        const text = clean(raw);
        expect(text).not.toMatch(HIDDEN);
        expect(text.length).toBeLessThanOrEqual(TEXT_LIMIT);
      }),
      { numRuns: 600 },
    );
  });

  it('removes URLs of any scheme from quotations', () => {
    expect(quotation('open teamviewer10://control?x or HTTPS://a.b/c now')).toBe('open … or … now');
  });
});

describe('a managed device', () => {
  const id = '0000000d-0000-4000-8000-000000000001';

  it('is read field by field', () => {
    const raw = {
      id,
      deviceName: 'LT-1',
      serialNumber: 'S1',
      azureADDeviceId: 'e',
      userId: 'u',
      userDisplayName: 'Ann',
      userPrincipalName: 'ann@x.y',
      emailAddress: 'a@x.y',
      operatingSystem: 'Windows',
      osVersion: '10',
      manufacturer: 'L',
      model: 'M',
      imei: '1',
      phoneNumber: '2',
      wiFiMacAddress: '001a2b3c4d5e',
      deviceCategoryDisplayName: 'C',
      complianceState: 'compliant',
      managedDeviceOwnerType: 'company',
      deviceEnrollmentType: 'windowsAutoEnrollment',
      lastSyncDateTime: '2026-11-23T08:49:00Z',
      enrolledDateTime: '2024-01-01T00:00:00.1234567Z',
    };
    expect(parseDevice(raw)).toEqual({
      id,
      name: 'LT-1',
      serial: 'S1',
      entraId: 'e',
      userId: 'u',
      userName: 'Ann',
      upn: 'ann@x.y',
      mail: 'a@x.y',
      os: 'Windows',
      osVersion: '10',
      platform: 'windows',
      manufacturer: 'L',
      model: 'M',
      imei: '1',
      phone: '2',
      wifiMac: '00:1A:2B:3C:4D:5E',
      category: 'C',
      compliance: 'compliant',
      ownership: 'company',
      enrollment: 'windowsAutoEnrollment',
      lastCheckIn: '2026-11-23T08:49:00.000Z',
      enrolledAt: '2024-01-01T00:00:00.123Z',
    });
  });

  it.each([
    ['001A2B3C4D5E', '00:1A:2B:3C:4D:5E'],
    ['00-1a-2b-3c-4d-5e', '00:1A:2B:3C:4D:5E'],
    [' 001a.2b3c.4d5e ', '00:1A:2B:3C:4D:5E'],
    ['000000000000', undefined],
    ['', undefined],
    [null, undefined],
    [7, undefined],
    ['n/a', undefined],
    ['0'.repeat(10_000), undefined],
  ])('reads the MAC address of its socket %j as %j', (ethernetMacAddress, expected) => {
    const device = parseDevice({ id, ethernetMacAddress });
    expect(device?.ethernetMac).toBe(expected);
    expect('ethernetMac' in (device ?? {})).toBe(expected !== undefined);
  });

  it('needs nothing but an id', () => {
    expect(parseDevice({ id })).toMatchObject({
      id,
      name: '',
      platform: 'other',
      compliance: 'unknown',
      ownership: 'unknown',
      lastCheckIn: null,
    });
  });

  it('turns wrong types, nulls and unknown enums into defaults', () => {
    expect(
      parseDevice({
        id,
        deviceName: 42,
        serialNumber: null,
        complianceState: 'sideways',
        managedDeviceOwnerType: 'leased',
        lastSyncDateTime: 'yesterday',
        azureADDeviceId: '00000000-0000-0000-0000-000000000000',
      }),
    ).toMatchObject({
      name: '',
      serial: '',
      compliance: 'other',
      ownership: 'unknown',
      lastCheckIn: null,
      entraId: '',
    });
    expect(parseDevice({ id, complianceState: 7 })).toMatchObject({ compliance: 'unknown' });
  });

  it.each([
    ['0001-01-01T00:00:00Z', null],
    ['9999-99-99T00:00:00Z', null],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    [7, null],
    ['1', null],
  ])('reads the date %j as %j', (raw, expected) => {
    expect(v.parse(InstantField, raw)).toBe(expected);
  });

  it.each([undefined, null, '', 7, '../x', 'a/b', '-a', 'a'.repeat(129), "x'y", {}])(
    'is dropped with the id %j',
    (bad) => {
      expect(parseDevice({ id: bad, deviceName: 'X' })).toBeNull();
    },
  );

  it.each(['Windows', 'macOS', 'iOS', 'iPadOS', 'Android', 'Linux', 'ChromeOS', 'TempleOS'])(
    'knows the platform of %s',
    (operatingSystem) => {
      const expected =
        {
          Windows: 'windows',
          macOS: 'macos',
          iOS: 'ios',
          iPadOS: 'ios',
          Android: 'android',
          Linux: 'linux',
          ChromeOS: 'chromeos',
        }[operatingSystem] ?? 'other';
      expect(parseDevice({ id, operatingSystem })?.platform).toBe(expected);
    },
  );

  it('never throws and never contains hidden characters, for any input', () => {
    const field = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }));
    const row = fc.oneof(
      fc.anything(),
      fc.record({
        id: fc.constant(id),
        deviceName: field,
        userDisplayName: field,
        lastSyncDateTime: field,
        complianceState: field,
        operatingSystem: field,
      }),
    );
    fc.assert(
      fc.property(row, (raw) => {
        const device = parseDevice(raw);
        for (const value of Object.values(device ?? {})) expect(String(value ?? '')).not.toMatch(HIDDEN);
        expect(() => [
          parsePerson(raw),
          parseApp(raw),
          parseSessionFacts(id, { body: raw, requestId: null, serverTime: null }),
        ]).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('OData', () => {
  it.each([
    [{ field: 'deviceName', op: 'contains', value: "O'Brien's" } as const, "contains(deviceName,'O''Brien''s')"],
    [{ field: 'serialNumber', op: 'eq', value: 'A&B#+' } as const, "serialNumber eq 'A&B#+'"],
  ])('writes %j', (filter, expected) => {
    expect(filterText(filter)).toBe(expected);
  });

  it.each(['', '  ', '\u200b', '\u202e\n'])('has no filter for the empty value %j', (value) => {
    expect(filterText({ field: 'userPrincipalName', op: 'eq', value })).toBeNull();
    expect(searchText(['displayName'], value)).toBeNull();
  });

  it('escapes quotes and backslashes in a search', () => {
    expect(searchText(['displayName', 'mail'], 'a"b\\c')).toBe('"displayName:a\\"b\\\\c" OR "mail:a\\"b\\\\c"');
  });

  it('encodes values and keeps them complete', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const filter = filterText({ field: 'deviceName', op: 'contains', value });
        if (filter === null) return;
        const url = new URL(withQuery('https://x.example/v1.0/users', { $filter: filter, $top: 1 }));
        expect(url.searchParams.get('$filter')).toBe(filter);
        expect([...url.searchParams.keys()]).toEqual(['$filter', '$top']);
      }),
    );
  });
});
