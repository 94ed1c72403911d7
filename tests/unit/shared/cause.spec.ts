import { describe, expect, it } from 'vitest';
import { distinctCauses, isAlreadyShown, isSameCause } from '../../../shared/cause';
import type { Failure } from '../../../shared/failure';

describe('whether two failures have the same cause', () => {
  const pairs: readonly (readonly [what: string, one: Failure, other: Failure, same: boolean])[] = [
    [
      'one proxy, met on the way to Intune and to the sign-in',
      { code: 'network.proxy', why: 'sign-in', host: 'proxy.contoso.example' },
      { code: 'network.proxy', status: 403, host: 'proxy.contoso.example' },
      true,
    ],
    [
      'a proxy that does not always say who it is',
      { code: 'network.proxy' },
      { code: 'network.proxy', host: 'proxy.contoso.example' },
      true,
    ],
    [
      'two proxies',
      { code: 'network.proxy', host: 'a.contoso.example' },
      { code: 'network.proxy', host: 'b.contoso.example' },
      false,
    ],
    [
      'the clock, noticed by its skew and by a certificate',
      { code: 'network.clock', why: 'skew', skew: 840 },
      { code: 'network.clock', why: 'certificate' },
      true,
    ],
    ['no connection, at once and after a while', { code: 'network.offline' }, { code: 'network.timeout' }, true],
    [
      'no connection, and a proxy that does not answer',
      { code: 'network.offline' },
      { code: 'network.offline', why: 'proxy' },
      false,
    ],
    [
      'a missing license, in two answers',
      { code: 'graph.license', status: 400, requestId: 'one' },
      { code: 'graph.license', status: 403, requestId: 'two', ref: 'r' },
      true,
    ],
    [
      'the same permission, named in another order',
      { code: 'graph.scope-missing', scopes: ['A', 'B'] },
      { code: 'graph.scope-missing', scopes: ['B', 'A'] },
      true,
    ],
    [
      'two permissions',
      { code: 'graph.scope-missing', scopes: ['A'] },
      { code: 'graph.scope-missing', scopes: ['B'] },
      false,
    ],
    [
      'a role of Intune, and the directory',
      { code: 'graph.forbidden' },
      { code: 'graph.forbidden', why: 'directory' },
      false,
    ],
    [
      'two numbers of a refused sign-in',
      { code: 'auth.refused', aadsts: 53003 },
      { code: 'auth.refused', aadsts: 50105 },
      false,
    ],
    [
      'a busy service, with another wait',
      { code: 'graph.throttled', retryAfter: 12 },
      { code: 'graph.throttled', retryAfter: 125 },
      true,
    ],
    ['a proxy, and nobody', { code: 'network.proxy' }, { code: 'network.offline' }, false],
  ];
  it.each(pairs)('%s', (_, one, other, same) => {
    expect(isSameCause(one, other)).toBe(same);
    expect(isSameCause(other, one)).toBe(same);
    expect(isSameCause(one, one)).toBe(true);
  });

  it('keeps each cause once, in its first form, and ignores missing failures', () => {
    const license: Failure = { code: 'graph.license', requestId: 'one' };
    const proxy: Failure = { code: 'network.proxy' };
    expect(distinctCauses([license, proxy, { code: 'graph.license', requestId: 'two' }])).toEqual([license, proxy]);
    expect(isAlreadyShown(null, [license])).toBe(false);
    expect(isAlreadyShown({ code: 'graph.license' }, [proxy, license])).toBe(true);
  });
});
