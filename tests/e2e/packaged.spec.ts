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

  test('has every fuse as decided', async () => {
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

  test('carries the built app in an asar and nothing else', async () => {
    expect(readdirSync(resources)).toEqual(['app.asar']);
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    expect(files.filter((file) => !/^\/(out(\/(main|preload|renderer)(\/.*)?)?|package\.json)$/.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  });

  test('starts, signs in to the practice tenant and gives its page nothing but the bridge', async ({ folder }) => {
    const file = join(folder.path, 'report.json');
    expect((await runPackaged([`--user-data-dir=${folder.path}`, `--self-check=${file}`])).code).toBe(0);
    const report = await readReport(file);
    expect(report).toMatchObject({ ready: true, packaged: true, signedIn: true, isInventoryRead: true, devices: 2_500, openSwitches: [], openVariables: [] });
    expect(report['csp']).toMatch(/^default-src 'none'; script-src 'self';.*require-trusted-types-for 'script'/);
    expect(report['page']).toMatchObject({ nodeInPage: false, bridgeFrozen: true, origin: 'app://deskside', microphone: 'denied' });
  });

  test('loads no app that lies beside the asar', async ({ folder }) => {
    const copy = join(folder.path, 'copy');
    await cp(packagedFolder, copy, { recursive: true, verbatimSymlinks: true });
    try {
      const mark = join(folder.path, 'foreign-app-ran');
      await mkdir(join(copy, 'resources', 'app'));
      await writeFile(join(copy, 'resources', 'app', 'package.json'), '{"name":"foreign","version":"9.9.9","main":"main.cjs"}');
      await writeFile(join(copy, 'resources', 'app', 'main.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); require('electron').app.exit(0);`);
      const { output } = await runPackaged(['--version', `--user-data-dir=${folder.path}`], { program: join(copy, 'deskside') });
      expect(output).toBe(`${await ownVersion()}\n`);
      expect(existsSync(mark)).toBe(false);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  test('is no Node for anybody', async ({ folder }) => {
    const mark = join(folder.path, 'script-ran');
    const script = join(folder.path, 'script.cjs');
    await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
    const { output } = await runPackaged(['--version', script], { env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require=${script}` } });
    expect(output).toBe(`${await ownVersion()}\n`);
    expect(existsSync(mark)).toBe(false);
  });
});

async function ownVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packagedFolder, '../../package.json'), 'utf8')) as { version: string };
  return version;
}
