import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serve } from '../../main/desktop/ipc/serve';
import { createBridge } from '../../preload/bridge';
import type { AppContract } from '../../shared/contract';
import { contract } from '../../shared/contract';
import type { Contract, Handlers, WindowKind } from '../../shared/contract/define';
import { channelOf } from '../../shared/contract/define';
import type { Outcome } from '../../shared/failure';
import { ok } from '../../shared/result';
import { keepingLog, makeWire, membersOf } from '../support/wire';

const calls = membersOf(contract, 'call');
/** A short count; DESKSIDE_CHAOS=full runs it in full. */
const numRuns = process.env['DESKSIDE_CHAOS'] === 'full' ? 10_000 : 500;
type Answer = (input: unknown) => Promise<Outcome<unknown>>;

/** Handlers for the whole contract that answer with what they were given. */
function handlersFrom(answer: (channel: string) => Answer): Handlers<AppContract> {
  const groups: Record<string, Record<string, Answer>> = {};
  for (const [group, name] of calls) (groups[group] ??= {})[name] = answer(channelOf(group, name));
  return groups as unknown as Handlers<AppContract>;
}

function served(options: { answer?: (channel: string) => Answer; as?: () => WindowKind | null } = {}) {
  const wire = makeWire(options.as);
  const log = keepingLog();
  serve(contract, handlersFrom(options.answer ?? (() => (input) => Promise.resolve(ok(input)))), wire.calls, log);
  return { wire, log, bridge: createBridge(contract, wire.window) };
}

/** What one call reads at its door, without naming every input type. */
const ask = (
  wire: ReturnType<typeof makeWire>,
  group: string,
  name: string,
  input: unknown,
): Promise<Outcome<unknown>> => wire.window.invoke(channelOf(group, name), input) as Promise<Outcome<unknown>>;

describe('a call from a trusted window', () => {
  it('reaches its handler with the parsed input and returns the result', async () => {
    const { bridge } = served();
    expect(await bridge.devices.search({ text: 'TYO-LT' })).toEqual({ ok: true, value: { text: 'TYO-LT' } });
  });

  it('passes on known fields only', async () => {
    const { wire } = served();
    const answer = await ask(wire, 'devices', 'search', { text: 'a', $filter: '1 eq 1', __proto__: { b: 1 } });
    expect(answer).toEqual({ ok: true, value: { text: 'a' } });
  });

  it('has one channel per call of the contract and no other', () => {
    const { wire } = served();
    expect([...wire.channels()].sort()).toEqual(calls.map(([group, name]) => channelOf(group, name)).sort());
  });

  it.each([
    ['not an object', 7],
    ['a missing field', {}],
    ['a wrong type', { text: 5 }],
    ['an endless text', { text: 'x'.repeat(100_000) }],
  ])('is refused as invalid with %s', async (_what, input) => {
    const { wire, log } = served();
    expect(await ask(wire, 'devices', 'search', input)).toEqual({
      ok: false,
      error: { code: 'input.invalid', ref: 'ref1' },
    });
    expect(log.lines).toHaveLength(1);
  });

  it('is refused before parsing when the input is huge, deep or binary', async () => {
    const { wire } = served({ answer: () => () => Promise.reject(new Error('must not run')) });
    const deep = Array.from({ length: 500 }).reduce<unknown>((inner) => [inner], 'x');
    for (const input of [
      { text: 'x'.repeat(10_000_000) },
      deep,
      { text: new ArrayBuffer(1e6) },
      Array.from({ length: 1e6 }, () => 0),
      new Map([['text', 'a']]),
    ]) {
      expect(await ask(wire, 'devices', 'search', input)).toMatchObject({ error: { code: 'input.invalid' } });
    }
  });

  it('lets a profile file of the largest allowed size through', async () => {
    const { bridge } = served();
    expect(await bridge.settings.importProfile({ text: 'x'.repeat(65_536) })).toMatchObject({ ok: true });
    expect(await bridge.settings.importProfile({ text: 'x'.repeat(65_537) })).toMatchObject({
      error: { code: 'input.invalid' },
    });
  });

  it('does not write the refused input into the log', async () => {
    const { wire, log } = served();
    await ask(wire, 'devices', 'search', { text: ['canary-serial'] });
    expect(log.lines.join()).not.toContain('canary');
  });
});

describe('a handler that throws', () => {
  const secret = 'eyJhbGciOiJub25lIn0.canary /home/someone';
  it.each([
    ['rejects', () => Promise.reject(new Error(secret))],
    [
      'throws at once',
      () => {
        throw new TypeError(secret);
      },
    ],
    ['throws a text', () => Promise.reject(secret as unknown as Error)],
  ])('leaks nothing when it %s', async (_how, answer) => {
    const { bridge, log } = served({ answer: () => answer });
    const outcome = await bridge.session.current();
    expect(outcome).toEqual({ ok: false, error: { code: 'internal', ref: 'ref1' } });
    expect(log.lines[0]).toContain('ipc.handler-failed deskside:session.current');
  });
});

describe('a sender that is not trusted', () => {
  it.each(calls)('gets nothing from %s.%s', async (group, name) => {
    let ran = false;
    const { wire, log } = served({
      as: () => null,
      answer: () => (input) => ((ran = true), Promise.resolve(ok(input))),
    });
    expect(await ask(wire, group, name, undefined)).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(ran).toBe(false);
    expect(log.lines[0]).toContain('ipc.sender-refused');
  });

  it.each(['main', 'quick'] as const)('may call from the %s window only the calls for that window', async (kind) => {
    const { wire } = served({ as: () => kind });
    for (const [group, name] of calls) {
      const member = (contract as Contract)[group]![name]!;
      const answer = await ask(wire, group, name, undefined);
      const refused = !answer.ok && answer.error.code === 'internal';
      expect(refused, `${group}.${name}`).toBe(member.kind === 'call' && !member.windows.includes(kind));
    }
  });
});

describe('anything at all as input', () => {
  const plain = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    maxDepth: 4,
  });
  const near = fc.record(
    {
      text: plain,
      deviceId: plain,
      requestId: plain,
      handle: plain,
      ticket: plain,
      reason: plain,
      override: plain,
      note: plain,
      decision: plain,
      offset: plain,
      limit: plain,
      states: plain,
      height: plain,
      section: plain,
      switchAccount: plain,
    },
    { requiredKeys: [] },
  );

  it.each(calls)(
    'never breaks %s.%s',
    async (group, name) => {
      const { wire } = served();
      await fc.assert(
        fc.asyncProperty(fc.oneof(plain, near), async (input) => {
          const outcome = await ask(wire, group, name, input);
          if (!outcome.ok) expect(Object.keys(outcome.error).sort()).toEqual(['code', 'ref']);
        }),
        { numRuns },
      );
    },
    30_000,
  );
});

describe('wiring', () => {
  it('fails at start when a handler is missing', () => {
    expect(() => serve(contract, {} as Handlers<AppContract>, makeWire().calls, keepingLog())).toThrow(
      'No handler for session.current',
    );
  });
});
