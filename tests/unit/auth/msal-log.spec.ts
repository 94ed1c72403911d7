import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless } from '../../../main/auth/msal-client';

describe("MSAL's log lines", () => {
  it('are stripped of addresses, accounts, ids and anything that looks like a token', () => {
    const line = harmless(
      'Error - a1e70000-0000-4000-8000-000000000001.5a1e0c0f-1d2e-4a3b-9c4d-0123456789ab https://login.example/x?code=1 alex@fake.example eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2lnbmF0dXJl\nnext',
    );
    expect(line).not.toMatch(/a1e70000|code=|alex|eyJ|\n/);
  });

  it('stay short for any input', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => harmless(text).length <= 300));
  });
});
