import type { Notice } from '../../shared/contract/app';
import type { Failure } from '../../shared/failure';

/** What was noticed at start or in the background, until the person dismisses it. */
export interface Notices {
  current(): readonly Notice[];
  /** The same failure about the same thing is told once. */
  add(failure: Failure, about: string | null): void;
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
      if (notices.some((known) => known.failure.code === failure.code && known.about === about)) return;
      count += 1;
      set([...notices, { id: `notice-${count}`, failure, about }]);
    },
    dismiss: (noticeId) => set(notices.filter(({ id }) => id !== noticeId)),
  };
}
