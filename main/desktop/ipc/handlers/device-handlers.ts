import type { AppContract } from '../../../../shared/contract';
import type { Handlers } from '../../../../shared/contract/define';
import type { Outcome } from '../../../../shared/failure';
import { err, ok } from '../../../../shared/result';
import type { DeviceFinder, ShortlistKeeper } from '../../../inventory/port';

export interface DeviceParts {
  /** Null while no one is signed in. */
  readonly finder: () => DeviceFinder | null;
  readonly shortlist: ShortlistKeeper;
}

export function deviceHandlers({ finder, shortlist }: DeviceParts): Handlers<AppContract>['devices'] {
  const ask = <T>(question: (found: DeviceFinder) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    const found = finder();
    return found === null ? Promise.resolve(err({ code: 'auth.required' })) : question(found);
  };
  return {
    search: ({ text, chips }, from) => ask((found) => found.search(text, from, chips)),
    read: ({ deviceId, glance }) => ask((found) => found.read(deviceId, glance)),
    ofPerson: ({ userId }) => ask((found) => found.ofPerson(userId)),
    ofApp: ({ appId }) => ask((found) => found.ofApp(appId)),
    more: ({ more }) => ask((found) => found.more(more)),
    shortlist: async () => ok(shortlist.current()),
    pin: ({ deviceId, pinned }) => shortlist.pin(deviceId, pinned),
  };
}
