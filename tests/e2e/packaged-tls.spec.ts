import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PracticeServer } from '../../practice/server';
import type { Authority, Flaw, FlawedServer } from '../support/bad-certificates';
import { makeAuthority } from '../support/bad-certificates';
import { packageOnce, readReport, runPackaged } from '../support/packaged-app';
import type { ProfileFolder } from '../support/profile-folder';
import { trustAuthority } from '../support/trusted-authority';
import { expect, test } from './fixtures';

const PACKAGE_LIMIT_MS = 180_000;

interface Attempt {
  readonly folder: ProfileFolder;
  readonly tenant: PracticeServer;
  readonly server: FlawedServer;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the package with a tenant at this server, and lets it try to sign in there. */
async function trySignIn({ folder, tenant, server, words, env }: Attempt): Promise<void> {
  await folder.preset({
    profiles: [{ id: 'contoso', ...tenant.profile, cloud: { authority: server.origin, graph: server.origin } }],
    activeProfile: 'contoso',
    preferences: { language: 'en' },
  });
  const file = join(folder.path, 'report.json');
  const { code } = await runPackaged([...words, `--user-data-dir=${folder.path}`, `--self-check=${file}`], { env });
  expect(code).toBe(0);
  expect(await readReport(file)).toMatchObject({ ready: true, signedIn: false });
}

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
        const words = [
          '--ignore-certificate-errors',
          `--ignore-certificate-errors-spki-list=${server.keyHash}`,
          '--allow-insecure-localhost',
          '--allow-running-insecure-content',
          '--test-type',
        ];
        const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', PATH: `${systemBrowser.bin}:${process.env['PATH'] ?? ''}` };
        await trySignIn({ folder, tenant, server, words, env });
        expect(server.requests() > 0).toBe(reached);
        expect(await systemBrowser.opened()).toEqual([]);
      } finally {
        await server.stop();
      }
    });
  }

  // The app is not started again for these: removing them from the running process has to be enough.
  test('unknown authority: no request gets through, whatever variable adds the authority', async ({
    folder,
    tenant,
    systemBrowser,
  }) => {
    const server = await authority.serve('unknown authority');
    try {
      const pem = join(folder.path, 'authority.pem');
      await writeFile(pem, server.issuerPem);
      const env = {
        NODE_EXTRA_CA_CERTS: pem,
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        SSL_CERT_FILE: pem,
        SSL_CERT_DIR: folder.path,
        NODE_OPTIONS: '--use-openssl-ca',
        PATH: `${systemBrowser.bin}:${process.env['PATH'] ?? ''}`,
      };
      await trySignIn({ folder, tenant, server, words: [], env });
      expect(server.requests()).toBe(0);
      expect(await systemBrowser.opened()).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});
