import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import type { PracticeControl } from '../control';
import type { FaultRule } from '../faults';
import { createPracticeTenant } from '../index';
import type { PracticeProfile } from '../profile';
import { withControl } from './control-endpoint';
import { makePki } from './pki';
import { startTlsServer } from './tls-server';

export interface PracticeServerOptions {
  /** Port on 127.0.0.1; 0, the default, picks a free one. */
  readonly port?: number;
  readonly devices?: number;
  readonly seed?: number;
  readonly faults?: readonly FaultRule[];
  readonly hostile?: boolean;
  readonly clock?: Clock;
  /** When given, the profile and the CA certificate are written here. */
  readonly dir?: string;
}

export interface PracticeServer {
  /** https://localhost:PORT, root of both authority and Graph. */
  readonly origin: string;
  readonly profile: PracticeProfile;
  /** Certificate of the authority made for this run; trust it to reach the server. */
  readonly caPem: string;
  readonly control: PracticeControl;
  /** Files written to `dir`. */
  readonly files: { readonly profile: string; readonly ca: string } | undefined;
  readonly stop: () => Promise<void>;
}

async function writeFiles(
  dir: string,
  profile: PracticeProfile,
  caPem: string,
): Promise<{ profile: string; ca: string }> {
  await mkdir(dir, { recursive: true });
  const files = { profile: path.join(dir, 'practice.deskside.json'), ca: path.join(dir, 'practice-ca.pem') };
  await writeFile(files.profile, `${JSON.stringify(profile, null, 2)}\n`);
  await writeFile(files.ca, caPem);
  return files;
}

/**
 * Runs a practice tenant with TLS on loopback.
 * @throws the system's error when the port cannot be had
 */
export async function startPracticeServer(options: PracticeServerOptions = {}): Promise<PracticeServer> {
  const { port = 0, dir, ...tenantOptions } = options;
  const pki = await makePki();
  let made: { profile: PracticeProfile; control: PracticeControl } | undefined;
  const server = await startTlsServer(pki, port, (origin) => {
    const tenant = createPracticeTenant({ ...tenantOptions, origin: { authority: origin, graph: origin } });
    made = tenant;
    return withControl(tenant.handler, tenant.control);
  });
  if (made === undefined) throw new Error('the server started without a tenant');
  const { profile, control } = made;
  const files = dir === undefined ? undefined : await writeFiles(dir, profile, pki.caPem);
  return { origin: server.origin, profile, caPem: pki.caPem, control, files, stop: server.stop };
}
