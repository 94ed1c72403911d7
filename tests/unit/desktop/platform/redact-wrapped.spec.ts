import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../main/desktop/platform/redact';

const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const letters = (least: number, most: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: least, maxLength: most }).map((all) => all.join(''));
/** 10,000 in every run: it takes about a second. */
const numRuns = 10_000;

/** A secret as it is written, and the part of it that must not be found again. */
const secrets = fc.oneof(
  letters(24, 60).map((core) => ({ text: `eyJ${core}.eyJ${core}.${core}`, core })),
  letters(40, 80).map((core) => ({ text: `0.AXoA${core}7`, core })),
  letters(12, 30).map((core) => ({ text: `https://get.teamviewer.com/s123-${core}`, core })),
  letters(12, 30).map((core) => ({ text: `get.teamviewer.com/s123-${core}`, core })),
  letters(12, 30).map((core) => ({ text: `https://help.contoso.example/it's-${core}`, core })),
  letters(12, 30).map((core) => ({ text: `https://login.example/?code=${core}&state=${core}`, core })),
  letters(6, 20).map((core) => ({ text: `${core}@contoso.example`, core: `${core}@` })),
  letters(16, 40).map((core) => ({ text: `ESTSAUTH=${core}; ESTSAUTHPERSISTENT=${core}`, core })),
  letters(8, 20).map((core) => ({ text: `/home/u${core}/.config/Deskside`, core: `u${core}` })),
  letters(8, 20).map((core) => ({ text: `C:\\Users\\u${core}\\AppData`, core: `u${core}` })),
);
const named = fc.tuple(
  fc.constantFrom(
    'access_token',
    'refresh_token',
    'id_token',
    'code',
    'client_info',
    'password',
    'code_verifier',
    'accessToken',
  ),
  letters(3, 30),
);
const wrappings: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}=${value}`,
  (name, value) => `${name}: ${value}`,
  (name, value) => JSON.stringify({ [name]: value }),
  (name, value) => JSON.stringify(JSON.stringify({ [name]: value, x: 1 })),
  (name, value) => JSON.stringify(JSON.stringify(JSON.stringify({ [name]: value }))),
  (name, value) => `{ ${name}: '${value}' }`,
  (name, value) => encodeURIComponent(`${name}=${value}`),
  (name, value) => encodeURIComponent(encodeURIComponent(`${name}=${value}`)),
  (name, value) => encodeURIComponent(JSON.stringify({ [name]: value })),
  (name, value) => `https://login.example/cb#${name}=${value}`,
  (name, value) => `"${name}\\u0022\\u003a\\u0022${value}\\u0022`,
  (name, value) => `${name}&#61;${value}`,
];
const around = fc.constantFrom('', ' ', 'got ', '"', "'", '(', '\n', '<', 'x ', '[', 'error: ');

describe('redaction in any wrapping', () => {
  it('removes everything that looks like a secret', () => {
    const written: readonly ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => encodeURIComponent(encodeURIComponent(text)),
      JSON.stringify,
      (text) => JSON.stringify(JSON.stringify(text)),
      (text) => text.replaceAll('@', '\\u0040').replaceAll('/', '\\u002f'),
    ];
    fc.assert(
      fc.property(secrets, fc.constantFrom(...written), around, around, ({ text, core }, write, before, after) => {
        const clean = redact(`${before}${write(text)}${after}`);
        // A name that only the encoding of its sign would tell is no path any more: it is the plain spelling that is promised.
        if (write !== written[0] && write !== JSON.stringify && /^(?:\/home|C:)/.test(text)) return;
        expect(decodeURIComponentSafe(clean)).not.toContain(core);
      }),
      { numRuns },
    );
  });

  it('removes every value whose name marks it as a secret', () => {
    fc.assert(
      fc.property(named, fc.constantFrom(...wrappings), around, ([name, value], wrap, before) => {
        const canary = `Q${value}Q`;
        expect(redact(`${before}${wrap(name, canary)}`)).not.toContain(canary);
      }),
      { numRuns },
    );
  });

  it.each([
    'access_token%3DeyJhbGciOi…',
    '{\\"access_token\\":\\"abc-canary\\"}',
    'key Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE3Cw== end',
    'get.teamviewer.com/s123456789-AbCanary',
    "see https://get.teamviewer.com/s1'canary now",
    'Cookie: ESTSAUTH=canary; x=canary',
    'set-cookie: a=canary; Path=/',
    'at /home/canary/deskside/main.js:1:2',
    'misaki%40canary.example',
    'eyJhbGciOiJub25lIn0. eyJzdWIiOiJjYW5hcnlfb2ZfYWxsIn0',
  ])('hides what the review found in %j', (text) => {
    expect(redact(text)).not.toMatch(/canary|eyJhbGci|Zm9vYmFy|s123456789|eyJzdWIi/);
  });

  it.each([
    'navigation refused at main.js:12:5',
    'Error: boom at Object.run (app://deskside/assets/index-D4x.js:10:3)',
    'at load (file:///opt/Deskside/resources/app.asar/out/main/main.js:100:20)',
    'node:internal/modules/cjs/loader:1234:12',
    'HTTP 429 after 12.5 s, AADSTS50058, state machine, code path',
    'inventory run 3 of 7: 2,500 devices, 12 pages',
  ])('keeps what is needed to find a fault in %j', (text) => {
    expect(redact(text)).toBe(text);
  });
});

function decodeURIComponentSafe(text: string): string {
  let plain = text;
  for (let depth = 0; depth < 3; depth += 1)
    plain = plain.replace(/%([0-7][0-9a-fA-F])/g, (_escape, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  return plain;
}
