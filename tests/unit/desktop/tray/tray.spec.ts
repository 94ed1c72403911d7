import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createTray } from '../../../../main/desktop/tray/tray';

interface Item {
  label?: string;
  type?: string;
  enabled?: boolean;
  click?: () => void;
}
const shown = vi.hoisted(() => ({ menus: [] as unknown[][], tooltips: [] as string[] }));

vi.mock('electron', () => {
  const image = { addRepresentation: () => undefined, setTemplateImage: () => undefined };
  class Tray {
    isDestroyed = (): boolean => false;
    on = (): void => undefined;
    setImage = (): void => undefined;
    setToolTip = (text: string): void => void shown.tooltips.push(text);
    setContextMenu = (menu: unknown[]): void => void shown.menus.push(menu);
  }
  return {
    Tray,
    Menu: { buildFromTemplate: (items: unknown[]) => items },
    nativeImage: { createFromBuffer: () => image, createEmpty: () => image },
  };
});

const menuOf = (labels: readonly string[], run = vi.fn()): readonly Item[] => {
  const entries = labels.map((label, place) => ({
    kind: 'action' as const,
    label,
    enabled: place % 2 === 0,
    command: { kind: 'card' as const, deviceId: label },
  }));
  createTray(run).render({ icon: 'idle', tooltip: 'x'.repeat(500), entries: [...entries, { kind: 'separator' }] });
  return (shown.menus.at(-1) ?? []) as Item[];
};

beforeEach(() => {
  shown.menus.length = 0;
  shown.tooltips.length = 0;
});

describe('the menu of the tray', () => {
  it.each([
    ['R&D-LT-01', 'R&&D-LT-01'],
    ['&File', '&&File'],
    ['A&&B', 'A&&&&B'],
    ['Smith & Sons – 佐藤 & 美咲', 'Smith && Sons – 佐藤 && 美咲'],
    ['100% _plain_ <b>', '100% _plain_ <b>'],
  ])('shows %j unchanged: an ampersand is no mnemonic', (label, expected) => {
    expect(menuOf([label])[0]?.label).toBe(expected);
  });

  it('runs the command of the entry that was clicked', () => {
    const run = vi.fn();
    const menu = menuOf(['a&b', 'c'], run);
    menu[1]?.click?.();
    expect(run.mock.calls).toEqual([[{ kind: 'card', deviceId: 'c' }]]);
    expect(menu.map(({ type, enabled }) => type ?? enabled)).toEqual([true, false, 'separator']);
  });

  it('truncates a tooltip that some desktops could not show', () => {
    menuOf(['a']);
    expect(shown.tooltips.at(-1)).toHaveLength(120);
  });
});
