import { prepareHostileStart } from '../support/hostile-start';
import { judgeStart } from '../support/judged-start';
import { packageOnce } from '../support/packaged-app';
import { test, visitSignInPage } from './fixtures';

const PACKAGE_LIMIT_MS = 180_000;
const signIn = (address: string): Promise<string> => visitSignInPage(address, 'Alex Morgan');

test.describe('a package that is started with options that weaken it', () => {
  test.skip(process.platform !== 'linux', 'starts the Linux package');

  test.beforeAll(async () => {
    test.setTimeout(PACKAGE_LIMIT_MS);
    await packageOnce();
  });

  test('by switches: signs in, exposes no token and no debugger, and accepts no foreign connection', async ({
    presetTenant,
    folder,
    systemBrowser: browser,
  }) => {
    await presetTenant();
    const start = await prepareHostileStart(folder.path);
    try {
      await judgeStart({ start, words: Object.values(start.words).flat(), path: folder.path, browser, signIn });
    } finally {
      await start.stop();
    }
  });

  test('by variables and a trace: the same holds', async ({ presetTenant, folder, systemBrowser: browser }) => {
    await presetTenant();
    const start = await prepareHostileStart(folder.path);
    try {
      await judgeStart({ start, words: start.words.tracing, env: start.variables, path: folder.path, browser, signIn });
    } finally {
      await start.stop();
    }
  });
});
