/** All characters that are used for the same sign. */
const SIGNS: readonly (readonly [sign: string, others: string])[] = [
  ["'", "`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋ՚‹›＇｀'"],
  ['"', '“”„‟″‶«»〝〞〟「」『』｢｣＂'],
  ['-', '‐‑‒–—―⁃−˗﹘﹣－゠─'],
  [' ', '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
];
const signs = new Map(SIGNS.flatMap(([sign, others]) => Array.from(others, (other) => [other, sign] as const)));

/** The normal form of an apostrophe, quotation mark, hyphen or space; any other character unchanged. */
export const signOf = (character: string): string => signs.get(character) ?? character;
