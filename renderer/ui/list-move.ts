const PAGE = 8;

/** The index that a key moves to in a list of `count` rows, always within the list; null if the key does not move. */
export function movedIndex(key: string, at: number, count: number, page = PAGE): number | null {
  if (count === 0) return null;
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last);
    case 'ArrowUp':
      return at <= 0 ? 0 : at - 1;
    case 'PageDown':
      return Math.min(Math.max(at, 0) + page, last);
    case 'PageUp':
      return Math.max(at - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
