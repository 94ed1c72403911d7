/** Height of the line above the rows of a section, in pixels. */
export const HEADER_PX = 28;

export interface GridSection {
  readonly key: string;
  readonly label: string;
  /** Whether a line with the label stands above its rows. */
  readonly headed: boolean;
  readonly count: number;
  /** In pixels, the same for every row of the section. */
  readonly rowHeight: number;
}

/** The viewport as the grid reports it. */
export interface GridSight {
  /** Rows [from, to): those in sight, and some around them. */
  readonly from: number;
  readonly to: number;
  /** The first and the last row in sight. */
  readonly first: number;
  readonly last: number;
  /** Number of rows that fit. */
  readonly page: number;
  readonly atTop: boolean;
}

interface PlacedSection extends GridSection {
  /** Index of its first row among all rows. */
  readonly first: number;
  /** Index of its first line: headers are lines too. */
  readonly line: number;
  /** Pixels from the top of the first section. */
  readonly top: number;
  /** Where its rows begin. */
  readonly body: number;
}

/** The position of every line of a grid, rendered or not. */
export interface GridLayout {
  readonly placed: readonly PlacedSection[];
  readonly rows: number;
  readonly lines: number;
  /** Height of all lines, in pixels. */
  readonly height: number;
}

/** Rendered rows [from, to) of one section, counted within it. */
interface GridPart {
  readonly section: PlacedSection;
  readonly header: boolean;
  readonly from: number;
  readonly to: number;
}

export interface GridWindow {
  readonly parts: readonly GridPart[];
  /** Pixels before and after the rendered rows. */
  readonly above: number;
  readonly below: number;
}

/** The visible part of the grid, in pixels. `head`: the height that the sticky header covers. */
export interface GridView {
  readonly top: number;
  readonly height: number;
  readonly head: number;
}

export function layoutOf(sections: readonly GridSection[]): GridLayout {
  const placed: PlacedSection[] = [];
  let [rows, lines, height] = [0, 0, 0];
  for (const section of sections) {
    const header = section.headed ? HEADER_PX : 0;
    placed.push({ ...section, first: rows, line: lines, top: height, body: height + header });
    rows += section.count;
    lines += section.count + (section.headed ? 1 : 0);
    height += header + section.count * section.rowHeight;
  }
  return { placed, rows, lines, height };
}

const sectionOf = ({ placed }: GridLayout, index: number): PlacedSection | undefined =>
  placed.findLast((section) => section.first <= index && section.count > 0);

/** Pixels from the top of the first line to the row. */
export function rowTop(layout: GridLayout, index: number): number {
  const section = sectionOf(layout, index);
  return section === undefined ? 0 : section.body + (index - section.first) * section.rowHeight;
}

/** Index of the row's line, including headers. */
export function lineOf(layout: GridLayout, index: number): number {
  const section = sectionOf(layout, index);
  return section === undefined ? 0 : section.line + (section.headed ? 1 : 0) + index - section.first;
}

/** The row at a height, or the nearest one; -1 without rows. */
export function rowAt(layout: GridLayout, y: number): number {
  const section =
    layout.placed.findLast(({ top, count }) => top <= y && count > 0) ?? layout.placed.find(({ count }) => count > 0);
  if (section === undefined) return -1;
  return section.first + Math.min(section.count - 1, Math.max(0, Math.floor((y - section.body) / section.rowHeight)));
}

/** The lines that overlap [top, bottom). */
export function windowOf(layout: GridLayout, top: number, bottom: number): GridWindow {
  const parts: GridPart[] = [];
  let [start, end] = [layout.height, 0];
  for (const section of layout.placed) {
    const { rowHeight } = section;
    const from = Math.min(section.count, Math.max(0, Math.floor((top - section.body) / rowHeight)));
    const to = Math.max(from, Math.min(section.count, Math.ceil((bottom - section.body) / rowHeight)));
    const header = section.headed && section.body > top && section.top < bottom;
    if (!header && from === to) continue;
    parts.push({ section, header, from, to });
    start = Math.min(start, header ? section.top : section.body + from * rowHeight);
    end = section.body + to * rowHeight;
  }
  return parts.length === 0
    ? { parts, above: layout.height, below: 0 }
    : { parts, above: start, below: layout.height - end };
}

/** How far to scroll to show the whole row, with its header if it is the first row below it. */
export function revealed(layout: GridLayout, index: number, { top, height, head }: GridView): number {
  const section = sectionOf(layout, index);
  if (section === undefined) return top;
  const from = index === section.first ? section.top : rowTop(layout, index);
  const to = rowTop(layout, index) + section.rowHeight + head;
  if (from < top) return from;
  return to > top + height ? to - height : top;
}

/** A row of a layout. */
interface PlacedRow {
  readonly layout: GridLayout;
  readonly index: number;
}

const isInSight = ({ layout, index }: PlacedRow, { top, height, head }: GridView): boolean => {
  const section = sectionOf(layout, index);
  const from = rowTop(layout, index);
  return section !== undefined && from < top + height - head && from + section.rowHeight > top;
};

/** The rows in sight stay where they are when sections above them change. */
function held(before: GridLayout, after: GridLayout, top: number): number {
  const was = before.placed.findLast((section) => section.top <= top && section.count > 0);
  const is = after.placed.find(({ key }) => key === was?.key);
  return was === undefined || is === undefined ? top : Math.max(0, top + is.body - was.body);
}

/**
 * How far to scroll when rows appear or disappear by themselves, so that the chosen row, or else the rows in sight,
 * stay in place. A list scrolled to its top stays there and shows the new rows.
 */
export function followed(before: PlacedRow, after: PlacedRow, view: GridView): number {
  const [was, is] = [sectionOf(before.layout, before.index), sectionOf(after.layout, after.index)];
  if (was === undefined || is === undefined || !isInSight(before, view))
    return view.top === 0 ? 0 : held(before.layout, after.layout, view.top);
  const above = view.top === 0 ? is.body - was.body : 0;
  const moved =
    was.key === is.key ? rowTop(after.layout, after.index) - rowTop(before.layout, before.index) - above : 0;
  return revealed(after.layout, after.index, { ...view, top: Math.max(0, view.top + moved) });
}
