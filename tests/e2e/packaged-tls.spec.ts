import { join } from 'node:path';
import type { Authority, Flaw } from '../support/bad-certificates';
import { makeAuthority } from '../support/bad-certificates';
import { packageOnce, readReport, runPackaged } from '../support/packaged-app';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const PACKAGE_LIMIT_MS = 180_000;

test.describe('a package and an invalid certificate', () => {
  test.skip(process.platform !== 'linux', 'starts the Linux package');
  let authority: Authority;

  test.beforeAll(async () => {
    test.setTimeout(PACKAGE_LIMIT_MS);
    await packageOnce();
    authority = await makeAuthority();
    await trustAuthority(authority.pem, 'deskside-certificates');
  });

  const cases: readonly { readonly flaw: Flaw; readonly reached: boolean }[] = [
    { flaw: 'trusted', reached: true },
    { flaw: 'expired', reached: false },
    { flaw: 'not valid yet', reached: false },
    { flaw: 'another host', reached: false },
    { flaw: 'self-signed', reached: false },
    { flaw: 'unknown authority', reached: false },
  ];
  for (const { flaw, reached } of cases) {
    test(`${flaw}: ${reached ? 'the server is reached' : 'no request gets through, whatever switch asks the app to accept it'}`, async ({
      folder,
      tenant,
      systemBrowser,
    }) => {
      const server = await authority.serve(flaw);
      try {
        await folder.preset({
          profiles: [{ id: 'contoso', ...tenant.profile, cloud: { authority: server.origin, graph: server.origin } }],
          activeProfile: 'contoso',
          preferences: { language: 'en' },
        });
        const file = join(folder.path, 'report.json');
        const accepting = [
          '--ignore-certificate-errors',
          `--ignore-certificate-errors-spki-list=${server.keyHash}`,
          '--allow-insecure-localhost',
          '--allow-running-insecure-content',
          '--test-type',
        ];
        const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', PATH: `${systemBrowser.bin}:${process.env['PATH'] ?? ''}` };
        const { code } = await runPackaged([...accepting, `--user-data-dir=${folder.path}`, `--self-check=${file}`], {
          env,
        });
        expect(code).toBe(0);
        expect(await readReport(file)).toMatchObject({ ready: true, signedIn: false });
        expect(server.requests() > 0).toBe(reached);
        expect(await systemBrowser.opened()).toEqual([]);
      } finally {
        await server.stop();
      }
    });
  }
});
