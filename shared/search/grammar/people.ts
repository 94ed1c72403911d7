import { isAnyDevice } from './form-words';
import { type Part, PERSON_FIELDS } from './part';
import { trimmed } from './plain';

/** Titles before a name, with or without a full stop; a single letter only with it. */
const BEFORE = new Set(
  'mr mrs ms miss mx mister dr dr. prof prof. sir madam herr frau hr fr fräulein ing dipl m. mme mlle mlle. monsieur madame mademoiselle sr sra srta señor señora don doña sig sig.ra sig.na signor signora dott dott.ssa avv senhor senhora dhr mevr mw pan pani pane fru герр господин госпожа'.split(
    ' ',
  ),
);
const AFTER_LATIN = /-(?:san|sama|kun|chan|sensei|senpai|shi|dono|ssi|nim|ji)$/iu;
const AFTER_WORD = new Set([
  'san',
  'sama',
  'kun',
  'chan',
  'sensei',
  'dono',
  'jr',
  'sr',
  'phd',
  'esq',
  'さん',
  '様',
  'さま',
  '氏',
  '殿',
  'どの',
  'くん',
  '君',
  'ちゃん',
  '先生',
  '先輩',
  '님',
  '씨',
  '先生',
  '女士',
  '小姐',
]);
const AFTER_CJK =
  /(?:さん|さま|様|氏|殿|どの|くん|君|ちゃん|先生|先輩|部長|次長|課長|係長|主任|主査|社長|副社長|会長|専務|常務|取締役|室長|所長|支店長|店長|工場長|本部長|部長代理|課長代理|リーダー|マネージャー|님|씨|女士|小姐|老师|经理)$/u;
/** Endings of an introduction on the phone: 佐藤です, 佐藤と申します. */
const AFTER_SPEAKER =
  /(?:と申します|ともうします|と言います|といいます|でございます|ですけれども|ですけど|ですが|です|だけど)$/u;
const POSSESSIVE = /(?:'s|s')$/iu;

/** The owner of a device without the possessive s: `Annas Laptop`, `Emma Taylors phone`; null without one. */
export function withoutOwnersS(words: readonly string[]): string | null {
  const last = words.at(-1) ?? '';
  return /^\p{Script=Latin}{3,39}s$/iu.test(last) && !/ss$/iu.test(last)
    ? [...words.slice(0, -1), last.slice(0, -1)].join(' ')
    : null;
}

export interface WithoutHonorifics {
  readonly words: readonly string[];
  /** The text contains a name with an honorific. */
  readonly isPerson: boolean;
}

function withoutEnding(word: string): string {
  const told = word.replace(AFTER_SPEAKER, '');
  const owner =
    /\p{Script=Latin}/u.test(told) && told.length > 3
      ? told.replace(POSSESSIVE, (end) => (end.toLowerCase() === "s'" ? 's' : ''))
      : told.replace(/の$/u, '');
  // Some names have two honorifics: 山田課長様.
  return owner.replace(AFTER_LATIN, '').replace(AFTER_CJK, '').replace(AFTER_CJK, '');
}

/** The words of a name without titles, honorifics and polite phrases, and without the possessive mark. */
export function withoutHonorifics(words: readonly string[]): WithoutHonorifics {
  const isPolite = (word: string, at: number): boolean =>
    BEFORE.has(word.toLowerCase()) ||
    BEFORE.has(`${word.toLowerCase()}.`.replace(/^.\.$/u, '')) ||
    (at > 0 && AFTER_WORD.has(word.toLowerCase()));
  const left = words
    .filter((word, at) => words.length === 1 || !isPolite(word, at))
    .map((word) => withoutEnding(word) || word);
  return { words: left, isPerson: left.length < words.length || left.some((word, at) => word !== words[at]) };
}

const CAPITALISED = /^\p{Lu}[\p{L}'-]+$/u;
const PARTICLE = /^(?:van|von|de|der|den|del|della|di|da|dos|el|al|bin|la|le|ter|ten|zu|af|av)$/u;
const HAN_OR_HANGUL = /^[\p{Script=Han}\p{Script=Hangul}々]{2,6}$/u;

/** Words that begin a sentence or denote a thing, not a person. */
const COMMON = new Set(
  'the please user device serial number phone call hello hi dear from to subject re fw fwd ticket incident request regarding about laptop notebook desktop computer windows macos intune teams outlook office microsoft lenovo dell thinkpad surface apple iphone ipad android samsung latitude elitebook bitte hallo gerät benutzer von an betreff bonjour good morning thanks monday tuesday wednesday thursday friday saturday sunday company portal location site room building department it helpdesk'.split(
    ' ',
  ),
);

const isName = (word: string): boolean =>
  CAPITALISED.test(word) && !COMMON.has(word.toLowerCase()) && !isAnyDevice(word);

const person = (words: readonly string[]): Part => ({ kind: 'person', text: words.join(' '), fields: PERSON_FIELDS });

/**
 * Other splits of a name without a space: `佐藤美咲` for `佐藤 美咲`. Most family names have two characters, so that split
 * comes first.
 */
function parted(word: string): readonly string[] {
  const letters = Array.from(word);
  const places = letters
    .slice(1)
    .map((_, at) => at + 1)
    .sort((a, b) => Math.abs(a - 2) - Math.abs(b - 2));
  return places.map((at) => `${letters.slice(0, at).join('')} ${letters.slice(at).join('')}`);
}

/** Names of people in a text: two capitalised words side by side, or `Keller, Anna`; Chinese, Japanese and Korean names. */
export function peopleIn(text: string): readonly Part[] {
  const words = text.split(/[\s"(){}<>[\]|;:、。]+/u).filter((word) => word !== '');
  const parts: Part[] = [];
  for (const [at, raw] of words.entries()) {
    const whole = trimmed(raw);
    const said = /[^\x20-\x7e]/u.test(whole) ? withoutEnding(whole) : whole;
    const isSpeaker = said !== whole && HAN_OR_HANGUL.test(said);
    const word = isSpeaker ? said : whole;
    const before = words[at - 1];
    const previous = before === undefined ? '' : trimmed(before);
    if (HAN_OR_HANGUL.test(word)) {
      const isPair = HAN_OR_HANGUL.test(previous) || /^[\p{Script=Han}\p{Script=Hangul}]$/u.test(previous);
      if (isPair) parts.push(person([previous, word]));
      else if (word.length > 2 || words.length === 1 || isSpeaker)
        parts.push({ ...person([word]), alternatives: parted(word) });
    } else if (isName(word) && isName(previous) && !/[.!?]$/u.test(before ?? '')) parts.push(person([previous, word]));
    else if (isName(word) && PARTICLE.test(previous)) {
      const own = words.slice(0, at).map(trimmed);
      const start = own.findLastIndex((one) => !PARTICLE.test(one));
      const first = own[start];
      if (first !== undefined && isName(first)) parts.push(person([...own.slice(start), word]));
    }
  }
  return parts;
}
