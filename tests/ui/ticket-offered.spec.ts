import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

const line = 'INC0012345 TYO-LT-04127 does not print';

for (const window of ['main', 'quick'] as const) {
  test(`${window}: a ticket number in the text is offered in the card, can be taken away, and is no draft`, async ({ page, stage }) => {
    const sato = { ...s.sato, match: { field: 'name' as const, ranges: [[0, s.sato.name.length]] as const } };
    stage.prepare({ devices: { search: s.answer(s.found({ devices: [sato] })) }, requests: { prepare: s.answer(s.card()), discard: s.answer(null), send: s.answer(s.request('accepted')) } });
    await stage.open(window);
    await steps.search(page).fill(line);
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    const key = window === 'main' ? 'Control+Enter' : 'Enter';
    await page.keyboard.press(key);
    const field = steps.cardOf(page).getByLabel('Ticket', { exact: true });
    await expect(field).toHaveValue('INC0012345');
    await expect(field).toHaveAccessibleDescription('From your search');
    expect(stage.asked('drafts.save')).toEqual([]);
    await page.getByRole('button', { name: 'Remove the ticket' }).click();
    await expect(field).toHaveValue('');
    await expect(field).toBeFocused();
    await expect(page.getByText('From your search')).toHaveCount(0);
  });
}

test('what is offered goes out with the request as it stands in the field', async ({ page, stage }) => {
  const sato = { ...s.sato, match: { field: 'name' as const, ranges: [[0, s.sato.name.length]] as const } };
  stage.prepare({ devices: { search: s.answer(s.found({ devices: [sato] })) }, requests: { prepare: s.answer(s.card({ last: { ticket: 'INC-OLD', reason: '' } })), discard: s.answer(null), send: s.answer(s.request('accepted')) } });
  await stage.open();
  await steps.search(page).fill(line);
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await page.keyboard.press('Control+Enter');
  await steps.seen(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => stage.asked('requests.send')).toEqual([{ handle: 'handle-1', ticket: 'INC0012345', reason: '', override: false }]);
});
