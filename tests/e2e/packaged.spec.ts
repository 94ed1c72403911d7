import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { packagedFolder, packagedProgram, packageOnce, readReport, runPackaged } from '../support/packaged-app';
import { expect, test } from './fixtures';

const PACKAGE_LIMIT_MS = 180_000;
/** A fuse that is on, in the wire: the character `1`. */
const ON = 49;
const resources = join(packagedFolder, 'resources');

test.describe('the hardened package', () => {
  test.skip(process.platform !== 'linux', 'starts the Linux package');

  test.beforeAll(async () => {
    test.setTimeout(PACKAGE_LIMIT_MS);
    await packageOnce();
  });

  test('has every fuse set as decided', async () => {
    const wire = await getCurrentFuseWire(packagedProgram);
    const isOn = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === ON;
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookies: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookies: true,
      nodeOptions: false,
      inspect: false,
      integrity: true,
      onlyAsar: true,
      snapshot: false,
      fileProtocol: false,
    });
  });

  test('contains the built app in an asar archive and nothing else', async () => {
    expect(readdirSync(resources)).toEqual(['app.asar']);
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    expect(files.filter((file) => !/^\/(out(\/(main|preload|renderer)(\/.*)?)?|package\.json)$/.test(file))).toEqual(
      [],
    );
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test('contains our licence and the notice of every package in its bundles', async () => {
    expect(await readFile(join(packagedFolder, 'LICENSE.txt'), 'utf8')).toBe(
      await readFile(join(packagedFolder, '../../LICENSE'), 'utf8'),
    );
    const notices = await readFile(join(packagedFolder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = new Set([...notices.matchAll(/^-{80}\n\n(\S+) \d\S*\nLicence: /gm)].map(([, name]) => name));
    const bundled = await bundledPackages();
    expect(bundled.length).toBeGreaterThan(20);
    expect(bundled.filter((name) => !named.has(name))).toEqual([]);
    // Drawings and colours are copied into our own files.
    expect([...named]).toEqual(expect.arrayContaining(['@fluentui/svg-icons', '@fluentui/tokens']));
    // Electron's own stay beside them.
    expect(readdirSync(packagedFolder)).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']),
    );
  });

  test('starts, signs in to the practice tenant and gives its page only the bridge', async ({ folder }) => {
    const file = join(folder.path, 'report.json');
    expect((await runPackaged([`--user-data-dir=${folder.path}`, `--self-check=${file}`])).code).toBe(0);
    const report = await readReport(file);
    expect(report).toMatchObject({
      ready: true,
      packaged: true,
      signedIn: true,
      isInventoryRead: true,
      devices: 2_500,
      openSwitches: [],
      openVariables: [],
    });
    expect(report['csp']).toMatch(/^default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'/);
    expect(report['page']).toMatchObject({
      nodeInPage: false,
      bridgeFrozen: true,
      origin: 'app://deskside',
      microphone: 'denied',
    });
  });

  test('loads no app from beside the asar archive', async ({ folder }) => {
    const copy = join(folder.path, 'copy');
    await cp(packagedFolder, copy, { recursive: true, verbatimSymlinks: true });
    try {
      const mark = join(folder.path, 'foreign-app-ran');
      await mkdir(join(copy, 'resources', 'app'));
      await writeFile(
        join(copy, 'resources', 'app', 'package.json'),
        '{"name":"foreign","version":"9.9.9","main":"main.cjs"}',
      );
      await writeFile(
        join(copy, 'resources', 'app', 'main.cjs'),
        `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); require('electron').app.exit(0);`,
      );
      const { output } = await runPackaged(['--version', `--user-data-dir=${folder.path}`], {
        program: join(copy, 'deskside'),
      });
      expect(output).toBe(`${await ownVersion()}\n`);
      expect(existsSync(mark)).toBe(false);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  test('cannot be used as Node', async ({ folder }) => {
    const mark = join(folder.path, 'script-ran');
    const script = join(folder.path, 'script.cjs');
    await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    const { output } = await runPackaged(['--version', script], {
      env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${script}` },
    });
    expect(output).toBe(`${await ownVersion()}\n`);
    expect(existsSync(mark)).toBe(false);
  });
});

/** By the source maps of the build that is not minified, which has the same modules. */
async function bundledPackages(): Promise<string[]> {
  const built = join(packagedFolder, '../../out');
  const maps = ['main', 'preload', 'renderer'].flatMap((part) =>
    readdirSync(join(built, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.map'))
      .map((file) => join(built, part, file)),
  );
  const sources = await Promise.all(
    maps.map(async (map) => (JSON.parse(await readFile(map, 'utf8')) as { sources: string[] }).sources),
  );
  const names = sources.flat().flatMap((source) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  return [...new Set(names)];
}

async function ownVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packagedFolder, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
