import type { Contract, Publish } from '../../../shared/contract/define';
import { channelOf } from '../../../shared/contract/define';
import type { Send } from '../windows/window-registry';

/** One function per signal of the contract, which every open window receives. Payloads must be plain data: they are cloned. */
export function createPublish<C extends Contract>(contract: C, send: Send): Publish<C> {
  const groups = Object.entries(contract).map(([group, members]) => {
    const functions = Object.entries(members).flatMap(([name, member]) => {
      if (member.kind !== 'signal') return [];
      const channel = channelOf(group, name);
      return [[name, (payload: unknown) => send(channel, payload)] as const];
    });
    return [group, Object.freeze(Object.fromEntries(functions))] as const;
  });
  return Object.freeze(Object.fromEntries(groups)) as Publish<C>;
}
