import { describe, expect, it } from 'vitest';
import { profileQuestion, removeQuestion } from '../../../main/desktop/profile-questions';
import { boxOf } from '../../../main/desktop/question';
import type { TenantProfile } from '../../../main/settings/port';
import { parseProfileFile } from '../../../main/settings/profile';
import { messagesFor } from '../../../shared/i18n';

function profile(over: object = {}): TenantProfile {
  const read = parseProfileFile(
    JSON.stringify({
      name: 'Contoso',
      tenantId: 'contoso.example',
      clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
      cloud: { authority: 'https://login.contoso.example:8443', graph: 'https://graph.contoso.example' },
      sessionHosts: ['help.contoso.example'],
      ...over,
    }),
  );
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

describe.each(['en', 'ja'] as const)('the question about a profile, in %s', (locale) => {
  const m = messagesFor(locale);

  it('shows the tenant and every host, and its safe button is the default, also for closing', () => {
    const box = boxOf(profileQuestion(m, { kind: 'add', profile: profile(), isNamedLikeAnother: false }));
    for (const shown of [
      'contoso.example',
      'login.contoso.example:8443',
      'graph.contoso.example',
      'help.contoso.example',
    ])
      expect(box.detail).toContain(shown);
    expect(box.message).toContain('Contoso');
    expect([box.buttons?.[0], box.defaultId, box.cancelId]).toEqual([m.dialog.profile.keep(), 0, 0]);
  });

  it('names the hosts of a cloud of Microsoft, too', () => {
    const { detail } = profileQuestion(m, {
      kind: 'add',
      profile: profile({ cloud: 'usgov' }),
      isNamedLikeAnother: false,
    });
    expect(detail).toContain('login.microsoftonline.us');
    expect(detail).toContain('graph.microsoft.us');
  });

  it('shows the real host before its readable form, and marks a doubtful one', () => {
    const { detail } = profileQuestion(m, {
      kind: 'add',
      profile: profile({ cloud: { authority: 'https://login.micrоsoftonline.com', graph: 'https://bücher.example' } }),
      isNamedLikeAnother: true,
    });
    expect(detail.indexOf('xn--micrsoftonline-yzl.com')).toBeLessThan(detail.indexOf('micrоsoftonline'));
    for (const said of [m.hosts.doubtPretends(), m.hosts.doubtLetters(), m.dialog.profile.twin()])
      expect(detail).toContain(said);
  });

  it('shows what is replaced, with its hosts', () => {
    const { message, detail } = profileQuestion(m, {
      kind: 'replace',
      profile: profile({ name: 'New', cloud: 'global' }),
      before: profile(),
    });
    expect(message).toMatch(/Contoso.*New/);
    expect(detail.indexOf('login.microsoftonline.com')).toBeLessThan(detail.indexOf('login.contoso.example'));
  });

  it('shows all hosts, up to the largest allowed number', () => {
    const sessionHosts = Array.from(
      { length: 32 },
      (_, at) => `${'long-'.repeat(8)}${String(at)}.help.contoso.example`,
    );
    const { detail } = boxOf(
      profileQuestion(m, { kind: 'add', profile: profile({ sessionHosts }), isNamedLikeAnother: false }),
    );
    for (const host of sessionHosts) expect(detail).toContain(host);
  });

  it('names the removed profile', () => {
    expect(removeQuestion(m, profile())).toMatchObject({
      keep: m.settings.tenantKeep(),
      message: expect.stringContaining('Contoso'),
    });
  });
});
