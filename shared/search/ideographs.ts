/** Variants of an ideograph in names, after the form that people type: 渡邉 and 渡辺, 髙橋 and 高橋. */
const FORMS: readonly (readonly [typed: string, others: string])[] = [
  ['高', '髙'],
  ['崎', '﨑嵜碕'],
  ['辺', '邊邉'],
  ['斉', '斎齊齋'],
  ['沢', '澤'],
  ['島', '嶋嶌'],
  ['浜', '濱濵'],
  ['桜', '櫻'],
  ['広', '廣'],
  ['国', '國'],
  ['真', '眞'],
  ['竜', '龍'],
  ['滝', '瀧'],
  ['関', '關'],
  ['恵', '惠'],
  ['栄', '榮'],
  ['徳', '德'],
  ['静', '靜'],
  ['吉', '𠮷'],
  ['富', '冨'],
  ['峰', '峯'],
  ['桧', '檜'],
  ['槙', '槇'],
  ['条', '條'],
  ['瀬', '瀨'],
  ['黒', '黑'],
  ['豊', '豐'],
  ['万', '萬'],
];
const forms = new Map(FORMS.flatMap(([typed, others]) => Array.from(others, (other) => [other, typed] as const)));

const others = new Map(FORMS.map(([typed, all]) => [typed, Array.from(all)]));

/** The text with the variants of its first ideograph that has any: 渡邊 and 渡邉 for 渡辺. */
export function otherIdeographs(text: string): readonly string[] {
  const letters = Array.from(text);
  const at = letters.findIndex((letter) => others.has(plainIdeograph(letter)));
  const own = letters[at];
  if (own === undefined) return [];
  const typed = plainIdeograph(own);
  return [typed, ...(others.get(typed) ?? [])]
    .filter((form) => form !== own)
    .map((form) => letters.with(at, form).join(''));
}

/** The form of an ideograph that people type; any other character unchanged. */
export const plainIdeograph = (character: string): string => forms.get(character) ?? character;
