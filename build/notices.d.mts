import type { Plugin } from 'rolldown';

export function recordModules(ids: Set<string>): Plugin;
export function noticesOf(ids: Iterable<string>, folder?: string): string;
