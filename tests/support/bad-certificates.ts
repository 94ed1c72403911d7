// The certificate library needs the metadata polyfill before anything else of it loads.
import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { startTlsServer } from '../../practice/server/tls-server';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 24 * 3_600_000;
const LIFE = { from: -2 * DAY, to: 7 * DAY };

/** What is wrong with a certificate that a server shows. `trusted` is right: the control of the others. */
export type Flaw = 'trusted' | 'expired' | 'not valid yet' | 'another host' | 'self-signed' | 'unknown authority';

export interface FlawedServer {
  readonly origin: string;
  /** SHA-256 of the server's public key, as the switch that makes Chromium overlook one wants it. */
  readonly keyHash: string;
  /** The certificate of the authority that signed the server's one. */
  readonly issuerPem: string;
  /** Requests that got through TLS. */
  requests(): number;
  stop(): Promise<void>;
}

/** An authority of which only the certificate leaves this module. */
export interface Authority {
  readonly pem: string;
  /** A server on localhost that shows a certificate with a flaw, signed by this authority unless the flaw says otherwise. */
  serve(flaw: Flaw): Promise<FlawedServer>;
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64');

export async function makeAuthority(): Promise<Authority> {
  x509.cryptoProvider.set(webcrypto as ReturnType<typeof x509.cryptoProvider.get>);
  const [known, unknown] = [await selfSigned('CN=Deskside test authority'), await selfSigned('CN=Nobody’s authority')];
  return {
    pem: known.certificate.toString('pem'),
    serve: (flaw) => serve(flaw, flaw === 'unknown authority' ? unknown : known),
  };
}

interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const between = (from: number, to: number) => ({
  notBefore: new Date(Date.now() + from),
  notAfter: new Date(Date.now() + to),
  signingAlgorithm: ALGORITHM,
});

async function selfSigned(name: string): Promise<Signer> {
  const keys = await newKeys();
  const extensions = [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
  ];
  return {
    keys,
    certificate: await x509.X509CertificateGenerator.createSelfSigned({
      ...between(LIFE.from, LIFE.to),
      name,
      keys,
      extensions,
    }),
  };
}

async function serve(flaw: Flaw, { certificate: issuer, keys: issuerKeys }: Signer): Promise<FlawedServer> {
  const keys = await newKeys();
  const { from, to } =
    flaw === 'expired'
      ? { from: -9 * DAY, to: -DAY }
      : flaw === 'not valid yet'
        ? { from: 2 * DAY, to: 9 * DAY }
        : LIFE;
  const name = flaw === 'another host' ? 'login.contoso.example' : 'localhost';
  const certificate = await x509.X509CertificateGenerator.create({
    ...between(from, to),
    subject: `CN=${name}`,
    publicKey: keys.publicKey,
    ...(flaw === 'self-signed'
      ? { issuer: `CN=${name}`, signingKey: keys.privateKey }
      : { issuer: issuer.subject, signingKey: issuerKeys.privateKey }),
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
    ],
  });
  const keyPem = `-----BEGIN PRIVATE KEY-----\n${base64(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))}\n-----END PRIVATE KEY-----\n`;
  let requests = 0;
  const server = await startTlsServer(
    { caPem: '', certPem: certificate.toString('pem'), keyPem },
    0,
    () => async () => {
      requests += 1;
      return new Response('{}', { status: 404 });
    },
  );
  const keyHash = createHash('sha256')
    .update(Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey)))
    .digest('base64');
  return {
    origin: server.origin,
    keyHash,
    issuerPem: issuer.toString('pem'),
    requests: () => requests,
    stop: server.stop,
  };
}
