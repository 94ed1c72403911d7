const NATO =
  'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu';
/** The German table of letters. */
const GERMAN = 'anton berta cäsar caesar dora emil friedrich gustav heinrich ida julius kaufmann konrad ludwig martha nordpol otto paula quelle richard samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin';
const DIGITS: Readonly<Record<string, string>> = {
  zero: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9', niner: '9', fife: '5', tree: '3',
  null: '0', eins: '1', zwei: '2', zwo: '2', drei: '3', vier: '4', fünf: '5', fuenf: '5', sechs: '6', sieben: '7', acht: '8', neun: '9',
  ゼロ: '0', れい: '0', いち: '1', に: '2', さん: '3', よん: '4', ご: '5', ろく: '6', なな: '7', はち: '8', きゅう: '9', dash: '-', hyphen: '-', minus: '-', strich: '-', bindestrich: '-', ハイフン: '-',
};
const SAID: ReadonlyMap<string, string> = new Map([...Object.entries(DIGITS), ...`${NATO} ${GERMAN}`.split(' ').map((word) => [word, word.charAt(0)] as const)]);

/** "P wie Paula", "P for papa": the word only explains the letter. */
const EXPLAINED = /(?<![\p{L}\p{N}])([A-Za-z0-9]) (?:wie|as in|for|like|comme|come|como) \p{L}{2,12}(?![\p{L}\p{N}])/giu;

/** So few letters one after the other are a word or an initial. */
const MIN_RUN = 4;
/** Pieces of a number as they are read out: "PF 3L 03 02". */
const PIECE = /^[A-Za-z0-9]{1,4}$/u;
const MIN_JOINED = 7;

const single = (word: string): string | null => (/^[A-Za-z0-9]$/u.test(word) ? word : (SAID.get(word.toLowerCase()) ?? null));

/**
 * The text with letters and digits that were spelled one by one put together, as `P F 3 L 0 3 0 2`, `P-F-3-L` or "papa foxtrot
 * three lima"; null when nothing was spelled.
 */
export function unspelled(text: string): string | null {
  const words = text.replace(EXPLAINED, '$1').split(/[\s,.·_/]+|(?<=(?:^|[\s-])[A-Za-z0-9])-(?=[A-Za-z0-9](?:$|[\s-]))/u).filter((word) => word !== '');
  const joined: string[] = [];
  let isSpelled = false;
  for (let at = 0; at < words.length; ) {
    const letters: string[] = [];
    for (let next = at; next < words.length; next += 1) {
      const word = words[next] ?? '';
      // Digits are said in twos and more as well: "papa foxtrot four delta 22".
      const letter = single(word) ?? (letters.length >= MIN_RUN - 1 && /^\d{2,4}$/u.test(word) ? word : null);
      if (letter === null) break;
      letters.push(letter);
    }
    const isRun = letters.length >= MIN_RUN;
    isSpelled ||= isRun;
    joined.push(isRun ? letters.join('') : (words[at] ?? ''));
    at += isRun ? letters.length : 1;
  }
  return isSpelled ? joined.join(' ') : null;
}

/** A number that was written in pieces, put together; null for any other text. */
export function unpieced(text: string): string | null {
  const words = text.split(/[\s-]+/u).filter((word) => word !== '');
  const joined = words.join('');
  const isNumber = words.length >= 3 && joined.length >= MIN_JOINED && joined.length <= 20 && words.every((word) => PIECE.test(word)) && /\d/u.test(joined);
  return isNumber ? joined : null;
}
