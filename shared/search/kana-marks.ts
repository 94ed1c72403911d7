const KANA_BEFORE = /[\u3041-\u3096\u30fc]$/u;
const KANA_AFTER = /^[\p{Script=Hiragana}\p{Script=Katakana}\u30fc\uff70]/u;
const LATIN_BEFORE = /[a-z0-9]$/u;
const LATIN_AFTER = /^[a-z0-9\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/iu;
const IDEOGRAPH = /^\p{Script=Han}$/u;
const LONG = 'ー';
const AGAIN = '々';

/** The last character of a text, whole. */
const lastOf = (text: string): string => /.$/su.exec(text)?.[0] ?? '';

/**
 * Normalizes a folded character by its neighbours. The long mark at the end of a word is left out (サーバー, サーバ), and
 * between Latin letters or digits it is the hyphen beside it on the keyboard. A repeated ideograph equals one with an
 * iteration mark (佐佐木, 佐々木); repeated kana are written out.
 */
export function inContext(character: string, before: string, after: string): string {
  if (character === LONG) {
    if (KANA_BEFORE.test(before)) return KANA_AFTER.test(after) ? character : '';
    return LATIN_BEFORE.test(before) || (before === '' && LATIN_AFTER.test(after)) ? '-' : character;
  }
  if (character === 'ゝ' || character === 'ヽ') return KANA_BEFORE.test(before) ? lastOf(before) : character;
  if (character === 'ゞ' || character === 'ヾ')
    return KANA_BEFORE.test(before) ? `${lastOf(before)}\u3099`.normalize('NFC') : character;
  return IDEOGRAPH.test(character) && character !== AGAIN && lastOf(before) === character ? AGAIN : character;
}
