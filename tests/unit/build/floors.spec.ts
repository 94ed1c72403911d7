import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Room } from '../../../build/floor-plan.cjs';
import { FLOORS } from '../../../build/floor-plan.cjs';

const script = fileURLToPath(new URL('../../../build/floors.mjs', import.meta.url));
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-floors-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** The file of a room that knows the floor below and that the floor above knows. */
function doorOf(place: string, room: Room): string {
  if (typeof room !== 'string') return `${place}/${room.files[0] ?? ''}.ts`;
  const path = `${place}/${room}`;
  const top = FLOORS[path]?.at(-1)?.[0];
  if (top !== undefined) return doorOf(path, top);
  return room.endsWith('.ts') ? path : `${path}/door.ts`;
}

type Kind = 'value' | 'type';
type Import = readonly [from: string, to: string, kind?: Kind];

const importOf = ([from, to, kind = 'value']: Import): string => {
  const path = relative(dirname(from), to).replace(/\.ts$/, '');
  return `import ${kind === 'type' ? 'type { A }' : '{ a }'} from '${path.startsWith('.') ? path : `./${path}`}';\n`;
};

/** Every import of a house that stands exactly as planned: each room knows the whole floor below, and providers alone know Graph. */
function planned(): Import[] {
  return Object.entries(FLOORS)
    .flatMap(([place, floors]) =>
      floors.flatMap((floor, level) =>
        floor.flatMap((room): Import[] => [
          ...(floors[level - 1] ?? []).map((below): Import => [doorOf(place, room), doorOf(place, below)]),
          ...(typeof room === 'string' ? [] : room.files.slice(1)).map((file): Import => [
            doorOf(place, room),
            `${place}/${file}.ts`,
          ]),
        ]),
      ),
    )
    .map(([from, to, kind]): Import =>
      from === 'main/assistance/assistance.ts' && to === 'main/graph/door.ts'
        ? ['main/assistance/providers/door.ts', to]
        : [from, to, kind ?? 'value'],
    );
}

async function build(imports: readonly Import[]): Promise<void> {
  for (const path of new Set(imports.flatMap(([from, to]) => [from, to]))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), 'export const a = 1;\nexport type A = number;\n');
  }
  for (const one of imports) await appendFile(join(folder, one[0]), importOf(one));
}

const check = (): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });

/** What it complains about: `rule: from → to`, without the detour of a circle. */
const errorsIn = (output: string): string[] =>
  [...output.matchAll(/error (\S+: \S+)(?: → *(\S+))?/g)].map(([, rule = '', to]) => (to ? `${rule} → ${to}` : rule));

describe('the floors', () => {
  it('of main are those of the plan', () => {
    expect(FLOORS.main).toEqual([
      ['auth', 'store'],
      ['graph', 'history', 'instance', 'settings'],
      ['assistance', 'inventory', 'session'],
      ['desktop'],
      ['compose'],
      ['main.ts'],
    ]);
  });

  it('are printed as they are measured', async () => {
    await build(planned());
    const { code, output } = await check();
    expect(output).toContain('Floors of main: auth store | graph history instance settings | assistance');
    expect(output).toContain('Floors of main/inventory/index: columns | lists | segments | search | device-index.ts');
    expect(output).toContain('0 circles.');
    expect(errorsIn(output)).toEqual([]);
    expect(code).toBe(0);
  }, 60_000);

  it('refuse each import that runs up or sideways, each circle, of types as well, and a file that is not in the plan', async () => {
    const up: readonly Import[] = [
      ['main/store/door.ts', 'main/history/door.ts', 'type'],
      ['main/auth/door.ts', 'main/settings/door.ts'],
      ['main/auth/door.ts', 'main/store/door.ts'],
      ['main/graph/door.ts', 'main/session/door.ts'],
      ['main/settings/door.ts', 'main/history/door.ts', 'type'],
      ['main/session/door.ts', 'main/assistance/api.ts', 'type'],
      ['main/session/door.ts', 'main/inventory/port.ts', 'type'],
      ['main/assistance/api.ts', 'main/inventory/port.ts'],
      ['main/inventory/port.ts', 'main/assistance/needs.ts', 'type'],
      ['main/inventory/rows/door.ts', 'main/desktop/door.ts'],
      ['main/desktop/door.ts', 'main/compose/door.ts', 'type'],
      ['main/compose/door.ts', 'main/main.ts'],
      ['main/assistance/limits.ts', 'main/assistance/ledger.ts', 'type'],
      ['main/assistance/ledger.ts', 'main/assistance/sending.ts'],
      ['main/inventory/sync/door.ts', 'main/inventory/rows/door.ts'],
      ['main/inventory/process/door.ts', 'main/inventory/local/door.ts', 'type'],
      ['main/inventory/index/columns/door.ts', 'main/inventory/index/lists/door.ts', 'type'],
      ['main/inventory/index/search/door.ts', 'main/inventory/index/device-index.ts'],
    ];
    const others: readonly (readonly [rule: string, wrong: Import])[] = [
      ['shared-is-pure', ['shared/failure.ts', 'main/store/door.ts', 'type']],
      ['requests-know-no-graph', ['main/assistance/sending.ts', 'main/graph/door.ts', 'type']],
      ['practice-has-one-door', ['main/desktop/door.ts', 'practice/index.ts']],
      ['features-are-apart', ['renderer/features/devices/list.ts', 'renderer/features/history/page.ts', 'type']],
      ['ui-knows-no-feature', ['renderer/ui/button.ts', 'renderer/features/devices/list.ts']],
    ];
    const circles: readonly Import[] = [
      ['main/store/one.ts', 'main/store/other.ts'],
      ['main/store/other.ts', 'main/store/one.ts'],
      ['main/auth/one.ts', 'main/auth/other.ts', 'type'],
      ['main/auth/other.ts', 'main/auth/one.ts', 'type'],
    ];
    const stray: Import = ['main/extra/door.ts', 'main/store/door.ts'];
    await build([...planned(), ...up, ...others.map(([, wrong]) => wrong), ...circles, stray]);
    const { code, output } = await check();
    const found = errorsIn(output);
    const placeOf = (from: string, to: string): string =>
      Object.keys(FLOORS)
        .filter((place) => from.startsWith(`${place}/`) && to.startsWith(`${place}/`))
        .at(-1) ?? '';
    for (const [from, to] of up) expect.soft(found).toContain(`floors-of-${placeOf(from, to)}: ${from} → ${to}`);
    for (const [rule, [from, to]] of others) expect.soft(found).toContain(`${rule}: ${from} → ${to}`);
    for (const [from, to] of circles) expect.soft(found).toContain(`no-cycles: ${from} → ${to}`);
    expect(output).toContain('main/extra/door.ts is on no floor');
    expect(code).toBe(1);
  }, 60_000);

  it('are refused when nothing needs the floor below', async () => {
    await build(planned().filter(([from]) => from !== 'main/session/door.ts'));
    const { code, output } = await check();
    expect(output).toContain('Floors of main: auth session store |');
    expect(code).toBe(1);
  }, 60_000);
});
