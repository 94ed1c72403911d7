import type { DeviceList, DeviceRow } from '../../shared/contract/devices';
import type { Outcome } from '../../shared/failure';
import type { DeviceField } from '../../shared/managed-device';
import type { LocalAnswers } from './local/port';
import type { DeviceFinder } from './port';

/** What a device was found through: its user, or an app detected on it. */
export type Through =
  { readonly via: 'user'; readonly userId: string } | { readonly via: 'app'; readonly appId: string };

/** Remembers what devices were found through, from main's own search results. Input of a window is never used. */
export interface FoundThrough {
  /**
   * From the newest result with the device; null when that result found the device directly, or belongs to another
   * account.
   */
  of(deviceId: string): Through | null;
  /** Wraps the finder and remembers its results. */
  finder(finder: DeviceFinder): DeviceFinder;
  /** The same for the local inventory. */
  answers(answers: LocalAnswers): LocalAnswers;
}

/** Most devices remembered; the oldest are dropped. */
const MOST_DEVICES = 2_000;
/** Most lists that can be continued; see `Continued`. */
const MOST_LISTS = 32;
const personFields: ReadonlySet<DeviceField> = new Set(['userName', 'upn', 'mail']);

/** `owner`: an object that stands for the signed-in account. Results of one account are never used for another. */
export function createFoundThrough(owner: () => object): FoundThrough {
  let remembered = { owner: owner(), devices: new Map<string, Through>(), lists: new Map<string, Through>() };
  const memory = (): typeof remembered => {
    if (remembered.owner !== owner()) remembered = { owner: owner(), devices: new Map(), lists: new Map() };
    return remembered;
  };
  const note = (deviceId: string, through: Through | null): void => {
    const { devices } = memory();
    devices.delete(deviceId);
    if (through !== null) put(devices, deviceId, through, MOST_DEVICES);
  };
  /** A row without a match comes from a list without a search, so it changes nothing. */
  const noteHits = (rows: readonly DeviceRow[]): void => {
    for (const { id, userId, match } of rows) {
      if (match !== null) note(id, personFields.has(match.field) && userId !== '' ? { via: 'user', userId } : null);
    }
  };
  const noteList = (list: DeviceList, through: Through): void => {
    for (const { id } of list.devices) note(id, through);
    if (list.more !== undefined) put(memory().lists, list.more, through, MOST_LISTS);
  };
  /** A result that arrives after another account signed in is not remembered. */
  const noted = async <T>(ask: () => Promise<Outcome<T>>, take: (value: T) => void): Promise<Outcome<T>> => {
    const asker = owner();
    const answer = await ask();
    if (answer.ok && owner() === asker) take(answer.value);
    return answer;
  };

  return {
    of: (deviceId) => memory().devices.get(deviceId) ?? null,
    finder: (finder) => ({
      ...finder,
      search: (text, box, chips) =>
        noted(
          () => finder.search(text, box, chips),
          ({ devices }) => noteHits(devices),
        ),
      ofPerson: (userId) =>
        noted(
          () => finder.ofPerson(userId),
          (list) => noteList(list, { via: 'user', userId }),
        ),
      ofApp: (appId) =>
        noted(
          () => finder.ofApp(appId),
          (list) => noteList(list, { via: 'app', appId }),
        ),
      more: (handle) => {
        const through = memory().lists.get(handle);
        return noted(
          () => finder.more(handle),
          (list) => {
            if (through !== undefined) noteList(list, through);
          },
        );
      },
    }),
    answers: (answers) => ({
      ...answers,
      find: (query, lane) =>
        noted(
          () => answers.find(query, lane),
          (answer) => noteHits(answer?.rows ?? []),
        ),
      page: (page) =>
        noted(
          () => answers.page(page),
          (rows) => noteHits(rows ?? []),
        ),
    }),
  };
}

function put<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
