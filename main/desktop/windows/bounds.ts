/** A rectangle of the desktop in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const mainMinimum = { width: 640, height: 480 } as const;
export const mainDefault = { width: 1180, height: 760 } as const;
export const QUICK_WIDTH = 640;
export const quickHeight = { least: 60, most: 440 } as const;

/** Position of the quick window: centred, a fifth below the top, so that a full list fits on the screen. */
export function quickBounds(area: Rectangle, height: number): Rectangle {
  const width = Math.min(QUICK_WIDTH, area.width);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + Math.min(area.height / 5, Math.max(0, area.height - quickHeight.most))),
    width,
    height: clampHeight(height),
  };
}

export const clampHeight = (height: number): number =>
  Math.round(
    Math.min(quickHeight.most, Math.max(quickHeight.least, Number.isFinite(height) ? height : quickHeight.least)),
  );

/** The remembered bounds if enough of the window is on a screen to be dragged; else null. */
export function usableBounds(remembered: unknown, areas: readonly Rectangle[]): Rectangle | null {
  if (!isRectangle(remembered)) return null;
  const width = Math.max(mainMinimum.width, remembered.width);
  const height = Math.max(mainMinimum.height, remembered.height);
  const seen = areas.some((area) => {
    const across = Math.min(remembered.x + width, area.x + area.width) - Math.max(remembered.x, area.x);
    const titleInside = remembered.y >= area.y - 8 && remembered.y <= area.y + area.height - 40;
    return across >= 160 && titleInside && width <= area.width + 64 && height <= area.height + 64;
  });
  return seen ? { x: remembered.x, y: remembered.y, width, height } : null;
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  return ['x', 'y', 'width', 'height'].every((name) => {
    const side: unknown = Reflect.get(value, name);
    return typeof side === 'number' && Number.isSafeInteger(side) && Math.abs(side) < 100_000;
  });
}
