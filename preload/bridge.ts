import type { Bridge, Contract } from '../shared/contract/define';
import { channelOf } from '../shared/contract/define';

/** The little of Electron that the bridge needs. */
export interface RendererPort {
  invoke(channel: string, input: unknown): Promise<unknown>;
  /** Returns a function that stops listening. */
  on(channel: string, listener: (payload: unknown) => void): () => void;
}

/** One plain function per contract member; no channel name and no Electron event ever reaches the page. */
export function createBridge<C extends Contract>(contract: C, port: RendererPort): Bridge<C> {
  const groups = Object.entries(contract).map(([group, members]) => {
    const functions = Object.entries(members).map(([name, member]) => {
      const channel = channelOf(group, name);
      const invoke = (input: unknown): Promise<unknown> => port.invoke(channel, input);
      const listen = (listener: (payload: unknown) => void): (() => void) => port.on(channel, listener);
      return [name, member.kind === 'call' ? invoke : listen] as const;
    });
    return [group, Object.freeze(Object.fromEntries(functions))] as const;
  });
  return Object.freeze(Object.fromEntries(groups)) as Bridge<C>;
}
