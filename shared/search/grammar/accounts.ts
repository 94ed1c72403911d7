import { type Part, PERSON_FIELDS, type Taken } from './part';
import { GAP, trimmed } from './plain';

/** Whether a word looks more like the name of a computer than of a person. */
const isComputerName = (word: string): boolean => /\d/u.test(word) && /^[A-Za-z0-9-]{3,63}$/u.test(word);

export const namePart = (name: string): Part => ({ kind: 'name', text: name, fields: ['name'] });

const camelWords = (user: string): readonly string[] => user.split(/(?<=\p{Ll})(?=\p{Lu})/u);

/** A sign-in name without its domain: the part before the @, or first and last name written as one word. */
export function accountPart(user: string): Part {
  const words = camelWords(user);
  return {
    kind: 'account',
    text: `${user.toLowerCase()}@`,
    ...(words.length > 1 ? { alternatives: [words.join(' ')] } : {}),
    fields: PERSON_FIELDS,
  };
}

/** `\\pc-17\c$\Users\anna`: the computer, and the person whose folder it is. */
function pathParts(path: string): readonly Part[] {
  const steps = path.split('\\').filter((step) => step !== '');
  const home = steps.findIndex((step) => /^users$/iu.test(step));
  const user = home < 0 ? undefined : steps[home + 1];
  const host = path.startsWith('\\\\') ? steps[0] : undefined;
  const isHost = host !== undefined && /^[A-Za-z0-9][A-Za-z0-9.-]{0,62}\$?$/u.test(host);
  const isUser = user !== undefined && !/^(?:public|default|all users)$/iu.test(user);
  return [
    ...(isHost ? [namePart(host.replace('$', '').split('.', 1)[0] ?? '')] : []),
    ...(isUser ? [accountPart(user)] : []),
  ];
}

function accountParts(token: string): readonly Part[] {
  if (token.startsWith('\\\\') || /^[A-Za-z]:\\/u.test(token)) return pathParts(token);
  const user = trimmed(token.slice(token.lastIndexOf('\\') + 1).replace(/\$$/u, ''));
  if (user === '') return [];
  if (token.endsWith('$')) return [namePart(user)];
  return isComputerName(user) ? [namePart(user), accountPart(user)] : [accountPart(user)];
}

/** `DOMAIN\user`, `DOMAIN\PC-17$`, `\\PC-17\share` and paths with a person's folder. */
export function takeAccounts(text: string): Taken {
  if (!text.includes('\\')) return { parts: [], rest: text };
  const tokens = text.split(/([\s"|,;<>()[\]{}、。]+)/u);
  const parts: Part[] = [];
  const rest = tokens.map((token) => {
    if (!token.includes('\\')) return token;
    parts.push(...accountParts(token));
    return GAP;
  });
  return { parts, rest: rest.join('') };
}

const NAMING = /^(?:cn|uid|samaccountname)=/iu;
const STEP = /(?<![\p{L}\p{N}])(?:cn|uid|ou|dc|o|l|st|c|samaccountname)=/iu;

/** The steps of a distinguished name, `,` or `/` between them; a backslash makes the next character a plain one. */
function stepsOf(text: string): readonly string[] {
  const steps: string[] = [];
  let step = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '\\' && at + 1 < text.length) step += text.charAt((at += 1));
    else if (letter === ',' || letter === '/' || letter === ';' || letter === '|' || letter === '"') {
      steps.push(step);
      step = '';
    } else step += letter;
  }
  return [...steps, step].map((one) => one.trim());
}

function namedPart(step: string): Part {
  // Names of old mail systems begin with a number.
  const value = step
    .slice(step.indexOf('=') + 1)
    .replace(/^[0-9a-f]{8,32}-/iu, '')
    .trim();
  if (/^uid|^sam/iu.test(step)) return accountPart(value);
  if (isComputerName(value)) return namePart(value);
  const words = value.split(/[\s,.]+/u).filter((word) => word !== '');
  return { kind: 'person', text: words.join(' '), fields: PERSON_FIELDS };
}

/** `CN=Anna Keller,OU=Staff,DC=contoso,DC=com`, `CN=Keller\, Anna,…` and `/o=…/cn=Recipients/cn=…`. */
export function takeDistinguishedNames(text: string): Taken {
  const start = STEP.exec(text)?.index;
  if (start === undefined) return { parts: [], rest: text };
  const steps = stepsOf(text.slice(start));
  const end = steps.findIndex((step) => step !== '' && !STEP.test(step));
  const own = end < 0 ? steps : steps.slice(0, end);
  const names = own.filter((step) => NAMING.test(step) && step.length > 3);
  const isPath = text.charAt(start - 1) === '/' && !text.slice(0, start).endsWith('//');
  const name = isPath ? names.at(-1) : names[0];
  if (name === undefined || (own.filter((step) => step !== '').length < 2 && !/^cn=/iu.test(name)))
    return { parts: [], rest: text };
  const part = namedPart(name);
  const after = end < 0 ? '' : steps.slice(end).join(GAP);
  const before = text.slice(0, start).replace(/(?:ldaps?|x500):\/{0,2}$/iu, '');
  return { parts: part.text === '' || part.text === '@' ? [] : [part], rest: `${before}${GAP}${after}` };
}
