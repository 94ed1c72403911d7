import { join } from 'node:path';
import { expect, test } from '../e2e/fixtures';
import { packageOnce, runPackaged } from '../support/packaged-app';
import { record } from './support/results';
import { median } from './support/statistics';

const WARM_UPS = 2;
const PAIRS = 15;
/** Not on the short list of switches that a packaged app is started with, and without any effect of its own here. */
const FOREIGN_WORD = '--disable-background-timer-throttling';

test('a package that restarts without a foreign argument, compared with one that need not restart', async ({
  folder,
}) => {
  test.skip(process.platform !== 'linux', 'starts the Linux package');
  await packageOnce();
  const runMs = async (words: readonly string[]): Promise<number> => {
    const begun = performance.now();
    const { code, errors } = await runPackaged([
      ...words,
      `--user-data-dir=${folder.path}`,
      `--self-check=${join(folder.path, 'report.json')}`,
    ]);
    expect(code, errors).toBe(0);
    return performance.now() - begun;
  };
  const times: { readonly plain: number; readonly again: number }[] = [];
  for (let n = -WARM_UPS; n < PAIRS; n += 1) {
    const pair = { plain: await runMs([]), again: await runMs([FOREIGN_WORD]) };
    if (n >= 0) times.push(pair);
  }
  const differences = times.map(({ plain, again }) => again - plain);
  record({ name: 'package: start, self-check, end', value: median(times.map(({ plain }) => plain)), unit: 'ms' });
  record({ name: 'package: starting again without a foreign word costs', value: median(differences), unit: 'ms' });
  record({ name: 'package: starting again costs at least', value: Math.min(...differences), unit: 'ms' });
  record({ name: 'package: starting again costs at most', value: Math.max(...differences), unit: 'ms' });
});
