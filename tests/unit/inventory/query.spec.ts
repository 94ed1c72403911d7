import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchQuery, understand } from '../../../main/inventory/query';
import { device } from '../shared/search/devices';

const filtersOf = (text: string): readonly string[] => (understand(text)?.filters ?? []).map(({ field, op, value }) => `${field} ${op} ${value}`);

describe('a text of the search box', () => {
  it.each(['', ' ', '\u200b', 'a', '-', '\n'])('%j asks nothing', (text) => {
    expect(understand(text)).toBeNull();
  });

  it('may be a single ideograph', () => {
    expect(understand('林')?.people).toBe('林');
  });

  it('as a GUID is an Intune id or an Entra id, and nothing else', () => {
    const id = '0000000D-0000-4000-8000-000000000001';
    expect(understand(` ${id} `)).toMatchObject({ deviceId: id, people: null, apps: null });
    expect(filtersOf(id)).toEqual([`azureADDeviceId eq ${id}`]);
  });

  it('as an address is a UPN or part of a mail address', () => {
    expect(filtersOf('Anna@contoso.com')).toEqual(['userPrincipalName eq Anna@contoso.com', 'emailAddress contains Anna@contoso.com']);
    expect(understand('Anna@contoso.com')?.people).toBe('Anna@contoso.com');
  });

  it('as an asset asks for name and serial in both cases, and for no person', () => {
    expect(filtersOf('pf4d7k2q')).toEqual([
      'deviceName eq pf4d7k2q', 'deviceName contains pf4d7k2q', 'serialNumber eq pf4d7k2q', 'serialNumber eq PF4D7K2Q', 'model contains pf4d7k2q', 'emailAddress contains pf4d7k2q',
    ]);
    expect(understand('pf4d7k2q')?.people).toBeNull();
  });

  it('as an IMEI with spaces finds the device that has it without', () => {
    const query = understand('35 209900 176148 1');
    expect(filtersOf('35 209900 176148 1')).toContain('imei eq 352099001761481');
    expect(query && matchQuery(device({ imei: '352099001761481' }), query)).not.toBeNull();
  });

  it('as a phone number asks by its digits', () => {
    expect(filtersOf('+81 90-1234-5678')).toContain('phoneNumber contains 819012345678');
  });

  it('of several words asks by the longest and checks the others', () => {
    expect(filtersOf("keller o'briens pc")).toContain("deviceName contains o'briens");
    const query = understand('keller lenovo')!;
    expect(matchQuery(device({ userName: 'Anna Keller', manufacturer: 'LENOVO' }), query)).not.toBeNull();
    expect(matchQuery(device({ userName: 'Anna Keller' }), query)).toBeNull();
  });

  it('as a pasted ticket line looks up what can stand alone', () => {
    const line = 'INC0012345: Anna Keller (anna.keller@contoso.com), laptop LT-00421 S/N 5CG1234XYZ will not start';
    const query = understand(line)!;
    expect(query.people).toBe('anna.keller@contoso.com');
    expect(filtersOf(line)).toEqual(
      expect.arrayContaining(['deviceName contains LT-00421', 'serialNumber eq 5CG1234XYZ', 'userPrincipalName eq anna.keller@contoso.com']),
    );
    expect(matchQuery(device({ serial: '5CG1234XYZ' }), query)).toMatchObject({ at: 1, match: { grade: 'exact' } });
    expect(matchQuery(device({ userName: 'Anna Keller' }), query)).toBeNull();
  });

  it('as a line that names a person only looks for that person', () => {
    expect(understand('please call back Anna Keller about LT-00421 today')?.people).toBe('Anna Keller');
  });

  it('never makes an empty or an endless query, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const query = understand(text);
        for (const { value } of query?.filters ?? []) expect(value.trim()).not.toBe('');
        expect(query?.filters.length ?? 0).toBeLessThanOrEqual(20);
        expect(query?.alternatives.every((terms) => terms.length > 0) ?? true).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
