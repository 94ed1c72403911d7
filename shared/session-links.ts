const masked = '[link removed]';

const isSessionLink = (word: string): boolean =>
  /teamviewer/iu.test(word) && (word.includes('://') || /teamviewer\.[a-z]{2,}[/?#]/iu.test(word));

/** A session link is a secret, also where a person or the service wrote it into a text: it is replaced by a mark. */
export const withoutSessionLinks = (text: string): string => text.replace(/\S+/gu, (word) => (isSessionLink(word) ? masked : word));
