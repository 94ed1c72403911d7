import fc from 'fast-check';

const piece = fc.constantFrom(
  'https://',
  'http://',
  'HTTPS://',
  'https:',
  'javascript:',
  'file:///',
  'teamviewer10:',
  'get.teamviewer.com',
  'start.teamviewer.com',
  'GET.TEAMVIEWER.COM',
  'assist.contoso.example',
  'evil.example',
  '@',
  ':',
  '/',
  '\\',
  '//',
  '?',
  '#',
  '.',
  '..',
  '%',
  '%2f',
  '%40',
  '%00',
  ':443',
  ':80',
  's123',
  '\u0000',
  '\t',
  '\n',
  ' ',
  '\u202e',
  '。',
  '．',
  'ｇ',
  'е',
  '\u00ad',
  '\u200b',
  '[::1]',
  '127.0.0.1',
  'user:pw@',
);

/** Texts that look like session links, from honest to hostile. */
export const anyLink: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
  {
    weight: 2,
    arbitrary: fc.array(piece, { maxLength: 4 }).map((pieces) => `https://get.teamviewer.com${pieces.join('')}`),
  },
  { weight: 1, arbitrary: fc.webUrl() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

/** What must hold for a link that passed, told without the code under test. */
export const isSafe = (url: URL, raw: string, hosts: readonly string[]): boolean =>
  hosts.some((host) => url.href.startsWith(`https://${host}/`)) &&
  hosts.includes(url.host) &&
  url.username === '' &&
  url.password === '' &&
  raw.length <= 2048 &&
  !/[\s\\\p{Cc}]/u.test(raw);
