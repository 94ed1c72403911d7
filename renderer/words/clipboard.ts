import { createContext } from 'svelte';

/** Copies a text and says so. Session links never get here. */
export type Copy = (text: string) => void;

export const [useClipboard, provideClipboard] = createContext<Copy>();
