import type { AssistanceRequest } from '../../../shared/contract/requests';
import type { Formats } from '../../../shared/i18n/format';
import type { Messages } from '../../../shared/i18n/index';

export interface HistoryItem {
  readonly key: string;
  readonly request: AssistanceRequest;
}

interface DayGroup {
  readonly key: string;
  readonly label: string;
  readonly items: readonly HistoryItem[];
}

const two = (value: number): string => String(value).padStart(2, '0');
/** The calendar day on this workstation. */
const dayKey = (ms: number): string => {
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
const startOf = (request: AssistanceRequest): number => Date.parse(request.steps[0]?.at ?? '') || 0;

function dayBefore(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() - 1);
  return date.getTime();
}

/** Groups entries by the day on which they began, in the order given; `now` in milliseconds since 1970. */
export function byDay(
  messages: Messages,
  formats: Formats,
  entries: readonly AssistanceRequest[],
  now: number,
): readonly DayGroup[] {
  const named = new Map([
    [dayKey(now), messages.history.today()],
    [dayKey(dayBefore(now)), messages.history.yesterday()],
  ]);
  const groups = new Map<string, { label: string; items: HistoryItem[] }>();
  for (const request of entries) {
    const at = startOf(request);
    const key = dayKey(at);
    const group = groups.get(key) ?? { label: named.get(key) ?? formats.day(at), items: [] };
    group.items.push({ key: `h-${request.id}`, request });
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
