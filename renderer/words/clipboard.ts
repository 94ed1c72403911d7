import { createContext } from 'svelte';

/** Copies a text and confirms it, with words of its own where given. Session links never get here. */
export type Copy = (text: string, confirmation?: string) => void;

export const [useClipboard, provideClipboard] = createContext<Copy>();
