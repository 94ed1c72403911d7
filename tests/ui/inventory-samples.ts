import type { DeviceQuery } from '../../shared/contract/device-query';
import { isFiltering } from '../../shared/contract/device-query';
import type { DeviceRow } from '../../shared/contract/devices';
import type { InventoryView, LocalAnswer, ResultPage } from '../../shared/contract/inventory';
import type { Outcome } from '../../shared/failure';
import * as s from './samples';
import type { Answers } from './stage';

export const HALF_A_MILLION = 500_000;

export const ready = (over: Partial<InventoryView> = {}): InventoryView => ({
  ...s.inventoryOff,
  state: 'ready',
  devices: HALF_A_MILLION,
  asOf: s.before(3),
  categories: ['Sales', 'Front desk'],
  revision: 1,
  ...over,
});

const looks: readonly Partial<DeviceRow>[] = [
  {},
  {
    compliance: 'noncompliant',
    userName: 'Jordan Miles',
    upn: 'jmiles@contoso.example',
    model: 'EliteBook 840',
    manufacturer: 'HP',
    category: '',
  },
  {
    compliance: 'inGracePeriod',
    os: 'macOS',
    osVersion: '15.3',
    platform: 'macos',
    manufacturer: 'Apple',
    model: 'MacBook Pro 14',
    userName: '高橋 健',
    upn: 'ken.takahashi@contoso.example',
  },
  {
    compliance: 'unknown',
    os: 'Android',
    osVersion: '14',
    platform: 'android',
    lastCheckIn: null,
    stale: true,
    userName: '',
    upn: '',
    mail: '',
    serial: 'R5CT30',
    twins: 1,
  },
];

/** The device at a place of the played inventory. */
export const nth = (index: number, over: Partial<DeviceRow> = {}): DeviceRow =>
  s.device({
    lastCheckIn: s.before(index % 4000),
    ...looks[index % looks.length],
    id: `local-${index}`,
    name: `PC-${String(index).padStart(6, '0')}`,
    source: 'local',
    asOf: s.before(6),
    ...over,
  });

const rowsFrom = (offset: number, count: number, row: (index: number) => DeviceRow): readonly DeviceRow[] =>
  Array.from({ length: count }, (_, at) => row(offset + at));

type Played = Pick<Required<NonNullable<Answers['inventory']>>, 'current' | 'refresh'> & {
  readonly find: (query: DeviceQuery) => Promise<Outcome<LocalAnswer>>;
  readonly page: (page: ResultPage) => Promise<Outcome<readonly DeviceRow[]>>;
};

interface Play {
  readonly total?: number;
  readonly row?: (index: number) => DeviceRow;
  readonly view?: Partial<InventoryView>;
  readonly answer?: Partial<LocalAnswer>;
}

/** A local inventory that answers every text with its first devices, and pages them. */
export function inventory({ total = HALF_A_MILLION, row = nth, view = {}, answer = {} }: Play = {}): Played {
  let resultId = 0;
  const find = (query: DeviceQuery): LocalAnswer => {
    const found = query.text === '' && !isFiltering(query.chips) ? total : Math.min(total, 1204);
    const count = answer.total ?? found;
    return {
      text: query.text,
      resultId: ++resultId,
      total: count,
      isRough: false,
      isSimilar: false,
      readings: [],
      missing: [],
      hidden: 0,
      rows: rowsFrom(0, Math.min(100, count), row),
      ...answer,
    };
  };
  return {
    current: s.answer(ready({ devices: total, ...view })),
    find: async (query) => s.ok(find(query)),
    page: async ({ offset, count }: ResultPage) => s.ok(rowsFrom(offset, count, row)),
    refresh: s.answer(null),
  };
}

export const inTable = (over: Partial<(typeof s)['preferences']> = {}): ReturnType<typeof s.settingsView> =>
  s.settingsView({ preferences: { ...s.preferences, listView: 'table', ...over } });
