import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8');

type Palette = ReadonlyMap<string, string>;
const tokensIn = (text: string): [string, string][] =>
  [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]);
const [lightText, darkText] = css.split('@media (prefers-color-scheme: dark)') as [string, string];
const light: Palette = new Map(tokensIn(lightText));
const dark: Palette = new Map([...light, ...tokensIn(darkText)]);

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(palette: Palette, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => luminance(palette.get(name) ?? '')).sort((x, y) => y - x) as [
    number,
    number,
  ];
  return (a + 0.05) / (b + 0.05);
}

const plain = ['surface', 'surface-list', 'surface-app'];
const rows = [...plain, 'surface-selected', 'surface-hover'];
const pairs: readonly [front: string, backs: readonly string[], least: number][] = [
  ['text', [...rows, 'danger-surface', 'warning-surface', 'info-surface', 'mark'], 4.5],
  ['text-2', [...rows, 'danger-surface', 'warning-surface', 'info-surface'], 4.5],
  ['text-3', rows, 4.5],
  ['placeholder', ['surface'], 4.5],
  ['link', [...rows, 'info-surface'], 4.5],
  ['brand', ['surface', 'surface-list'], 4.5],
  ['on-brand', ['brand-fill', 'brand-fill-hover'], 4.5],
  ['success', rows, 4.5],
  ['warning', [...rows, 'warning-surface'], 4.5],
  ['danger', [...rows, 'danger-surface'], 4.5],
  ['border-control', plain, 3],
  ['scroll-thumb', plain, 3],
  ['focus', rows, 3],
];
const cases = [
  ['light', light],
  ['dark', dark],
] as const;

describe.each(cases)('%s colours', (_name, palette) => {
  it.each(pairs.flatMap(([front, backs, least]) => backs.map((back) => [front, back, least] as const)))(
    '%s on %s reach %s:1',
    (front, back, least) => {
      expect(contrast(palette, front, back)).toBeGreaterThanOrEqual(least);
    },
  );

  it('names every colour it uses', () => {
    expect([...palette.keys()]).toEqual([...light.keys()]);
  });
});
