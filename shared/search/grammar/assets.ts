import { accountPart, namePart } from './accounts';
import { ASSET_FIELDS, type Part, type Taken } from './part';
import { GAP, trimmed } from './plain';

/** Words with a digit that name a program, a version, a time or a room rather than a device. */
const COMMON =
  /^(?:win(?:dows)?-?\d{1,2}|o(?:ffice)?-?365|m365|office\d{4}|\d{2}h[12]|covid-?19|kb\d{6,8}|v?\d+(?:\.\d+){1,3}|\d{1,2}:\d{2}|\d{1,4}(?:st|nd|rd|th|am|pm|gb|tb|mb|ghz|x|h|min|%)?|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|ios\d{1,2}|mp[34]|usb-?[23c]?|wpa2|802\.1x|\d{1,3}(?:\.\d{1,3}){3})$/iu;
const ASSET = /^(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/u;
const DOMAIN_NAME = /^([A-Za-z0-9-]{2,63})((?:\.[A-Za-z0-9-]{1,63}){0,5})\.([A-Za-z]{2,24})\$?$/u;
const INSIDE = /^(?:local|lan|corp|internal|intern|intra|home|box|ad|localdomain|domain|arpa|net|com|org)$/iu;
const ACCOUNT = /^\p{L}[\p{L}'-]*[._]\p{L}[\p{L}'-]*\d{0,3}$/u;
/** Longer words, except for links, identify nothing. */
const MAX_WORD = 80;
const LINK = /^[a-z][a-z0-9+.-]{1,20}:\/\/(.*)$/iu;

const isAsset = (word: string): boolean =>
  word.length >= (/^\d+$/u.test(word) ? 5 : 4) && ASSET.test(word) && !COMMON.test(word);

/** A word may be a name or a serial number; the text does not show which. */
const assetParts = (word: string): readonly Part[] => [
  { kind: 'serial', text: word, fields: ASSET_FIELDS.filter((field) => field !== 'name') },
  namePart(word),
];

/** What a URL may identify: the computer that it points to, or a number in its path. */
function linkParts(link: string): readonly Part[] {
  const [host = '', ...steps] = link.split(/[/?#&=]+/u);
  const name = (host.split('@').at(-1) ?? '').split(':', 1)[0] ?? '';
  const [label = ''] = name.split('.');
  const isComputer = isAsset(label) || (label !== '' && !name.includes('.') && label !== 'localhost');
  const numbers = steps.filter((step) => isAsset(step) && /[A-Za-z]/u.test(step) && step.length >= 6);
  return [...(isComputer ? [namePart(label)] : []), ...numbers.flatMap(assetParts)];
}

function hostPart(word: string): Part | null {
  const match = DOMAIN_NAME.exec(word);
  const host = match?.[1] ?? '';
  const isDevice =
    match !== null &&
    host.toLowerCase() !== 'www' &&
    (/[\d-]/u.test(host) ||
      (match[2] !== '' && INSIDE.test(match[3] ?? '')) ||
      /^(?:local|lan|box|localdomain)$/iu.test(match[3] ?? ''));
  return isDevice ? { ...namePart(host), alternatives: [word.replace('$', '')] } : null;
}

/** Separators between two numbers, before a value (`/v:PC-17`, `sn=…`), and between the steps of a path. */
const JOINTS = /[/\\:=+&]+/u;

/**
 * What parts of a word may identify: several numbers without a space between them, a value after its name, the end of a
 * path.
 */
function piecesOf(word: string): readonly Part[] | null {
  const pieces = word.split(JOINTS).filter((piece) => piece !== '');
  if (pieces.length < 2) return null;
  // A path often begins with the domain, which looks like a sign-in name.
  const isDomain = (piece: string, at: number): boolean => at === 0 && /\.[a-z]{2,3}$/iu.test(piece) && !isAsset(piece);
  const parts = pieces.flatMap((piece, at) => (isDomain(piece, at) ? [] : (wordParts(piece) ?? [])));
  return parts.length > 0 ? parts : null;
}

function partsOf(word: string): readonly Part[] | null {
  const link = LINK.exec(word);
  if (link !== null) return linkParts(link[1] ?? '');
  return word.length > MAX_WORD ? null : (wordParts(word) ?? piecesOf(word));
}

function wordParts(word: string): readonly Part[] | null {
  const host = hostPart(word);
  if (host !== null) return [host];
  const bare = trimmed(word);
  if (word.endsWith('$') && isAsset(bare)) return [namePart(bare)];
  if (isAsset(bare)) return assetParts(bare);
  return ACCOUNT.test(bare) ? [accountPart(bare)] : null;
}

/** Device names and serial numbers without a label, and sign-in names with a full stop. */
export function takeAssets(text: string): Taken {
  const parts: Part[] = [];
  const tokens = text.split(/([\s"|,;<>()[\]{}、。，；！？]+)/u);
  const rest = tokens.map((token) => {
    const bare = token.replace(/^[*'#!?.:=_-]+/u, '').replace(/^(.{0,90}?)[*'#!?.:=_-]+$/u, '$1');
    const found = bare === '' ? null : partsOf(bare);
    if (found === null) return token;
    parts.push(...found);
    return GAP;
  });
  return { parts, rest: rest.join('') };
}
