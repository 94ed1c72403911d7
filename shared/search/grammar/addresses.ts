import { type Part, PERSON_FIELDS, type Taken } from './part';
import { GAP } from './plain';

const LOCAL = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}._%+'#!~^$&-]/u;
const DOMAIN = /[A-Za-z0-9.-]/u;
const GUEST = /#ext#$/iu;
const ONMICROSOFT = '.onmicrosoft.com';

/** Spellings of an @ that hide an address from harvesting programs. */
const HIDDEN_AT = /\s?[([]\s?(?:at|@)\s?[)\]]\s?/giu;
const HIDDEN_DOT = /\s?[([]\s?(?:dot|punkt|\.)\s?[)\]]\s?/giu;

/** Slack and Teams name people in angle brackets; Markdown names a link twice. */
const SLACK = /<@[A-Z0-9]{2,20}(?:\|([^<>|]{1,80}))?>/giu;
const MARKS = /<\/?(?:at|a|b|i|p|br|span|div)\b[^<>@]{0,100}>/giu;

/** The text without the markup that a chat program puts around a mention. */
export const withoutMentions = (text: string): string =>
  text.includes('<')
    ? text
        .replace(SLACK, (_whole, name?: string) => ` ${name ?? ''} `)
        .replace(MARKS, ' ')
        .replace(/ {2,}/gu, ' ')
        .trim()
    : text;

/** A guest's sign-in name contains the address in the home tenant: `anna_contoso.com#EXT#@fabrikam.onmicrosoft.com`. */
function homeOf(local: string): string | null {
  if (!GUEST.test(local)) return null;
  const bare = local.replace(GUEST, '');
  const at = bare.lastIndexOf('_');
  return at > 0 && bare.includes('.', at) ? `${bare.slice(0, at)}@${bare.slice(at + 1)}` : null;
}

/** Other sign-in names of the same person: as a guest, in the home tenant, and under the initial domain of a tenant. */
function otherNames(local: string, domain: string): readonly string[] {
  const home = homeOf(local);
  if (home !== null) return [home];
  const first = domain.endsWith(ONMICROSOFT)
    ? `${local}@${domain.slice(0, -ONMICROSOFT.length)}.`
    : `${local}@${domain.split('.', 1)[0] ?? ''}${ONMICROSOFT}`;
  return [`${local}_${domain}#ext#`, first];
}

export function addressPart(local: string, domain: string): Part {
  return {
    kind: 'address',
    text: `${local}@${domain}`,
    alternatives: otherNames(local.toLowerCase(), domain.toLowerCase()),
    fields: PERSON_FIELDS,
  };
}

const isDomain = (text: string): boolean => /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}$/iu.test(text);

/** Where an address around the `@` begins, and where its domain ends. */
function reach(text: string, at: number): readonly [number, number] {
  let start = at;
  while (start > 0 && LOCAL.test(text.charAt(start - 1))) start -= 1;
  // A guest with a personal account: `live.com#anna@contoso.com`.
  const provider = /^[A-Za-z0-9-]{2,40}(?:\.[A-Za-z0-9-]{2,40}){1,3}#/u.exec(text.slice(start, at))?.[0] ?? '';
  if (start + provider.length < at) start += provider.length;
  while (start < at && /['.&!-]/u.test(text.charAt(start))) start += 1;
  let end = at + 1;
  while (end < text.length && DOMAIN.test(text.charAt(end))) end += 1;
  while (end > at && /[.-]/u.test(text.charAt(end - 1))) end -= 1;
  return [start, end];
}

/**
 * OneDrive names a person's folder after the address, with underscores in place of its punctuation:
 * `/personal/anna_keller_contoso_com`.
 */
const FOLDERS = [
  /(?<=\/personal\/)[a-z0-9-]{1,40}(?:_[a-z0-9-]{1,40}){2,6}(?![\w-])/giu,
  /^[a-z0-9-]{1,40}(?:_[a-z0-9-]{1,40}){1,5}_(?:com|net|org|edu)$/iu,
];
const SECOND_LEVEL = /^(?:ac|co|com|edu|go|gov|ne|net|or|org)$/iu;

function addressOfFolder(folder: string): string {
  const pieces = folder.split('_');
  const size = pieces.length > 3 && SECOND_LEVEL.test(pieces.at(-2) ?? '') && pieces.at(-1)?.length === 2 ? 3 : 2;
  return `${pieces.slice(0, -size).join('.')}@${pieces.slice(-size).join('.')}`;
}

/** Mail addresses and sign-in names in every form that mail programs, directories and chats use. */
export function takeAddresses(raw: string): Taken {
  const open = /[([]\s?at\s?[)\]]/iu.test(raw) ? raw.replace(HIDDEN_AT, '@').replace(HIDDEN_DOT, '.') : raw;
  const text = FOLDERS.reduce((told, folder) => told.replace(folder, addressOfFolder), open);
  const parts: Part[] = [];
  let rest = '';
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const [start, end] = reach(text, at);
    const local = text.slice(start, at);
    const domain = text.slice(at + 1, end);
    if (start < from || local === '' || !isDomain(domain)) continue;
    parts.push(addressPart(local, domain));
    rest +=
      text.slice(from, start).replace(/\b(?:mailto|smtp|sip|sips|im|xmpp|x500|eum|tel|callto|skype):$/iu, '') + GAP;
    from = end;
  }
  return { parts, rest: rest + text.slice(from) };
}
