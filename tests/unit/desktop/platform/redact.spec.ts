import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logTo } from '../../../../main/desktop/platform/log-file';
import { describeFault, redact, redactField } from '../../../../main/desktop/platform/redact';

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const word = (least: number, most: number) =>
  fc
    .array(fc.constantFrom(...Array.from(base64url)), { minLength: least, maxLength: most })
    .map((characters) => characters.join(''));
const jwt = fc.tuple(word(20, 60), word(20, 200), word(20, 60)).map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`);
const refreshToken = word(60, 900).map((text) => `1.AXoA${text}7`);
/** A short count; DESKSIDE_CHAOS=full runs it in full. */
const numRuns = process.env['DESKSIDE_CHAOS'] === 'full' ? 10_000 : 1_500;
const around = fc.constantFrom('', ' ', 'token ', 'got: ', '"', "'", '\n', '{"a":"', 'at fn (', '<', 'x=');

describe('redaction', () => {
  it.each([
    ['Authorization: Bearer abc.def', 'abc'],
    ['GET https://get.teamviewer.com/s12345-AbCdEf failed', 's12345'],
    ['opened https://graph.microsoft.com/v1.0/users/misaki@contoso.example/managedDevices?$top=5', 'misaki'],
    ['https://user:pass@host.example/x', 'pass'],
    ['http://localhost:50123/?code=0.AAA-bbb&state=xyz', 'AAA'],
    ['code=0.AVYA_short&session_state=1', 'AVYA'],
    ['{"refresh_token":"0.AX short one","x":1}', 'short'],
    ["{ password: 'hunter2' }", 'hunter2'],
    ['client_info=eyJ1aWQiOiIx', 'eyJ1'],
    ['user misaki.sato@contoso.example signed in', 'misaki'],
    ['佐藤@contoso.example', '佐藤'],
    ['device 0f3c7ab1-1111-2222-3333-444455556666', '444455556666'],
    ['teamviewer10://control?device=12345', '12345'],
    ['login_hint=a.b', 'a.b'],
  ])('removes the secret from %j', (text, secret) => {
    expect(redact(text)).not.toContain(secret);
  });

  it.each([
    'navigation refused at main.js:12:5',
    'app://deskside/assets/index.js:10:3',
    'file:///opt/Deskside/resources/app.asar/out/main/main.js:100:20',
    'HTTP 429 after 12.5 s, AADSTS50058',
  ])('keeps %j unchanged', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('keeps the host of an address and the beginning of an id, so that lines can be joined', () => {
    expect(redact('https://graph.microsoft.com/v1.0/x')).toBe('[address at graph.microsoft.com]');
    expect(redact('0f3c7ab1-1111-2222-3333-444455556666')).toBe('0f3c7ab1-…');
  });

  it('removes tokens in any surrounding text', () => {
    fc.assert(
      fc.property(around, fc.oneof(jwt, refreshToken), around, (before, token, after) => {
        const clean = redact(`${before}${token}${after}`);
        for (let at = 0; at + 24 <= token.length; at += 8) expect(clean).not.toContain(token.slice(at, at + 24));
      }),
      { numRuns },
    );
  });

  it('removes mail addresses', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (mail) => !redact(`for ${mail} now`).includes(mail)),
      { numRuns: 2_000 },
    );
  });

  it('always leaves one bounded line without control or direction characters', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x2fff }), { maxLength: 300 }), (points) => {
        const text = String.fromCodePoint(...points);
        expect(redact(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      }),
    );
    expect(redact('a '.repeat(100_000)).length).toBeLessThan(4_100);
  });

  it('is quick on hostile text', () => {
    const begun = performance.now();
    for (const piece of ['eyJ', 'a@', '..', 'http://', '-', 'code=', 'A1', '/', '=']) redact(piece.repeat(16_000));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a field', () => {
  it('is hidden when its name marks it as private', () => {
    for (const name of [
      'token',
      'accessToken',
      'sessionUrl',
      'link',
      'upn',
      'userName',
      'deviceName',
      'serial',
      'account',
    ]) {
      expect(redactField(name, 'TYO-LT-04127')).toBe('[hidden]');
    }
  });

  it('that support needs in full stays complete, unless it contains something else', () => {
    const id = '0f3c7ab1-1111-2222-3333-444455556666';
    expect(redactField('requestId', id)).toBe(id);
    expect(redactField('requestId', 'eyJhbGciOiJub25lIn0.eyJ4Ijox.sig')).not.toContain('eyJ');
    expect(redactField('requestId', 'someone@contoso.example')).toBe('[mail]');
  });

  it('that is not text is kept', () => {
    expect([redactField('status', 429), redactField('ok', true), redactField('x', null)]).toEqual([429, true, null]);
  });
});

describe('the log', () => {
  it('writes one JSON line per event and returns the reference of a fault', () => {
    const lines: string[] = [];
    const log = logTo(
      (_level, line) => lines.push(line),
      () => new Date(0),
      () => 'abcd1234',
    );
    log.info('graph.call', { status: 200, requestId: 'r-1' });
    expect(
      log.fault(
        'graph.broke\n{"level":"info"}',
        new Error('for misaki@contoso.example', { cause: new TypeError('Bearer canary') }),
      ),
    ).toBe('abcd1234');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'graph.call', status: 200, requestId: 'r-1' },
      { level: 'error', ref: 'abcd1234' },
    ]);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    expect(lines.join()).not.toMatch(/misaki|canary/);
  });

  it('removes canaries at every position of a line', () => {
    const lines: string[] = [];
    const log = logTo(
      (_level, line) => lines.push(line),
      () => new Date(0),
      () => 'r',
    );
    fc.assert(
      fc.property(jwt, fc.string(), (token, name) => {
        lines.length = 0;
        log.warn(`event ${token}`, { [name]: token, detail: `x ${token}` });
        log.fault('fault', new Error(`failed with ${token}`));
        expect(lines.join()).not.toContain(token.slice(10, 40));
      }),
      { numRuns },
    );
  });

  it('describes anything that is thrown', () => {
    fc.assert(fc.property(fc.anything(), (cause) => typeof describeFault(cause) === 'string'));
    const loop = new Error('loop');
    loop.cause = loop;
    expect(describeFault(loop)).toContain('loop');
  });
});
