import { describe, expect, it } from 'vitest';
import { tenantView } from '../../../main/settings/clouds';
import { hostView } from '../../../main/settings/hosts';
import { practiceProfile } from '../../../main/settings/practice-profile';
import { parseProfile } from '../../../main/settings/profile';

const profile = (cloud: unknown, sessionHosts: readonly string[] = []) => {
  const read = parseProfile({
    name: 'Contoso',
    tenantId: 'contoso.example',
    clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    cloud,
    sessionHosts,
  });
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
};
const viewOf = (authority: string) =>
  tenantView(profile({ authority, graph: 'https://graph.example:8443' })).hosts?.signIn;

describe('the hosts of a profile', () => {
  it('are all shown: sign-in, Graph with its port, and those of sessions', () => {
    expect(
      tenantView(profile({ authority: 'https://login.example', graph: 'https://graph.example:8443' }, ['help.example']))
        .hosts,
    ).toEqual({
      signIn: { host: 'login.example', readable: null, doubt: null },
      graph: { host: 'graph.example:8443', readable: null, doubt: null },
      sessions: [{ host: 'help.example', readable: null, doubt: null }],
    });
  });

  it('are Microsoft’s for a Microsoft cloud, and none in the practice tenant', () => {
    for (const cloud of ['global', 'usgov', 'usgov-dod', 'china']) {
      const { signIn, graph } = tenantView(profile(cloud)).hosts ?? {};
      expect([signIn?.doubt, graph?.doubt], cloud).toEqual([null, null]);
    }
    expect(tenantView(practiceProfile).hosts).toBeNull();
  });

  it.each([
    ['https://login.micrоsoftonline.com', 'login.xn--micrsoftonline-yzl.com', 'login.micrоsoftonline.com', 'pretends'],
    ['https://login.αzure.com', null, 'login.αzure.com', 'pretends'],
    ['https://bücher.example', 'xn--bcher-kva.example', 'bücher.example', 'letters'],
    ['https://例え.テスト:8443', 'xn--r8jz45g.xn--zckzah:8443', '例え.テスト:8443', 'letters'],
    ['https://ＬＯＧＩＮ.example', 'login.example', null, null],
    ['https://login.microsoftonline.com.evil.example', 'login.microsoftonline.com.evil.example', null, 'pretends'],
    ['https://login-microsoftonline.com', 'login-microsoftonline.com', null, 'pretends'],
    ['https://login.rnicrosoft.com', 'login.rnicrosoft.com', null, 'pretends'],
    ['https://login.m1cr0soft.com', 'login.m1cr0soft.com', null, 'pretends'],
    ['https://get.teamvlewer.com', 'get.teamvlewer.com', null, 'pretends'],
    ['https://login.microsoftonline.com', 'login.microsoftonline.com', null, null],
    ['https://contoso.example', 'contoso.example', null, null],
    ['https://10.0.0.7:8443', '10.0.0.7:8443', null, null],
    ['https://[2001:db8::7]:8443', '[2001:db8::7]:8443', null, null],
  ])('%s is shown as connected to, with a doubt if it is deceptive', (authority, host, readable, doubt) => {
    const view = viewOf(authority);
    expect(view).toMatchObject({ readable, doubt });
    if (host !== null) expect(view?.host).toBe(host);
    expect(view?.host).toMatch(/^[a-z0-9.:[\]-]+$/);
  });

  it('that only look like punycode are shown unchanged', () => {
    expect(hostView('xn--a-ecp.ru')).toMatchObject({ host: 'xn--a-ecp.ru' });
    expect(hostView('xn--.example')).toMatchObject({ host: 'xn--.example', readable: null });
  });
});
