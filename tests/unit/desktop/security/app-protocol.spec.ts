import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayLoad, pagesAt } from '../../../../main/desktop/security/app-protocol';
import type { BuiltFiles } from '../../../../main/desktop/security/built-files';
import { answerFromFiles, listBuiltFiles } from '../../../../main/desktop/security/built-files';
import { contentPolicy } from '../../../../main/desktop/security/content-policy';

let root: string;
let files: BuiltFiles;
const get = (url: string, method = 'GET') => answerFromFiles(files, { method, url });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'deskside-pages-'));
  const pages = join(root, 'pages');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.html'), 'SECRET');
  await writeFile(join(pages, 'index.html'), '<main></main>');
  await writeFile(join(pages, 'assets', 'app-1.js'), 'run()');
  await writeFile(join(pages, 'notes.map'), 'SECRET');
  files = await listBuiltFiles(pages);
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a page that was built', () => {
  it('is served with its type and every security header', async () => {
    const answer = await get('app://deskside/index.html');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<main></main>');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('is found in a folder and with any query', async () => {
    expect(await (await get('app://deskside/assets/app-1.js?v=1#x')).text()).toBe('run()');
  });

  it('is not served when its type is not listed', async () => {
    expect((await get('app://deskside/notes.map')).status).toBe(404);
  });
});

describe('any other address', () => {
  const hops = [
    '..',
    '%2e%2e',
    '.%2e',
    '%252e%252e',
    '..%2f',
    '..%5c',
    '..\\',
    '....//',
    '%c0%ae%c0%ae',
    '.',
    '',
    '%00',
    'assets',
    '‥',
  ];
  const ends = [
    'secret.html',
    'secret.html%00',
    'etc/passwd',
    'SECRET.HTML',
    'index.html/',
    'C:/secret.html',
    '//secret.html',
    '/etc/passwd',
  ];
  const seps = ['/', '//', '\\', '%2f', '%5c'];
  const traversals = hops.flatMap((hop) =>
    seps.flatMap((sep) => ends.map((end) => `app://deskside/${hop}${sep}${end}`)),
  );

  it(`is not found: ${String(traversals.length)} traversals`, async () => {
    expect(traversals.length).toBeGreaterThan(500);
    for (const url of traversals) {
      const answer = await get(url);
      expect(await answer.text(), url).not.toContain('SECRET');
      expect(answer.status, url).toBe(404);
      expect(answer.headers.get('content-security-policy')).toBe(contentPolicy);
    }
  });

  it.each([
    'app://other/index.html',
    'app://deskside.evil/index.html',
    'app://user@deskside/index.html',
    'app://deskside:1/index.html',
    'file:///index.html',
    'https://deskside/index.html',
    'app:index.html',
    'not a url',
    '',
    'app://deskside',
    'app://deskside/',
    'APP://DESKSIDE/index.html',
  ])('is not found: %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  it.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('is not found with %s', async (method) => {
    expect((await get('app://deskside/index.html', method)).status).toBe(404);
  });

  it('never throws and never serves what is not listed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.webPath(), fc.string()), async (path) => {
        const answer = await get(`app://deskside/${path}`);
        expect([200, 404]).toContain(answer.status);
        if (answer.status === 200) expect(['<main></main>', 'run()']).toContain(await answer.text());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a request of a page', () => {
  it.each([
    ['app://deskside/index.html', true],
    ['data:image/png;base64,AAAA', true],
    ['app://other/index.html', false],
    ['https://graph.microsoft.com/v1.0/me', false],
    ['http://localhost:5177/a.js', false],
    ['file:///etc/passwd', false],
    ['ws://localhost:5177', false],
    ['devtools://devtools/bundled/a.js', false],
    ['nonsense', false],
  ])('%s is allowed: %s', (url, allowed) => {
    expect(mayLoad(url, null)).toBe(allowed);
  });

  it('may also reach the development server, and only that one', () => {
    const server = new URL('http://localhost:5177');
    expect(mayLoad('http://localhost:5177/a.js', server)).toBe(true);
    expect(mayLoad('ws://localhost:5177/', server)).toBe(true);
    expect(mayLoad('http://localhost:5178/a.js', server)).toBe(false);
    expect(mayLoad('https://example.com/', server)).toBe(false);
  });
});

describe('the policy', () => {
  it('allows nothing inline, nothing from outside and no plain strings in dangerous places', () => {
    expect(contentPolicy).toContain("default-src 'none'");
    expect(contentPolicy).toContain("connect-src 'none'");
    expect(contentPolicy).toContain("require-trusted-types-for 'script'");
    expect(contentPolicy).not.toMatch(/unsafe|\*|http/);
  });

  it('lets the pages come from our own origin', () => {
    expect(pagesAt(null)).toEqual({
      origin: 'app://deskside',
      main: 'app://deskside/index.html',
      quick: 'app://deskside/quick.html',
    });
  });
});
