import type { Contract, Publish, WindowKind } from '../../../shared/contract/define';
import { channelOf } from '../../../shared/contract/define';

/** Sends to every open window of a kind, or to all windows when `only` is left out. */
export type Send = (channel: string, payload: unknown, only?: WindowKind) => void;

/**
 * One function per signal of the contract. Payloads must be plain data: they are cloned for the windows.
 * `only` narrows the whole result to the windows of one kind.
 */
export function createPublish<C extends Contract>(contract: C, send: Send, only?: WindowKind): Publish<C> {
  const groups = Object.entries(contract).map(([group, members]) => {
    const functions = Object.entries(members).flatMap(([name, member]) => {
      if (member.kind !== 'signal') return [];
      const channel = channelOf(group, name);
      return [[name, (payload: unknown) => send(channel, payload, only)] as const];
    });
    return [group, Object.freeze(Object.fromEntries(functions))] as const;
  });
  return Object.freeze(Object.fromEntries(groups)) as Publish<C>;
}
