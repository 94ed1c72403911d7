import type { CallPort, Invocation } from '../../main/desktop/ipc/serve';
import type { RendererPort } from '../../preload/bridge';
import type { Contract, WindowKind } from '../../shared/contract/define';
import type { Outcome } from '../../shared/failure';
import type { Log } from '../../shared/log';

type Answer = (invocation: Invocation) => Promise<Outcome<unknown>>;

/** Main and a window in one process, joined by structured clone as Electron joins them. */
export interface Wire {
  readonly calls: CallPort;
  readonly window: RendererPort;
  readonly channels: () => readonly string[];
  send(channel: string, payload: unknown): void;
  listeners(channel: string): number;
}

/** `as` is what main believes the sender to be. */
export function makeWire(as: () => WindowKind | null = () => 'main'): Wire {
  const answers = new Map<string, Answer>();
  const heard = new Map<string, Set<(payload: unknown) => void>>();
  return {
    calls: { handle: (channel, answer) => void answers.set(channel, answer) },
    window: {
      async invoke(channel, input) {
        const answer = answers.get(channel);
        if (answer === undefined) throw new Error(`No handler registered for '${channel}'`);
        return structuredClone(await answer({ window: as(), input: structuredClone(input) }));
      },
      on(channel, listener) {
        const set = heard.get(channel) ?? new Set();
        heard.set(channel, set.add(listener));
        return () => void set.delete(listener);
      },
    },
    channels: () => [...answers.keys()],
    send: (channel, payload) => heard.get(channel)?.forEach((listener) => listener(structuredClone(payload))),
    listeners: (channel) => heard.get(channel)?.size ?? 0,
  };
}

/** A log that keeps its lines. */
export function keepingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    info: (event, fields) => void lines.push(`info ${event} ${JSON.stringify(fields ?? {})}`),
    warn: (event, fields) => void lines.push(`warn ${event} ${JSON.stringify(fields ?? {})}`),
    fault(event, cause) {
      lines.push(`fault ${event} ${cause instanceof Error ? cause.message : String(cause)}`);
      return `ref${lines.length}`;
    },
  };
}

/** Group and name of every member of one kind. */
export const membersOf = (contract: Contract, kind: 'call' | 'signal'): readonly (readonly [string, string])[] =>
  Object.entries(contract).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, member]) => (member.kind === kind ? [[group, name] as const] : [])),
  );
