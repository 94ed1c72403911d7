import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloudName, cloudRoots, customCloud, tenantView } from '../../../main/settings/clouds';
import { practiceProfile } from '../../../main/settings/practice-profile';
import { parseProfile, parseProfileFile } from '../../../main/settings/profile';
import { profileId } from '../../../main/settings/profile-id';

const good = {
  name: 'Contoso',
  tenantId: 'contoso.onmicrosoft.com',
  clientId: 'AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE',
  cloud: 'global',
};
const custom = (authority: string): object => ({ ...good, cloud: { authority, graph: 'https://graph.example' } });

describe('a tenant profile', () => {
  it('gets defaults, lower case and its own id', () => {
    expect(parseProfile(good)).toEqual({
      ok: true,
      value: {
        ...good,
        clientId: good.clientId.toLowerCase(),
        id: `${good.tenantId}.${good.clientId.toLowerCase()}`,
        color: null,
        provider: 'graph',
        sessionHosts: [],
      },
    });
  });

  it.each<[string, object | null | number]>([
    ['file', null],
    ['file', 7],
    ['name', { ...good, name: ' \u202E\u200B ' }],
    ['name', { ...good, name: undefined }],
    ['tenantId', { ...good, tenantId: 'common' }],
    ['tenantId', { ...good, tenantId: 'organizations' }],
    ['tenantId', { ...good, tenantId: 'a/../b.example' }],
    ['clientId', { ...good, clientId: 'not-a-guid' }],
    ['cloud', { ...good, cloud: 'mars' }],
    ['cloud', { ...good, cloud: undefined }],
    ['cloud.graph', { ...good, cloud: { authority: 'https://login.example' } }],
    ['cloud.authority', custom('http://login.example')],
    ['cloud.authority', custom('https://user@login.example')],
    ['cloud.authority', custom('https://login.example/tenant')],
    ['cloud.authority', custom('https://login.example?x=1')],
    ['cloud.authority', custom('https://login.example#x')],
    ['cloud.authority', custom('https://login.example\\@evil.example')],
    ['cloud.authority', custom('javascript:alert(1)')],
    ['color', { ...good, color: 'url(x)' }],
    ['provider', { ...good, provider: 7 }],
    ['provider', { ...good, provider: null }],
    ['sessionHosts.0', { ...good, sessionHosts: ['*.example.com'] }],
    ['sessionHosts.1', { ...good, sessionHosts: ['a.example', 'b.example:8443'] }],
    ['sessionHosts', { ...good, sessionHosts: Array.from({ length: 33 }, (_, n) => `h${n}.example`) }],
  ])('is refused for its %s', (member, raw) => {
    expect(parseProfile(raw)).toEqual({ ok: false, error: { code: 'profile.invalid', detail: member } });
  });

  it('shows its name without characters that hide or reverse text, and shortened', () => {
    const read = parseProfile({ ...good, name: `A\u202Eb\u0000\n c${'x'.repeat(5000)}` });
    expect(read.ok && read.value.name).toBe(`Ab c${'x'.repeat(76)}`);
  });

  it('accepts custom roots with a port and removes the trailing slash', () => {
    const read = parseProfile({
      ...good,
      cloud: { authority: 'https://LOGIN.example:8443/', graph: 'https://graph.example/' },
    });
    expect(read.ok && read.value.cloud).toEqual({
      authority: 'https://login.example:8443',
      graph: 'https://graph.example',
    });
  });

  it.each([['link'], [{ kind: 'link', template: 'https://help.example/{id}' }]])(
    'is read with a provider of a later version, and refused from a file: %j',
    (provider) => {
      expect(parseProfile({ ...good, provider })).toMatchObject({ ok: true, value: { provider: 'other' } });
      expect(parseProfileFile(JSON.stringify({ ...good, provider }))).toEqual({
        ok: false,
        error: { code: 'profile.invalid', detail: 'provider' },
      });
    },
  );

  it('cannot replace another one through the id in a file', () => {
    const read = parseProfileFile(`\uFEFF${JSON.stringify({ ...good, id: 'victim' })}`);
    expect(read.ok && read.value.id).toBe(profileId(good.tenantId, good.clientId.toLowerCase()));
  });

  it('has an id that fits the contract however long the domain is', () => {
    expect(profileId(`${'a'.repeat(60)}.${'b'.repeat(60)}.example`, good.clientId)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is read from any text without an exception', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => !parseProfileFile(text).ok),
      { numRuns: 500 },
    ));

  it('never leads to roots other than https', () =>
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()), (authority) => {
        const read = parseProfile(custom(authority));
        if (!read.ok || typeof read.value.cloud === 'string') return !read.ok;
        const url = new URL(read.value.cloud.authority);
        return url.protocol === 'https:' && url.origin === read.value.cloud.authority;
      }),
      { numRuns: 2000 },
    ));
});

describe('clouds', () => {
  it.each([
    ['global', 'https://login.microsoftonline.com', 'https://graph.microsoft.com', true],
    ['usgov', 'https://login.microsoftonline.us', 'https://graph.microsoft.us', false],
    ['usgov-dod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us', false],
    ['china', 'https://login.partner.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn', true],
  ] as const)('%s has its own roots', (cloud, authority, graph, assistanceAvailable) => {
    expect(cloudRoots(cloud)).toEqual({ authority, graph, assistanceAvailable, custom: false });
  });

  it('of a custom kind are not looked up at Microsoft', () => {
    expect(cloudRoots({ authority: 'https://a.example', graph: 'https://g.example' })).toMatchObject({
      custom: true,
      assistanceAvailable: true,
    });
    expect(cloudName({ authority: 'https://a.example', graph: 'https://g.example' })).toBe('custom');
  });

  it('of a custom kind are distinguished by both roots, whatever ids they claim', () => {
    const roots = (['global', 'usgov', 'usgov-dod', 'china'] as const).map((cloud) => cloudRoots(cloud));
    const some = [
      { authority: 'https://a.example', graph: 'https://g.example' },
      { authority: 'https://b.example', graph: 'https://g.example' },
      { authority: 'https://a.example', graph: 'https://h.example' },
    ];
    const names = [...roots, ...some].map(({ authority, graph }) => customCloud({ authority, graph }));
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain(null);
    expect((['global', 'usgov', 'usgov-dod', 'china'] as const).map(customCloud)).toEqual([null, null, null, null]);
  });

  it('are shown with the profile', () => {
    expect(tenantView(practiceProfile)).toMatchObject({ profileId: 'practice', practice: true, cloud: 'custom' });
    expect(tenantView({ ...practiceProfile, id: 'x', cloud: 'usgov' })).toMatchObject({
      practice: false,
      assistanceAvailable: false,
    });
  });
});
