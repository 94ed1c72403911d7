import { expect, test } from 'vitest';
import { withoutSessionLinks } from '../../../shared/session-links';

test.each([
  ['see https://get.teamviewer.com/s123-abc now', 'see [link removed] now'],
  ['get.teamviewer.com/s123', '[link removed]'],
  ['HTTPS://GET.TEAMVIEWER.COM/S1', '[link removed]'],
  ['(https://start.teamviewer.com/x)', '[link removed]'],
  ['TeamViewer asks for a code', 'TeamViewer asks for a code'],
  ['ticket https://jira.example/INC-1', 'ticket https://jira.example/INC-1'],
  ['', ''],
])('%s', (text, shown) => {
  expect(withoutSessionLinks(text)).toBe(shown);
});

const hosts = ['help.contoso.example', 'セッション.example'];
const hidden = [
  'https://help.contoso.example/s1-abc',
  'get.teamviewer.com:443/s1-abc',
  'get.teamviewer.com\\s1-abc',
  'https%3A%2F%2Fget.teamviewer.com%2Fs123-abc',
  'https%253A%252F%252Fget.teamviewer.com%252Fs123-abc',
  'get.team\u200bviewer.com/s1-abc',
  'get.teamviewer.com\ufeff/s1-abc',
  'get.teamviewer.com./s1-abc',
  'ＧＥＴ．ＴＥＡＭＶＩＥＷＥＲ．ＣＯＭ／s1-abc',
  'get。teamviewer。com/s1-abc',
  'https://user:pw@help.contoso.example/s1-abc',
  'HELP.CONTOSO.EXAMPLE/s1-abc',
  '//help.contoso.example/s1-abc',
  'https:\\\\help.contoso.example\\s1-abc',
  'https://xn--xckhy9l9b.example/s1-abc',
  'セッション.example/s1-abc',
  'teamviewer10://control?device=12345-abc',
  'teamviewerapi://x/y-abc',
  '(see:https://get.teamviewer.com/s1-abc)',
  'https&#58;&#47;&#x2f;get.teamviewer.com/s1-abc',
  'help.contoso.example?id=s1-abc',
  'https://eu.get.teamviewer.com/s1-abc',
];

test.each(hidden)('%s is a session link in every form', (link) => {
  expect(withoutSessionLinks(`first ${link} last`, hosts)).not.toContain('abc');
  expect(withoutSessionLinks(`first ${link} last`, hosts)).toMatch(/^first .*\[link removed\].* last$/u);
});

test.each([
  'help.contoso.example',
  'Ask help.contoso.example.',
  'TeamViewer 15',
  'https://other.contoso.example/x',
  'nothelp.contoso.example/x',
  'INC-1/2026',
  '100%25',
  '&#99999999;',
  '👩‍👩‍👧 ok',
  'a\u200bb',
])('%j is not changed', (text) => {
  expect(withoutSessionLinks(text, hosts)).toBe(text);
});
