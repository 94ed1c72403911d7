import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

const line = 'INC0012345 TYO-LT-04127 does not print';

for (const window of ['main', 'quick'] as const) {
  test(`${window}: a ticket number in the text is proposed in the card, can be removed, and is not a draft`, async ({
    page,
    stage,
  }) => {
    const sato = { ...s.sato, match: { field: 'name' as const, ranges: [[0, s.sato.name.length]] as const } };
    stage.prepare({
      devices: { search: s.answer(s.found({ devices: [sato] })) },
      requests: { prepare: s.answer(s.card()), discard: s.answer(null), send: s.answer(s.request('accepted')) },
    });
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

test('the request contains the proposed ticket as it is in the field', async ({ page, stage }) => {
  const sato = { ...s.sato, match: { field: 'name' as const, ranges: [[0, s.sato.name.length]] as const } };
  stage.prepare({
    devices: { search: s.answer(s.found({ devices: [sato] })) },
    requests: {
      prepare: s.answer(s.card({ last: { ticket: 'INC-OLD', reason: '' } })),
      discard: s.answer(null),
      send: s.answer(s.request('accepted')),
    },
  });
  await stage.open();
  await steps.search(page).fill(line);
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await page.keyboard.press('Control+Enter');
  await steps.seen(page);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => stage.asked('requests.send'))
    .toEqual([{ handle: 'handle-1', ticket: 'INC0012345', reason: '', override: false }]);
});

for (const window of ['main', 'quick'] as const) {
  test(`${window}: the card of the next device does not have the ticket of the previous one`, async ({
    page,
    stage,
  }) => {
    const whole = (row: typeof s.sato) => ({
      ...row,
      match: { field: 'name' as const, ranges: [[0, row.name.length]] as const },
    });
    stage.prepare({
      devices: {
        search: async ({ text }) =>
          s.ok(s.found({ devices: [whole(text.includes(s.suzuki.name) ? s.suzuki : s.sato)] })),
      },
      requests: {
        prepare: async ({ deviceId }) => s.ok(s.card({ of: deviceId === s.suzuki.id ? s.suzuki : s.sato })),
        discard: s.answer(null),
        send: s.answer(s.request('accepted')),
      },
    });
    await stage.open(window);
    const key = window === 'main' ? 'Control+Enter' : 'Enter';
    await steps.search(page).fill(line);
    await expect(steps.chosen(page)).toContainText(s.sato.name);
    await page.keyboard.press(key);
    const field = steps.cardOf(page).getByLabel('Ticket', { exact: true });
    await expect(field).toHaveValue('INC0012345');
    await page.keyboard.press('Escape');
    await steps.search(page).fill(s.suzuki.name);
    await expect(steps.chosen(page)).toContainText(s.suzuki.name);
    await page.keyboard.press(key);
    await expect(steps.cardOf(page)).toContainText(s.suzuki.name);
    await expect(field).toHaveValue('');
    await steps.seen(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => stage.asked('requests.send')).toMatchObject([{ ticket: '' }]);
    expect(stage.asked('requests.prepare')).toEqual([{ deviceId: s.sato.id }, { deviceId: s.suzuki.id }]);
  });
}
