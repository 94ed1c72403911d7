import { describe, expect, it } from 'vitest';
import type { Owner } from '../../../renderer/features/session/screen-owner';
import { isInside, ownerChange, ownerIn } from '../../../renderer/features/session/screen-owner';
import type { Session, TenantView } from '../../../shared/contract/session';
import type { Failure } from '../../../shared/failure';
import { aTenant, signedIn } from '../../support/builders';

const tenant = (profileId: string): TenantView =>
  aTenant({ profileId, name: profileId, tenantId: profileId, cloud: 'global', practice: false });
const as = (upn: string, profileId = 'contoso', reason: Failure | null = null): Session =>
  signedIn({ tenant: tenant(profileId), account: { name: 'Alex', upn }, reason });
const signedOut: Session = { state: 'signed-out', tenant: tenant('contoso'), reason: null };
const signingIn: Session = {
  state: 'signing-in',
  tenant: tenant('contoso'),
  expiresAt: '2026-11-30T10:05:00Z',
  otherAccount: null,
};
const starting: Session = { state: 'starting', tenant: tenant('contoso') };

/** What a window does, session after session. */
function changes(...sessions: readonly (Session | null)[]): readonly string[] {
  let owner: Owner = null;
  return sessions.map((session) => {
    const [before, now] = [owner, ownerIn(session, owner)];
    owner = now;
    return ownerChange(before, now);
  });
}

describe('when the account changes, the screen', () => {
  it('shows the first account without removing anything', () => {
    expect(changes(null, starting, as('a@x.example'))).toEqual(['none', 'none', 'arrived']);
  });

  it('keeps its data while the same account signs in again', () => {
    expect(
      changes(as('a@x.example'), as('a@x.example', 'contoso', { code: 'auth.required' }), signingIn, as('a@x.example')),
    ).toEqual(['arrived', 'none', 'none', 'none']);
  });

  it('removes its data for another account, and for the same name in another tenant', () => {
    expect(changes(as('a@x.example'), signingIn, as('b@x.example'))).toEqual(['arrived', 'none', 'left']);
    expect(changes(as('a@x.example'), as('a@x.example', 'fabrikam'))).toEqual(['arrived', 'left']);
  });

  it('removes its data once at sign-out, and then waits for the next account', () => {
    expect(changes(as('a@x.example'), signedOut, signedOut, signingIn, as('a@x.example'))).toEqual([
      'arrived',
      'left',
      'none',
      'none',
      'arrived',
    ]);
  });
});

describe('data is on screen', () => {
  it.each([
    [as('a@x.example'), 'owner', true],
    [signingIn, 'owner', true],
    [signingIn, null, false],
    [signedOut, null, false],
    [starting, null, false],
    [null, null, false],
  ] as const)('only while someone is signed in or signs in again (%#)', (session, owner, expected) => {
    expect(isInside(session, owner)).toBe(expected);
  });
});
