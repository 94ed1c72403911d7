/** The separator of two sentences: a space, except after full-width punctuation. */
export const gapAfter = (sentence: string): '' | ' ' => (/^$|[。！？]$/u.test(sentence) ? '' : ' ');

/** Sentences one after the other; empty ones are left out. */
export const sentences = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').reduce((all, part) => `${all}${gapAfter(all)}${part}`, '');
