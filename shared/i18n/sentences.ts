/** What stands between a sentence and the next one: a space, except after the full stops that bring their own room. */
export const gapAfter = (sentence: string): '' | ' ' => (/^$|[。！？]$/u.test(sentence) ? '' : ' ');

/** Sentences one after the other; empty ones are left out. */
export const sentences = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').reduce((all, part) => `${all}${gapAfter(all)}${part}`, '');
