import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';

test('the index compared with a full scan and with general libraries', async () => {
  const bench = spawn(process.execPath, [resolve(import.meta.dirname, 'run.mjs'), '--official'], { stdio: 'inherit' });
  const [code] = await once(bench, 'exit');
  expect(code).toBe(0);
});
