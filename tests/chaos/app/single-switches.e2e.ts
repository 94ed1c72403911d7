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
const switchSample = ['--single-process', '--no-zygote', '--remote-debugging-pipe', '--remote-debugging-port='];

test.skip(process.platform !== 'linux', 'starts the Linux package');

test.beforeAll(async () => {
  test.setTimeout(PACKAGE_LIMIT_MS);
  await packageOnce();
});

/** The app is not started again for these: they are removed from the running process. */
const variableSample = ['NODE_OPTIONS', 'SSLKEYLOGFILE'];

interface Weakening {
  readonly title: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** In a whole run every switch, else the sample. Together they could hide each other: the first that stops a start stops them all. */
const switches = ({ single }: HostileStart): readonly Weakening[] =>
  single
    .filter((word) => isFull || switchSample.some((one) => word.startsWith(one)))
    .map((word) => ({ title: word, words: [word], env: {} }));

const variables = (start: HostileStart): readonly Weakening[] =>
  Object.entries(start.variables)
    .filter(([name]) => isFull || variableSample.includes(name))
    .map(([name, value]) => ({ title: name, words: [], env: { [name]: value } }));

const kinds = [
  { name: 'dangerous switches one by one', chosen: switches, atLeast: isFull ? 40 : switchSample.length },
  { name: 'dangerous variables one by one', chosen: variables, atLeast: isFull ? 15 : variableSample.length },
];

for (const { name, chosen, atLeast } of kinds) {
  test(`${name}: each start is as safe as one without it`, ({ presetTenant, folder, systemBrowser: browser, tenant }) =>
    counted(name, async (row) => {
      test.setTimeout(isFull ? 900_000 : 120_000);
      await presetTenant();
      const first = await prepareHostileStart(await copyFolder(folder.path));
      const count = chosen(first).length;
      await first.stop();
      for (let nth = 0; nth < count; nth += 1) {
        const path = await copyFolder(folder.path);
        const start = await prepareHostileStart(path);
        const { title = '', words = [], env = {} } = chosen(start)[nth] ?? {};
        try {
          await test.step(title, () =>
            judgeStart({
              start,
              words,
              env,
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
      expect(count).toBeGreaterThanOrEqual(atLeast);
    }));
}
