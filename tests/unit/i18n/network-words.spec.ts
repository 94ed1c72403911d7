import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../shared/failure';
import { adminText, failureDetails, failureText } from '../../../shared/i18n/failure-text';
import { messagesFor } from '../../../shared/i18n/index';

const en = messagesFor('en');
const ja = messagesFor('ja');
const said = (failure: Failure) => failureText(en, failure, 'reading');

describe('who answered, in words', () => {
  it('names the proxy, and never blames a role', () => {
    const { title, cause, remedy } = said({ code: 'network.proxy', status: 403, host: 'proxy.corp.example' });
    expect(title).toBe('A proxy answered, not Intune.');
    expect(cause).toContain('proxy.corp.example');
    expect(`${cause}${remedy}`).not.toContain('Help Desk Operator');
    expect(said({ code: 'network.proxy', why: 'sign-in' }).title).toContain('sign-in');
  });

  it('shows which sign-in the proxy requires, and which one Deskside supports', () => {
    expect(said({ code: 'network.proxy-auth', detail: 'Basic, NTLM' }).cause).toMatch(
      /Basic, NTLM.*Negotiate or NTLM on Windows, Kerberos/,
    );
  });

  it('says that nothing was sent only when that is certain', () => {
    const refused: Failure = { code: 'network.proxy', host: 'proxy.corp.example' };
    expect(said(refused).cause).not.toContain('Nothing was sent');
    expect(said({ ...refused, notSent: true }).cause).toMatch(/proxy\.corp\.example.* Nothing was sent to Intune\.$/);
    expect(failureText(ja, { ...refused, notSent: true }).cause).toMatch(/。Intune には何も送信していません。$/);
  });

  it('quotes a foreign page as such, not as text of the service', () => {
    expect(failureDetails(en, { code: 'network.proxy', detail: 'Access denied' })).toContainEqual([
      'The answer says',
      'Access denied',
    ]);
    expect(failureDetails(en, { code: 'graph.approval', detail: 'abc-1' })).toContainEqual(['Approval code', 'abc-1']);
  });
});

describe('certificates and clocks, in words', () => {
  const faults = ['authority', 'name', 'revoked', 'weak', 'pinned', 'unchecked', 'client', 'proxy', 'other'];

  it.each([en, ja])('each has its own cause', (messages) => {
    const causes = faults.map((why) => failureText(messages, { code: 'network.tls', why }).cause);
    expect(new Set(causes).size).toBe(faults.length);
  });

  it('has words for an unknown cause', () => {
    for (const why of ['constructor', '__proto__', ''])
      expect(said({ code: 'network.tls', why })).toEqual(said({ code: 'network.tls' }));
  });

  it('advises to check date and time first when a certificate is out of date', () => {
    expect(said({ code: 'network.clock', why: 'certificate' }).title).toBe('Check the date and time of this computer.');
  });

  it.each<[number, string]>([
    [301, 'This computer’s clock is 5 minutes ahead of Microsoft’s.'],
    [-3_600, 'This computer’s clock is 60 minutes behind Microsoft’s.'],
    [10_800, 'This computer’s clock is 3 hours ahead of Microsoft’s.'],
    [-86_400 * 365, 'This computer’s clock is 365 days behind Microsoft’s.'],
  ])('says by how much the clock is wrong: %i s', (skew, text) => {
    const failure: Failure = { code: 'network.clock', why: 'skew', skew };
    expect(said(failure).cause).toBe(text);
    expect(failureDetails(en, failure)).toContainEqual(['Clock of this computer', text]);
  });
});

describe('what is missing, in words', () => {
  it('distinguishes a tenant without Intune from a problem of Intune', () => {
    expect(said({ code: 'graph.license' }).cause).toMatch(/license.*another tenant/);
    expect(adminText(en, { code: 'graph.license' })).toContain('license');
  });

  it('does not ask for a role that the token shows', () => {
    const failure: Failure = { code: 'graph.forbidden', why: 'administrator' };
    expect(said(failure).remedy).toContain('Intune license');
    expect(adminText(en, failure)).not.toContain('Help Desk Operator');
  });

  it('does not mention Intune when the directory refuses', () => {
    expect(said({ code: 'graph.forbidden', why: 'directory' }).title).toContain('people');
  });

  it.each(['auth.refused', 'auth.claims'] as const)('shows a number without a known explanation (%s)', (code) => {
    expect(said({ code, aadsts: 123456 }).remedy).toContain('AADSTS123456');
    expect(said({ code, aadsts: 500011 }).remedy).not.toContain('AADSTS');
  });
});
