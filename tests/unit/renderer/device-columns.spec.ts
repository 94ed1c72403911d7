import { describe, expect, it } from 'vitest';
import {
  cellText,
  fieldOf,
  matchBeside,
  nextSort,
  shownColumns,
  tableOf,
} from '../../../renderer/features/devices/device-columns';
import { deviceColumns } from '../../../shared/contract/device-query';
import { formatsFor } from '../../../shared/i18n/format';
import { messagesFor } from '../../../shared/i18n/index';
import { aRow } from '../../support/builders';

const wording = { messages: messagesFor('en'), formats: formatsFor('en'), now: Date.parse('2026-11-23T10:00:00Z') };

describe('the columns of the device table', () => {
  it('begin with the name, whether and at which position it was chosen', () => {
    expect(shownColumns(['serial', 'name'])).toEqual(['name', 'serial']);
    expect(shownColumns([])).toEqual(['name']);
  });

  it('have a width each', () => {
    const { widths, count, least } = tableOf(['name', 'serial']);
    expect({ count, least }).toEqual({ count: 2, least: 360 });
    expect(widths.match(/minmax/g)).toHaveLength(2);
  });

  it('sort ascending, descending, then not at all; times newest first', () => {
    const once = nextSort(null, 'upn');
    expect(once).toEqual({ column: 'upn', descending: false });
    expect(nextSort(once, 'upn')).toEqual({ column: 'upn', descending: true });
    expect(nextSort(nextSort(once, 'upn'), 'upn')).toBeNull();
    expect(nextSort(once, 'serial')).toEqual({ column: 'serial', descending: false });
    expect(nextSort(null, 'lastCheckIn')).toEqual({ column: 'lastCheckIn', descending: true });
  });

  it('give the reason of a match that no column shows', () => {
    const row = aRow({ id: 'a', match: { field: 'imei', ranges: [[0, 1]] } });
    expect(matchBeside(row, ['name', 'serial'])).toBe('imei');
    expect(matchBeside({ ...row, match: { field: 'serial', ranges: [] } }, ['name', 'serial'])).toBeNull();
    expect(matchBeside({ ...row, match: { field: 'serial', ranges: [] } }, ['name'])).toBe('serial');
    expect(matchBeside(aRow({ id: 'a' }), ['name'])).toBeNull();
  });

  it('mark matches only in columns that show the field unchanged', () => {
    expect(deviceColumns.filter((column) => fieldOf(column) === null)).toEqual([
      'osVersion',
      'compliance',
      'ownership',
      'lastCheckIn',
      'enrolledAt',
    ]);
  });

  it.each([
    ['os', 'Windows 11'],
    ['osVersion', '10.0.26100'],
    ['ownership', 'Company'],
    ['lastCheckIn', '1 hr ago'],
    ['enrolledAt', ''],
    ['model', 'One'],
  ] as const)('word %s', (column, text) => {
    expect(cellText(aRow({ id: 'a' }), column, wording)).toBe(text);
  });

  it('show the operating system as it was searched if it matched', () => {
    expect(cellText(aRow({ id: 'a', match: { field: 'os', ranges: [[0, 3]] } }), 'os', wording)).toBe('Windows 11');
    expect(
      cellText(
        aRow({ id: 'a', os: 'iOS', osVersion: '18.2', platform: 'ios', match: { field: 'os', ranges: [[4, 6]] } }),
        'os',
        wording,
      ),
    ).toBe('iOS 18.2');
  });
});
