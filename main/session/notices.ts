import type { Notice } from '../../shared/contract/app';
import type { Failure, FailureCode } from '../../shared/failure';

/** What is wrong with the computer as a whole is one notice, whichever part of the app meets it first. */
const OF_THE_COMPUTER: ReadonlySet<FailureCode> = new Set(['storage.full', 'network.clock']);

/** What was noticed at start or in the background, until the technician dismisses it. */
export interface Notices {
  current(): readonly Notice[];
  /** Duplicates (same code and subject) are dropped. */
  add(failure: Failure, about: string | null): void;
  /** The problem with this is fixed. */
  withdraw(about: string): void;
  dismiss(noticeId: string): readonly Notice[];
}

export function createNotices(changed: (notices: readonly Notice[]) => void): Notices {
  let notices: readonly Notice[] = [];
  let count = 0;
  const set = (next: readonly Notice[]): readonly Notice[] => {
    notices = next;
    changed(next);
    return next;
  };
  return {
    current: () => notices,
    add(failure, about) {
      const isSame = ({ failure: { code }, about: known }: Notice): boolean =>
        code === failure.code && (known === about || OF_THE_COMPUTER.has(code));
      if (notices.some(isSame)) return;
      count += 1;
      set([...notices, { id: `notice-${count}`, failure, about }]);
    },
    withdraw(about) {
      const left = notices.filter((notice) => notice.about !== about);
      if (left.length < notices.length) set(left);
    },
    dismiss: (noticeId) => set(notices.filter(({ id }) => id !== noticeId)),
  };
}
