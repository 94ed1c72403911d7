import type { CheckInSpan, DeviceChips } from '../../../shared/contract/device-query';
import { CATEGORIES_MAX, checkInSpans } from '../../../shared/contract/device-query';
import type { Messages } from '../../../shared/i18n/index';
import { complianceStates, ownerships, platforms } from '../../../shared/managed-device';

export interface FilterOption {
  readonly key: string;
  readonly label: string;
  readonly isOn: boolean;
  /** Main accepts no more of this kind: another one must be removed first. */
  readonly isBarred: boolean;
  /** The filters with this one toggled. */
  readonly flipped: () => DeviceChips;
}

export interface FilterGroup {
  readonly key: 'platforms' | 'compliance' | 'ownership' | 'categories';
  readonly label: string;
  readonly options: readonly FilterOption[];
}

/** An active filter, which the technician can remove. */
export interface ActiveChip {
  readonly key: string;
  readonly text: string;
  readonly without: () => DeviceChips;
}

type ListKey = FilterGroup['key'];

/** Main accepts no further category. */
export const isFull = ({ categories }: DeviceChips): boolean => categories.length >= CATEGORIES_MAX;

const flip = <T>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

function options<K extends ListKey>(
  chips: DeviceChips,
  key: K,
  all: readonly DeviceChips[K][number][],
  label: (one: DeviceChips[K][number]) => string,
): FilterOption[] {
  const wanted: readonly DeviceChips[K][number][] = chips[key];
  const isAtEnd = key === 'categories' && isFull(chips);
  return all.map((one) => {
    const isOn = wanted.includes(one);
    return {
      key: `${key}-${one}`,
      label: label(one),
      isOn,
      isBarred: isAtEnd && !isOn,
      flipped: () => ({ ...chips, [key]: flip(wanted, one) }),
    };
  });
}

/** The options of every kind of filter. An active category stays an option even if no device has it any longer. */
export function filterGroups(m: Messages, chips: DeviceChips, categories: readonly string[]): readonly FilterGroup[] {
  const named = [...new Set([...categories, ...chips.categories])].filter((name) => name !== '');
  const groups: readonly FilterGroup[] = [
    {
      key: 'platforms',
      label: m.filter.os(),
      options: options(chips, 'platforms', platforms, (one) => m.platform[one]()),
    },
    {
      key: 'compliance',
      label: m.filter.compliance(),
      options: options(chips, 'compliance', complianceStates, (one) => m.compliance[one]()),
    },
    {
      key: 'ownership',
      label: m.filter.ownership(),
      options: options(chips, 'ownership', ownerships, (one) => m.ownership[one]()),
    },
    { key: 'categories', label: m.filter.category(), options: options(chips, 'categories', named, (one) => one) },
  ];
  return groups.filter((group) => group.options.length > 0);
}

/** The time spans of the last check-in; null means "any time". */
export const spanOptions = (m: Messages): readonly { readonly value: CheckInSpan | null; readonly label: string }[] => [
  { value: null, label: m.filter.anyTime() },
  ...checkInSpans.map((value) => ({ value, label: m.filter.span[value]() })),
];

/** The active filters, in the order of the groups. */
export function activeChips(m: Messages, chips: DeviceChips): readonly ActiveChip[] {
  const lists = filterGroups(m, chips, []).flatMap((group) =>
    group.options
      .filter(({ isOn }) => isOn)
      .map((one) => ({
        key: one.key,
        text: m.filter.chip({ group: group.label, value: one.label }),
        without: one.flipped,
      })),
  );
  if (chips.checkIn === null) return lists;
  const span = {
    key: 'checkIn',
    text: m.filter.chip({ group: m.filter.checkIn(), value: m.filter.span[chips.checkIn]() }),
    without: () => ({ ...chips, checkIn: null }),
  };
  return [...lists, span];
}
