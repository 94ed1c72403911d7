import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Longer lines are cut, so that a file stays readable: some scenes have names of 100,000 characters. */
const LONGEST_LINE = 240;
/** Rows of a section that are kept, around the chosen one. A long list draws as many as fit, and that depends on the fonts. */
const ROWS = 8;
/** Longer than any delay between an answer and what is said of it; before a failure, longer than a busy computer takes. */
const QUIET_MS = 700;
const CERTAINLY_QUIET_MS = 3000;
/** The focus may move while it is looked for. */
const FOCUS_MS = 5000;

/** Characters that reorder or hide text are written out, so that a file shows what it contains. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const spelled = (letter: string): string => `<U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** The accessibility tree of the page as text: roles, names, states and values, and where the focus is. Fonts and colors play no part. */
export async function screenText(page: Page): Promise<string> {
  const focus = await focused(page);
  const tree = await page.locator('body').ariaSnapshot();
  return [`# Focus: ${focus}`, ...nearRows(tree.split('\n')), ''].map(readable).join('\n');
}

/** The same once it is what is expected, or once nothing changes any more. Null: nothing is expected yet. */
export async function textAtRest(page: Page, expected: string | null): Promise<string> {
  const quietMs = expected === null ? QUIET_MS : CERTAINLY_QUIET_MS;
  let [shown, since] = ['', performance.now()];
  const isAtRest = async (): Promise<boolean> => {
    const now = await screenText(page);
    if (now !== shown) [shown, since] = [now, performance.now()];
    return now === expected || performance.now() - since > quietMs;
  };
  await expect.poll(isAtRest, { intervals: [100] }).toBe(true);
  return shown;
}

async function focused(page: Page): Promise<string> {
  const element = page.locator('body :focus');
  if ((await element.count()) === 0) return 'nothing';
  const [line = ''] = (await element.ariaSnapshot({ timeout: FOCUS_MS })).split('\n');
  return line.replace(/^- /u, '').replace(/:$/u, '');
}

function readable(line: string): string {
  const letters = Array.from(line);
  const cut =
    letters.length <= LONGEST_LINE
      ? line
      : `${letters.slice(0, LONGEST_LINE).join('')}… (${letters.length} characters)`;
  return cut.replace(INVISIBLE, spelled);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Leaves out the rows of long sections that are far from the chosen one. */
function nearRows(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    kept.push(line);
    if (!/^ *- rowgroup\b/u.test(line)) continue;
    const end = lines.findIndex((next, index) => index > at && indentOf(next) <= indentOf(line));
    const section = lines.slice(at + 1, end < 0 ? lines.length : end);
    kept.push(...nearRowsOf(section));
    at += section.length;
  }
  return kept;
}

function nearRowsOf(section: readonly string[]): readonly string[] {
  const indent = Math.min(...section.map(indentOf));
  const starts = section.flatMap((line, index) => (indentOf(line) === indent ? [index] : []));
  const rows = starts.map((start, row) => section.slice(start, starts[row + 1]));
  const chosen = Math.max(
    0,
    rows.findIndex(([first = '']) => first.includes('[selected]')),
  );
  const from = Math.max(0, Math.min(chosen - ROWS / 2, rows.length - ROWS));
  const others = (isCut: boolean): readonly string[] => (isCut ? [`${' '.repeat(indent)}# other rows`] : []);
  return [...others(from > 0), ...rows.slice(from, from + ROWS).flat(), ...others(from + ROWS < rows.length)];
}
