// The rungs of the test ladder: how each is run and its tests counted.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { runInDesktop } from './desktop-session.mjs';
import { at, root } from './setup/places.mjs';
import { run } from './setup/run.mjs';

const MINUTE_MS = 60_000;

/** In the order in which `npm test` runs them. A rung may need Vitest, Playwright or both. */
export const rungs = {
  unit: [{ tool: 'vitest', files: /\.spec\.ts$/ }],
  contract: [{ tool: 'vitest', files: /\.spec\.ts$/ }],
  ui: [{ tool: 'playwright', files: /\.spec\.ts$/, desktop: false }],
  e2e: [{ tool: 'playwright', files: /\.spec\.ts$/, desktop: true }],
  chaos: [
    { tool: 'vitest', files: /\.spec\.ts$/ },
    { tool: 'playwright', files: /\.e2e\.ts$/, desktop: true },
  ],
};

/** Runs one rung; `{ passed, failed, skipped }`. Failures are printed in full by the test runners. */
export async function runRung(name, { env = {}, words = [], limitMs = 30 * MINUTE_MS } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const part of rungs[name]) {
    if (!hasFiles(name, part.files)) continue;
    const count = part.tool === 'vitest' ? await runVitest(name, { env, words }) : await runPlaywright(name, part, { env, words, limitMs });
    for (const key of Object.keys(total)) total[key] += count[key];
  }
  return total;
}

async function runVitest(name, { env, words }) {
  const file = reportFile(`${name}-vitest`);
  const args = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(process.execPath, [...args, ...words], { cwd: root, env, show: true });
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  return counted(code, { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles, skipped: report.numPendingTests + report.numTodoTests });
}

async function runPlaywright(name, { desktop }, { env, words, limitMs }) {
  const file = reportFile(`${name}-playwright`);
  const args = [at('node_modules', '@playwright', 'test', 'cli.js'), 'test', `--project=${name}`, '--reporter=list,json', `--global-timeout=${String(limitMs)}`, ...words];
  const variables = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = desktop
    ? await runInDesktop(process.execPath, args, { env: variables })
    : (await run(process.execPath, args, { cwd: root, env: variables, show: true })).code;
  const report = readReport(file);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return counted(code, { passed: expected, failed: unexpected + flaky, skipped });
}

// A runner that ends badly with no failed test (a crash, an error outside of the tests) is a failure all the same.
function counted(code, count) {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function hasFiles(name, pattern) {
  const folder = at('tests', name);
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((file) => pattern.test(file));
}

function reportFile(name) {
  const folder = at('out', 'test-reports');
  mkdirSync(folder, { recursive: true });
  const file = at('out', 'test-reports', `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
