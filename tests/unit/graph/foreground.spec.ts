import { describe, expect, it } from 'vitest';
import { watchForeground } from '../../../main/graph/foreground';
import type { Transport } from '../../../main/graph/transport';
import type { Failure } from '../../../shared/failure';
import { err } from '../../../shared/result';

const scopes: readonly string[] = [];

/** A transport whose calls end when the test says so. */
function slowTransport() {
  const endings: (() => void)[] = [];
  const held = <T>(value: T): Promise<T> => new Promise((resolve) => endings.push(() => resolve(value)));
  const failure: Failure = { code: 'network.offline' };
  const failed = err(failure);
  const inner = {
    get: () => held(failed),
    batch: () => held(failed),
    act: () => held({ kind: 'unknown', failure }),
  } as unknown as Transport;
  return { inner, endNext: () => endings.shift()?.() };
}

async function isQuiet(quiet: Promise<void>): Promise<boolean> {
  let isResolved = false;
  void quiet.then(() => (isResolved = true));
  await new Promise((resolve) => setImmediate(resolve));
  return isResolved;
}

describe('the foreground', () => {
  it('is quiet while no call is running', async () => {
    expect(await isQuiet(watchForeground(slowTransport().inner).quiet())).toBe(true);
  });

  it.each(['get', 'batch', 'act'] as const)('is quiet again when the last %s has ended', async (call) => {
    const { inner, endNext } = slowTransport();
    const { transport, quiet } = watchForeground(inner);
    const first =
      call === 'get'
        ? transport.get('/a', { scopes })
        : call === 'batch'
          ? transport.batch([], { scopes })
          : transport.act('/a', { scopes, clientRequestId: 'c' });
    const second = transport.get('/b', { scopes });
    const waiting = quiet();
    endNext();
    await first;
    expect(await isQuiet(waiting)).toBe(false);
    endNext();
    await second;
    expect(await isQuiet(waiting)).toBe(true);
  });

  it('does not count background calls', async () => {
    const { transport, quiet } = watchForeground(slowTransport().inner);
    void transport.get('/a', { scopes, background: true });
    void transport.batch([], { scopes, background: true });
    expect(await isQuiet(quiet())).toBe(true);
  });

  it('lets a new call of the technician go before the background work that was waiting', async () => {
    const { inner, endNext } = slowTransport();
    const { transport, quiet } = watchForeground(inner);
    const first = transport.get('/a', { scopes });
    const waiting = quiet();
    endNext();
    // Asked for in the same turn in which the one before ends.
    void first.then(() => transport.get('/b', { scopes }));
    await first;
    expect(await isQuiet(waiting)).toBe(false);
  });
});
