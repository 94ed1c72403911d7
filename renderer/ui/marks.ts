export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text into marked and plain pieces. Ranges outside the text and overlapping ranges are accepted. */
export function pieces(text: string, ranges: readonly (readonly [number, number])[]): readonly Piece[] {
  const cut: Piece[] = [];
  let at = 0;
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.min(Math.max(start, at), text.length);
    const to = Math.min(Math.max(end, from), text.length);
    if (to === from) continue;
    if (from > at) cut.push({ text: text.slice(at, from), marked: false });
    cut.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) cut.push({ text: text.slice(at), marked: false });
  return cut;
}
