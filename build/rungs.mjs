// The rungs of the test ladder: how each is run and its tests counted.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { clearRows, writeRows } from './chaos-rows.mjs';
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

/**
 * Runs one rung; `{ passed, failed, skipped, failures }`. Failures are printed in full by the test runners; `failures` are their titles.
 * The chaos rung leaves what it did in out/chaos.json, even when it is cut off by an error.
 * `together` runs the parts of the rung in parallel: one of Node, one of the real app, which mostly wait for different things.
 */
export async function runRung(name, { env = {}, words = [], limitMs = 30 * MINUTE_MS, together = false } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (name === 'chaos') clearRows();
  try {
    const climb = async (part) => {
      const count =
        part.tool === 'vitest'
          ? await runVitest(name, { env, words: together ? [...words, '--maxWorkers=1'] : words })
          : await runPlaywright(name, part, { env, words, limitMs });
      for (const key of ['passed', 'failed', 'skipped']) total[key] += count[key];
      total.failures.push(...count.failures);
    };
    const parts = rungs[name].filter((part) => hasFiles(name, part.files));
    if (together) await Promise.all(parts.map(climb));
    else for (const part of parts) await climb(part);
  } finally {
    if (name === 'chaos') writeRows(total.failures);
  }
  return total;
}

async function runVitest(name, { env, words }) {
  const file = reportFile(`${name}-vitest`);
  const args = [
    at('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { code } = await run(process.execPath, [...args, ...words], { cwd: root, env, show: true });
  const report = readReport(file);
  if (report === undefined) return noReport(name, 'vitest');
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  );
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed');
  return counted(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [...failed.map(({ fullName }) => fullName), ...broken.map((result) => relative(root, result.name))],
  });
}

async function runPlaywright(name, { desktop }, { env, words, limitMs }) {
  const file = reportFile(`${name}-playwright`);
  const args = [
    at('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    `--project=${name}`,
    '--reporter=list,json',
    `--global-timeout=${String(limitMs)}`,
    ...words,
  ];
  const variables = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = desktop
    ? await runInDesktop(process.execPath, args, { env: variables })
    : (await run(process.execPath, args, { cwd: root, env: variables, show: true })).code;
  const report = readReport(file);
  if (report === undefined) return noReport(name, 'playwright');
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = report.suites
    .flatMap(specsOf)
    .filter(({ ok }) => !ok)
    .map(({ title }) => title);
  return counted(code, { passed: expected, failed: unexpected + flaky, skipped, failures });
}

const noReport = (name, tool) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [`${name}: ${tool} ended without a report`],
});

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

// A runner that fails without a failed test (a crash, an error outside of the tests) is a failure, too.
function counted(code, count) {
  return code !== 0 && count.failed === 0
    ? { ...count, failed: 1, failures: ['the test runner ended with an error'] }
    : count;
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
