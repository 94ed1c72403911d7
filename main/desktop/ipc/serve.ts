import type { Call, Contract, Handlers, WindowKind } from '../../../shared/contract/define';
import { channelOf } from '../../../shared/contract/define';
import type { Outcome } from '../../../shared/failure';
import type { Log } from '../../../shared/log';
import { err } from '../../../shared/result';
import { isSmallEnough } from './input-size';

/** One call as it arrives. */
export interface Invocation {
  /** The kind of our window that calls; null when the sender is not trusted (`security/trusted-sender.ts`). */
  readonly window: WindowKind | null;
  readonly input: unknown;
}

/** Where calls come from. */
export interface CallPort {
  handle(channel: string, answer: (invocation: Invocation) => Promise<Outcome<unknown>>): void;
}

type Handler = (input: unknown, from: WindowKind) => Promise<Outcome<unknown>>;
type AnyCall = Call<unknown, unknown>;

/**
 * The only entry into main: checks the sender, parses the input, runs the handler and never lets an exception escape.
 */
export function serve<C extends Contract>(contract: C, handlers: Handlers<C>, port: CallPort, log: Log): void {
  for (const [group, members] of Object.entries(contract)) {
    for (const [name, member] of Object.entries(members)) {
      if (member.kind !== 'call') continue;
      const channel = channelOf(group, name);
      const handler = handlerOf(handlers, group, name);
      port.handle(channel, (invocation) => answer({ channel, member, handler, log }, invocation));
    }
  }
}

interface ServedCall {
  readonly channel: string;
  readonly member: AnyCall;
  readonly handler: Handler;
  readonly log: Log;
}

async function answer(
  { channel, member, handler, log }: ServedCall,
  { window, input }: Invocation,
): Promise<Outcome<unknown>> {
  if (window === null || !member.windows.includes(window)) {
    return err({
      code: 'internal',
      ref: log.fault('ipc.sender-refused', new Error(`${channel} from ${window ?? 'a stranger'}`)),
    });
  }
  const parsed = attempt(member, input);
  if (!parsed.ok) return err({ code: 'input.invalid', ref: log.fault('ipc.input-refused', new Error(channel)) });
  try {
    return await handler(parsed.value, window);
  } catch (cause) {
    return err({ code: 'internal', ref: log.fault(`ipc.handler-failed ${channel}`, cause) });
  }
}

/** The reason of a refusal is dropped: a parser's message quotes the input, which may be private. */
function attempt(member: AnyCall, input: unknown): { ok: true; value: unknown } | { ok: false } {
  try {
    return isSmallEnough(input) ? { ok: true, value: member.parse(input) } : { ok: false };
  } catch {
    return { ok: false };
  }
}

/** `Handlers<C>` guarantees that the function exists; TypeScript cannot follow that through `Object.entries`. */
function handlerOf(handlers: unknown, group: string, name: string): Handler {
  const handler = (handlers as Record<string, Record<string, Handler | undefined> | undefined>)[group]?.[name];
  if (handler === undefined) throw new Error(`No handler for ${group}.${name}`);
  return handler;
}
