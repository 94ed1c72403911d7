import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { electronFolder } from '../../build/electron.mjs';
import type { OrdinaryUser } from '../support/ordinary-user';
import { FILTERED, ordinaryUser, statusOf } from '../support/ordinary-user';
import { packagedFolder, packageOnce } from '../support/packaged-app';
import { systemDialog } from '../support/system-dialog';

const root = resolve(import.meta.dirname, '../..');
const PACKAGE_LIMIT_MS = 180_000;
const END_LIMIT_MS = 20_000;
const notStarted = 'Deskside was not started';

let user: OrdinaryUser;
test.skip(process.platform !== 'linux', 'reads /proc');
test.beforeEach(() => {
  user = ordinaryUser();
});
test.afterEach(() => user.leave());

/** What the process wrote to its error output; complete once it has ended. */
function ended(
  child: ReturnType<OrdinaryUser['start']>,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((settle) => child.once('close', (code) => settle({ code, errors })));
}

async function expectSandboxedPages(): Promise<void> {
  await expect
    .poll(() => user.pages().length, { message: 'a page process is running', timeout: 30_000 })
    .toBeGreaterThan(0);
  for (const { pid, words } of user.pages()) {
    expect(words).not.toContain('--no-sandbox');
    expect(statusOf(pid, 'Seccomp'), 'system calls are filtered').toBe(FILTERED);
    expect(statusOf(pid, 'Uid')?.startsWith('0\t'), 'not root').toBe(false);
  }
}

test('every page of an ordinary user runs in Chromium’s sandbox', async () => {
  cpSync(electronFolder(), join(user.folder, 'electron'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(root, 'out'), join(user.folder, 'app', 'out'), { recursive: true });
  cpSync(join(root, 'package.json'), join(user.folder, 'app', 'package.json'));
  user.start(join(user.folder, 'electron', 'electron'), [join(user.folder, 'app'), `--user-data-dir=${user.home}`]);
  await expectSandboxedPages();
});

test.describe('a package of an ordinary user', () => {
  test.beforeAll(async () => {
    test.setTimeout(PACKAGE_LIMIT_MS);
    await packageOnce();
  });

  const copied = (): string => {
    cpSync(packagedFolder, user.folder, { recursive: true, verbatimSymlinks: true });
    return join(user.folder, 'deskside');
  };
  const data = (): string => join(user.home, 'data');
  const expectNothingOpened = (): void => {
    for (const name of ['settings.json', 'journal.jsonl', 'history', 'accounts', 'logs'])
      expect(existsSync(join(data(), name)), name).toBe(false);
  };

  test('does not start without the sandbox, and says so in the terminal and on the screen', async () => {
    const { code, errors } = await ended(user.start(copied(), ['--no-sandbox', `--user-data-dir=${data()}`]));
    expect(code).toBe(1);
    expect(errors).toContain('Deskside was not started: it does not run without its sandbox.');
    const dialog = await systemDialog(notStarted);
    expect(user.pages()).toEqual([]);
    await dialog.pressDefault();
    await expect
      .poll(() => user.processes(), { message: 'processes after the message was closed', timeout: END_LIMIT_MS })
      .toEqual([]);
    expectNothingOpened();
  });

  test('ends with 1 once its message is closed, by any key', async () => {
    const program = copied();
    for (const close of ['pressDefault', 'escape'] as const) {
      // As the first process starts it, so that its exit code can be seen.
      const reporting = ended(user.start(program, [`--user-data-dir=${data()}`], { DESKSIDE_START: 'tell' }));
      await (await systemDialog(notStarted))[close]();
      expect((await reporting).code).toBe(1);
    }
    expectNothingOpened();
  });

  test('does not start with related switches or a variable either; without a display it says so in the terminal', async () => {
    const program = copied();
    const tries: readonly (readonly [readonly string[], Record<string, string>])[] = [
      [[' -no-sandbox=0'], {}],
      [['--disable-setuid-sandbox'], {}],
      [['--disable-seccomp-filter-sandbox', '--quick'], {}],
      [[], { ELECTRON_DISABLE_SANDBOX: '' }],
    ];
    for (const [words, env] of tries) {
      const { code, errors } = await ended(
        user.start(
          program,
          [...words, `--self-check=${join(user.home, 'report.json')}`, `--user-data-dir=${data()}`],
          env,
        ),
      );
      expect(code, errors).toBe(1);
      expect(errors).toContain('it does not run without its sandbox');
    }
    expect(user.processes()).toEqual([]);
    expectNothingOpened();
  });

  test('still has the sandbox after it restarted itself because of another switch', async () => {
    const first = ended(user.start(copied(), ['--log-file=x', '--js-flags=--expose-gc', `--user-data-dir=${data()}`]));
    await expectSandboxedPages();
    expect(user.processes().filter(({ words }) => /log-file|expose-gc/.test(words))).toEqual([]);
    await user.leave();
    expect((await first).code).toBe(0);
  });
});
