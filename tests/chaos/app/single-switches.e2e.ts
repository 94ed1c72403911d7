import { expect, test } from '../../e2e/fixtures';
import type { HostileStart } from '../../support/hostile-start';
import { prepareHostileStart } from '../../support/hostile-start';
import { judgeStart } from '../../support/judged-start';
import { packageOnce } from '../../support/packaged-app';
import { signInPlainly } from '../../support/plain-sign-in';
import { isFull } from '../counts';
import { counted } from '../rows';
import { copyFolder, removeFolder } from './folders';

const PACKAGE_LIMIT_MS = 180_000;
/** Without them the pages would not be apart from the app, or a debugger would be in it. */
const sample = ['--single-process', '--no-zygote', '--remote-debugging-pipe', '--remote-debugging-port='];

test.skip(process.platform !== 'linux', 'starts the Linux package');

test.beforeAll(async () => {
  test.setTimeout(PACKAGE_LIMIT_MS);
  await packageOnce();
});

/** In a whole run every switch, else the sample. Together they could hide each other: the first that stops a start stops them all. */
const chosen = ({ single }: HostileStart): readonly string[] =>
  isFull ? single : single.filter((word) => sample.some((one) => word.startsWith(one)));

test('dangerous switches one by one: each start is as safe as one without it', ({
  presetTenant,
  folder,
  systemBrowser: browser,
  tenant,
}) =>
  counted('dangerous switches one by one', async (row) => {
    test.setTimeout(isFull ? 900_000 : 120_000);
    await presetTenant();
    const first = await prepareHostileStart(await copyFolder(folder.path));
    const words = chosen(first).map((_word, nth) => nth);
    await first.stop();
    for (const nth of words) {
      const path = await copyFolder(folder.path);
      const start = await prepareHostileStart(path);
      const word = chosen(start)[nth] ?? '';
      try {
        await test.step(word, () =>
          judgeStart({
            start,
            words: [word],
            path,
            browser,
            signIn: (address) => signInPlainly(address, tenant, 'technician'),
          }),
        );
        row.ran();
      } finally {
        await start.stop();
        await removeFolder(path);
      }
    }
    expect(words.length).toBeGreaterThanOrEqual(isFull ? 40 : sample.length);
  }));
