/** The language of a name, for voices and fonts, if its letters show it and it differs from the page's. */
export function langOf(text: string, page: string): string | undefined {
  if (/[\u3040-\u30ff\u3400-\u9fff]/u.test(text)) return page === 'ja' ? undefined : 'ja';
  return page === 'ja' && /^[\x20-\x7e]+$/u.test(text) && /[A-Za-z]{3}/u.test(text) ? 'en' : undefined;
}
