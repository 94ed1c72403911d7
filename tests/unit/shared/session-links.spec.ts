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
