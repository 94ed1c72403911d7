import * as v from 'valibot';
import { complianceStates, ownerships, platforms } from '../managed-device';

/** Columns of the device table; a list can be ordered by each of them. */
export const deviceColumns = [
  'name',
  'serial',
  'userName',
  'upn',
  'os',
  'osVersion',
  'manufacturer',
  'model',
  'category',
  'compliance',
  'ownership',
  'lastCheckIn',
  'enrolledAt',
] as const;
export type DeviceColumn = (typeof deviceColumns)[number];

/** The last check-in within a day, a week, 30 days; longer ago or never; never at all. */
export const checkInSpans = ['day', 'week', 'month', 'older', 'never'] as const;
export type CheckInSpan = (typeof checkInSpans)[number];

/** Device categories that can be asked for at once. */
export const CATEGORIES_MAX = 200;
const listOf = <const T extends readonly string[]>(names: T) =>
  v.pipe(v.array(v.picklist(names)), v.maxLength(names.length));

/** Filters above a list: those of one kind are joined by "or", the kinds by "and"; an empty list filters nothing. */
export const ChipsSchema = v.object({
  platforms: listOf(platforms),
  compliance: listOf(complianceStates),
  ownership: listOf(ownerships),
  categories: v.pipe(v.array(v.pipe(v.string(), v.maxLength(400))), v.maxLength(CATEGORIES_MAX)),
  checkIn: v.nullable(v.picklist(checkInSpans)),
});
export type DeviceChips = v.InferOutput<typeof ChipsSchema>;

export const noChips: DeviceChips = { platforms: [], compliance: [], ownership: [], categories: [], checkIn: null };

export const isFiltering = (chips: DeviceChips): boolean => filterCount(chips) > 0;

/** Number of active filters. */
export const filterCount = ({ platforms: systems, compliance, ownership, categories, checkIn }: DeviceChips): number =>
  [systems, compliance, ownership, categories].reduce((sum, wanted) => sum + wanted.length, checkIn === null ? 0 : 1);

const SortSchema = v.object({ column: v.picklist(deviceColumns), descending: v.boolean() });
export type DeviceSort = v.InferOutput<typeof SortSchema>;

/** Longest text that is searched for, in UTF-16 units. */
export const SEARCH_TEXT_MAX = 200;
export const SearchText = v.pipe(v.string(), v.maxLength(SEARCH_TEXT_MAX));

/** What a list shows. An empty text means every device; without an order the best hits come first. */
export const DeviceQuerySchema = v.object({ text: SearchText, chips: ChipsSchema, sort: v.nullable(SortSchema) });
export type DeviceQuery = v.InferOutput<typeof DeviceQuerySchema>;

export const parseDeviceQuery = v.parser(DeviceQuerySchema);
