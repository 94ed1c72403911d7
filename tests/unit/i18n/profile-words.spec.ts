import { describe, expect, it } from 'vitest';
import { parseProfileFile } from '../../../main/settings/profile';
import { providers } from '../../../shared/contract/requests';
import { messagesFor } from '../../../shared/i18n';
import { failureDetails, failureText } from '../../../shared/i18n/failure-text';

const good = {
  name: 'Contoso',
  tenantId: 'contoso.example',
  clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  cloud: 'global',
};
const wrong: readonly (readonly [string, object])[] = [
  ['name', { name: '\u3164' }],
  ['tenantId', { tenantId: 'abc' }],
  ['clientId', { clientId: 'abc' }],
  ['cloud', { cloud: 'mars' }],
  ['color', { color: 'red' }],
  ['cloud.authority', { cloud: { authority: 'http://a.example', graph: 'https://g.example' } }],
  ['cloud.graph', { cloud: { authority: 'https://a.example', graph: 'https://g.example/x' } }],
  ['provider', { provider: 'x' }],
  ['sessionHosts', { sessionHosts: ['*'] }],
  ['id', { id: 'con' }],
];

describe.each(['en', 'ja'] as const)('what is wrong with a profile, in %s', (locale) => {
  const m = messagesFor(locale);
  it.each(wrong)('%s is named, with what it must be', (field, part) => {
    const read = parseProfileFile(JSON.stringify({ ...good, ...part }));
    if (read.ok) throw new Error('not refused');
    const { cause } = failureText(m, read.error);
    expect(cause).toContain(`“${field}”`);
    expect(cause).toContain(m.failure.profileInvalid.unchanged());
    expect(failureText(m, { ...read.error, detail: `profiles[3].${read.error.detail ?? ''}` }).cause).toBe(cause);
    expect(failureDetails(m, read.error)).toContainEqual([m.details.field(), read.error.detail]);
  });

  it('a provider that is not known is answered with those that are', () => {
    const { cause } = failureText(m, { code: 'profile.invalid', detail: 'provider' });
    for (const provider of providers) expect(cause).toContain(provider);
  });

  it('text that is no profile is said to be none, and an unknown field has words', () => {
    expect(failureText(m, { code: 'profile.invalid', detail: 'file' }).cause).toContain('JSON');
    for (const detail of ['', '__proto__', 'constructor', 'root', 'x.y'])
      expect(failureText(m, { code: 'profile.invalid', detail }).cause).toBe(m.failure.profileInvalid.cause());
  });
});
