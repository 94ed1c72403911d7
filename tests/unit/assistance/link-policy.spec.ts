import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInSessionHosts, checkSessionLink, sessionHost } from '../../../main/assistance/link-policy';
import { anyLink, isSafe } from './any-link';

describe('trusted', () => {
  test.each([
    'https://get.teamviewer.com/s123456789',
    'https://get.teamviewer.com/s123456789-AbCdEf012345',
    'https://start.teamviewer.com/device/1?x=1#y',
    'HTTPS://GET.TeamViewer.COM/s1',
  ])('%s', (raw) => {
    const checked = checkSessionLink(raw, []);
    expect(checked.ok && checked.value.href).toBe(new URL(raw).href);
  });

  test('a host that the profile names, and no other', () => {
    expect(checkSessionLink('https://assist.contoso.example/1', ['Assist.Contoso.example']).ok).toBe(true);
    expect(checkSessionLink('https://x.assist.contoso.example/1', ['assist.contoso.example']).ok).toBe(false);
    expect(checkSessionLink('https://assist.contoso.example/1', ['*.contoso.example', '*', '']).ok).toBe(false);
  });
});

describe('untrusted', () => {
  test.each([
    '',
    'nonsense',
    'http://get.teamviewer.com/s1',
    'ftp://get.teamviewer.com/s1',
    'javascript:alert(1)//https://get.teamviewer.com/',
    'teamviewer10://control?device=1',
    'teamviewerapi://x',
    'file:///etc/passwd',
    'https:get.teamviewer.com/s1',
    'https:/get.teamviewer.com/s1',
    'https:\\\\get.teamviewer.com\\s1',
    'https://get.teamviewer.com\\@evil.example/s1',
    'https://evil.example\\@get.teamviewer.com/s1',
    'https://user@get.teamviewer.com/s1',
    'https://@get.teamviewer.com/s1',
    'https://user:secret@get.teamviewer.com/s1',
    'https://get.teamviewer.com:443/s1',
    'https://get.teamviewer.com:8443/s1',
    'https://get.teamviewer.com./s1',
    'https://get.teamviewer.com.evil.example/s1',
    'https://evil-get.teamviewer.com/s1',
    'https://teamviewer.com/s1',
    'https://g%65t.teamviewer.com/s1',
    'https://ｇet.teamviewer.com/s1',
    'https://get.teamviewer。com/s1',
    'https://gеt.teamviewer.com/s1',
    ' https://get.teamviewer.com/s1',
    'https://get.teamviewer.com/s1\n',
    'https://get.team\tviewer.com/s1',
    'https://get.teamviewer.com/s 1',
    'https://get.teamviewer.com/\u202es1',
    `https://get.teamviewer.com/${'s'.repeat(2048)}`,
  ])('%j', (raw) => {
    const checked = checkSessionLink(raw, []);
    expect(!checked.ok && checked.error.code).toBe('link.untrusted');
    expect(JSON.stringify(checked)).not.toContain('secret');
  });

  test.each([
    ['http://get.teamviewer.com/s1', 'scheme'],
    ['teamviewer10://control?device=1', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user@get.teamviewer.com/s1', 'user-info'],
    ['https://get.teamviewer.com@evil.example/s1', 'user-info'],
    ['https://:pw@evil.example/', 'user-info'],
    ['https://evil.example:8443/s1', 'host'],
    ['https://get.teamviewer.com.evil.example/s1', 'host'],
    ['https://get.teamviewer.com:8443/s1', 'port'],
    ['https://get.teamviewer.com:443/s1', 'spelling'],
    ['https:\\\\get.teamviewer.com/s1', 'spelling'],
    ['https://get.teamviewer.com/s1 ', 'spelling'],
    ['https://get.teamviewer.com/s\u200b1', 'spelling'],
    [`https://get.teamviewer.com/${'s'.repeat(2_048)}`, 'length'],
    ['not a link', 'not-a-link'],
    ['', 'not-a-link'],
  ])('%j is refused with the correct reason: %s', (raw, detail) => {
    const checked = checkSessionLink(raw, []);
    expect(checked.ok ? 'trusted' : checked.error.detail).toBe(detail);
  });

  test('returns the host if there is one', () => {
    expect(checkSessionLink('https://evil.example/s1', [])).toEqual({
      ok: false,
      error: { code: 'link.untrusted', host: 'evil.example', detail: 'host' },
    });
    expect(checkSessionLink('mailto:x', [])).toEqual({
      ok: false,
      error: { code: 'link.untrusted', detail: 'scheme' },
    });
  });
});

test('only a plain https link to an exact host passes, whatever the text', () => {
  fc.assert(
    fc.property(anyLink, (raw) => {
      const checked = checkSessionLink(raw, ['assist.contoso.example']);
      expect(!checked.ok || isSafe(checked.value, raw, [...builtInSessionHosts, 'assist.contoso.example'])).toBe(true);
      sessionHost(raw);
    }),
    { numRuns: 5_000 },
  );
});
