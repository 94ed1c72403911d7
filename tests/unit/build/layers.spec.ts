import type { Linter } from 'eslint';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

let layers: ESLint;

beforeAll(async () => {
  const { href } = new URL('../../../eslint.config.js', import.meta.url);
  const { default: config } = (await import(href)) as { default: Linter.Config[] };
  const wanted = new Set(['no-restricted-imports', 'no-restricted-syntax', 'no-console']);
  // The same entries without the rules that need type information, so that text alone can be judged.
  const entries = config.map((entry) => ({
    ...entry,
    rules: Object.fromEntries(Object.entries(entry.rules ?? {}).filter(([name]) => wanted.has(name))),
    ...withoutProject(entry),
  }));
  layers = new ESLint({ overrideConfigFile: true, overrideConfig: entries });
});

function withoutProject({ languageOptions = {} }: Linter.Config): Linter.Config {
  const { parserOptions, ...rest } = languageOptions;
  return typeof parserOptions === 'object' && parserOptions !== null && 'project' in parserOptions
    ? { languageOptions: rest }
    : {};
}

async function complaints(filePath: string, text: string): Promise<(string | null)[]> {
  const results = await layers.lintText(text, { filePath });
  return results.flatMap((result) => result.messages.map((message) => message.ruleId ?? message.message));
}

const restricted = new Set(['no-restricted-imports']);

describe('the import table', () => {
  it.each([
    ['main/graph/transport.ts', "import { app } from 'electron';"],
    ['main/graph/transport.ts', "import type { App } from 'electron';"],
    ['main/assistance/rules.ts', "import { PublicClientApplication } from '@azure/msal-node';"],
    ['main/history/months.ts', "import Store from 'electron-store';"],
    ['main/desktop/windows/main-window.ts', "import { ipcMain } from 'electron';"],
    ['main/desktop/windows/main-window.ts', "import * as electron from 'electron';"],
    ['main/desktop/ipc/handlers.ts', "import { shell } from 'electron';"],
    ['main/compose/compose.ts', "import { shell } from 'electron';"],
    ['main/compose/compose.ts', "import { createTenant } from '../../practice';"],
    ['main/auth/sign-in.ts', "import { get } from 'https';"],
    ['shared/failure.ts', "import { join } from 'node:path';"],
    ['shared/failure.ts', "import { compose } from '../main/compose/compose';"],
    ['preload/bridge.ts', "import { readFileSync } from 'node:fs';"],
    ['renderer/app/session.svelte.ts', "import { ipcRenderer } from 'electron';"],
    ['renderer/app/session.svelte.ts', "import type { GraphPort } from '../../main/graph/port';"],
    ['practice/index.ts', "import { search } from '../main/inventory/search';"],
  ])('keeps %s from writing %s', async (file, text) => {
    expect(new Set(await complaints(file, text))).toEqual(restricted);
  });

  it.each([
    ['main/desktop/windows/main-window.ts', "import { BrowserWindow } from 'electron';"],
    ['main/desktop/ipc/serve.ts', "import { ipcMain } from 'electron';"],
    ['main/desktop/security/external-links.ts', "import { shell } from 'electron';"],
    ['main/compose/compose.ts', "import { practiceProfile } from '../desktop/practice/profile';"],
    ['main/desktop/practice/profile.ts', "import { createTenant } from '../../../practice';"],
    ['main/auth/sign-in.ts', "import { PublicClientApplication } from '@azure/msal-node';"],
    ['main/store/document.ts', "import Store from 'electron-store';"],
    ['main/graph/transport.ts', "import { randomUUID } from 'node:crypto';"],
    ['shared/contract/devices.ts', "import * as v from 'valibot';"],
    ['renderer/app/session.svelte.ts', "import { err } from '../../shared/result';"],
  ])('lets %s write %s', async (file, text) => {
    expect(await complaints(file, text)).toEqual([]);
  });
});

describe('the banned words', () => {
  it.each([
    ['main/graph/transport.ts', 'export default 1;', 'no-restricted-syntax'],
    ['main/desktop/platform/secrets.ts', 'safeStorage.setUsePlainTextEncryption(true);', 'no-restricted-syntax'],
    ['renderer/features/devices/list.ts', 'element.innerHTML = name;', 'no-restricted-syntax'],
    ['main/graph/transport.ts', 'console.log(1);', 'no-console'],
    ['tests/ui/journey.spec.ts', 'await page.waitForTimeout(100);', 'no-restricted-syntax'],
    ['tests/unit/graph/transport.spec.ts', "it.only('x', () => {});", 'no-restricted-syntax'],
  ])('%s may not use %s', async (file, text, rule) => {
    expect(await complaints(file, text)).toEqual([rule]);
  });

  it('cannot be silenced by a comment', async () => {
    const text = '// eslint-disable-next-line no-console\nconsole.log(1);';
    expect(await complaints('main/graph/transport.ts', text)).toContain('no-console');
  });
});
