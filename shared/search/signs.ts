/** All characters that people and programs write for one sign. */
const SIGNS: readonly (readonly [sign: string, others: string])[] = [
  ["'", "`´‘’‚‛′‵ʹʻʼʽʾʿˈˊˋ՚‹›＇｀'"],
  ['"', '“”„‟″‶«»〝〞〟「」『』｢｣＂'],
  ['-', '‐‑‒–—―⁃−˗﹘﹣－゠─'],
  [' ', '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
];
const signs = new Map(SIGNS.flatMap(([sign, others]) => Array.from(others, (other) => [other, sign] as const)));

/** The one sign for an apostrophe, a quotation mark, a hyphen or a space, however it is written; any other character as it is. */
export const signOf = (character: string): string => signs.get(character) ?? character;
