import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noticesOf, recordModules } from '../../../build/notices.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deskside-notices-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const aPackage = (
  name: string,
  {
    licence = 'MIT',
    code = 'export const used = () => globalThis.seen;',
    ...texts
  }: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.2.3',
    license: licence,
    main: 'index.js',
    type: 'module',
    sideEffects: false,
  }),
  [`node_modules/${name}/index.js`]: code,
  ...Object.fromEntries(Object.entries(texts).map(([file, text]) => [`node_modules/${name}/${file}`, text])),
});

/** The modules of what is left of `main/main.js` after tree shaking. */
async function bundled(code: string): Promise<Set<string>> {
  await write({ 'main/main.js': code });
  const ids = new Set<string>();
  const bundle = await rolldown({
    input: join(folder, 'main/main.js'),
    plugins: [recordModules(ids)],
    logLevel: 'silent',
  });
  await bundle.generate({});
  await bundle.close();
  return ids;
}

const noticesFor = async (code: string): Promise<string> => noticesOf(await bundled(code), folder);
const named = (notices: string): string[] => [...notices.matchAll(/^-{80}\n\n(.+)$/gm)].map(([, title]) => title ?? '');

describe('the third-party notices', () => {
  it('name every package that is really in the bundle, with version, licence and text, in order', async () => {
    await write({
      ...aPackage('zebra', { LICENSE: 'Copyright (c) Zoe\n' }),
      ...aPackage('@scope/first', { licence: 'BSD-3-Clause', 'licence.txt': 'Copyright (c) Ann\r\nAll of it.\r\n' }),
      ...aPackage('unused', { LICENSE: 'Copyright (c) Nobody here' }),
    });
    const notices = await noticesFor(
      "import { used } from 'zebra'; import { used as one } from '@scope/first'; import { used as gone } from 'unused'; console.log(used, one);",
    );
    expect(named(notices)).toEqual(['@scope/first 1.2.3', 'zebra 1.2.3']);
    expect(notices).toContain('Licence: BSD-3-Clause\n\nCopyright (c) Ann\nAll of it.\n');
    expect(notices).toContain('Licence: MIT\n\nCopyright (c) Zoe\n');
  });

  it('name a package that only another package uses, in the version that lies inside it', async () => {
    const inner = Object.entries(aPackage('inner', { LICENSE: 'Copyright (c) Ian' }));
    await write({
      ...aPackage('outer', { LICENSE: 'Copyright (c) Olga', code: "export { used } from 'inner';" }),
      ...Object.fromEntries(inner.map(([path, text]) => [`node_modules/outer/${path}`, text])),
    });
    expect(named(await noticesFor("import { used } from 'outer'; console.log(used);"))).toEqual(['inner 1.2.3']);
  });

  it('carry the NOTICE that the Apache licence asks for', async () => {
    await write(
      aPackage('apache', { licence: 'Apache-2.0', LICENSE: 'Apache License', NOTICE: 'Made by a foundation' }),
    );
    expect(await noticesFor("import { used } from 'apache'; console.log(used);")).toContain(
      'Apache License\n\nMade by a foundation',
    );
  });

  it.each([
    ['has no licence text', {}, 'mystery 1.2.3 may not be shipped: it has no licence text.'],
    ['has an empty licence text', { LICENSE: ' \n' }, 'mystery 1.2.3 may not be shipped: it has no licence text.'],
    ['has a NOTICE only', { NOTICE: 'Made by somebody' }, 'mystery 1.2.3 may not be shipped: it has no licence text.'],
    ['has a licence that is not allowed', { LICENSE: 'text', licence: 'GPL-3.0-only' }, 'its licence is GPL-3.0-only.'],
    [
      'needs a second licence that is not allowed',
      { LICENSE: 'text', licence: '(MIT AND GPL-3.0-only)' },
      'its licence is (MIT AND GPL-3.0-only).',
    ],
    [
      'says where to look instead of naming a licence',
      { LICENSE: 'text', licence: 'SEE LICENSE IN LICENSE' },
      'its licence is SEE LICENSE IN LICENSE.',
    ],
  ])('refuse a package that %s', async (_what, parts, complaint) => {
    await write(aPackage('mystery', parts));
    await expect(noticesFor("import { used } from 'mystery'; console.log(used);")).rejects.toThrow(complaint);
  });

  it('take one allowed licence of several that may be chosen', async () => {
    await write(aPackage('choice', { LICENSE: 'text', licence: '(GPL-3.0-only OR MIT)' }));
    expect(named(await noticesFor("import { used } from 'choice'; console.log(used);"))).toEqual(['choice 1.2.3']);
  });

  it('name what is copied into our own files, and what the bundler adds', async () => {
    await write({ ...aPackage('@fluentui/svg-icons'), ...aPackage('rolldown', { LICENSE: 'Copyright (c) bundler' }) });
    const ids = [join(folder, 'renderer/ui/icons.gen.ts'), '\0rolldown/runtime.js'];
    const notices = noticesOf(ids, folder);
    expect(named(notices)).toEqual(['@fluentui/svg-icons 1.2.3', 'rolldown 1.2.3']);
    expect(notices).toContain('Copyright (c) 2020 Microsoft Corporation');
  });

  it('refuse a module of unknown origin', () => {
    expect(() => noticesOf(['\0plugin:helper'], folder)).toThrow('unknown origin');
  });
});
