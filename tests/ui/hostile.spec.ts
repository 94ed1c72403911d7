import { expect, test } from './fixtures';
import { hostileDevices } from './hostile-samples';
import * as s from './samples';
import * as steps from './steps';

test('markup in names stays text, and nothing of it runs', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.found({ devices: hostileDevices })), read: s.answer(hostileDevices[0]!) },
  });
  await stage.open();
  await steps.find(page, '<script>alert(1)</script>');
  await expect(steps.rows(page)).toHaveCount(hostileDevices.length);
  await steps.rows(page).first().click();
  await expect(page.getByRole('region', { name: 'Device details' })).toContainText(
    '<script>window.__hacked=1</script>',
  );
  expect(
    await page.evaluate(() => ({
      ran: '__hacked' in window,
      scripts: document.querySelectorAll('main script, main img').length,
    })),
  ).toEqual({ ran: false, scripts: 0 });
});

test('very long names change neither the height of the row nor the width of the window', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.found({ devices: hostileDevices })), read: s.answer(hostileDevices[1]!) },
  });
  await stage.open();
  await steps.find(page, 'w');
  const heights = await steps.rows(page).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
  expect(new Set(heights.map(Math.round)).size).toBe(1);
  await steps.rows(page).nth(1).click();
  await expect(page.getByRole('button', { name: 'Request remote assistance' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});

test('a name with a direction override does not reverse the text beside it', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.answer(
        s.found({
          devices: [s.device({ id: 'rlo', name: 'PC-1', userName: '\u202eevil', upn: 'abc@contoso.example' })],
        }),
      ),
    },
  });
  await stage.open();
  await steps.find(page, 'PC');
  const order = await steps.rows(page).evaluate((row) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    const at = (needle: string): number => {
      walker.currentNode = row;
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const start = node.textContent?.indexOf(needle) ?? -1;
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + 1);
        return range.getBoundingClientRect().left;
      }
      return Number.NaN;
    };
    return { a: at('abc'), at: at('@contoso') };
  });
  expect(order.a).toBeLessThan(order.at);
});

test('unknown words of the service and missing dates are shown as such', async ({ page, stage }) => {
  const bare = hostileDevices[2]!;
  stage.prepare({ devices: { search: s.answer(s.found({ devices: hostileDevices })), read: s.answer(bare) } });
  await stage.open();
  await steps.find(page, 'x');
  await steps.rows(page).nth(2).click();
  await expect(page.getByRole('heading', { name: '(no name)' })).toBeVisible();
  const detail = page.getByRole('region', { name: 'Device details' });
  await expect(detail).toContainText('No primary user');
  await expect(detail).toContainText('never checked in');
  for (const nonsense of ['NaN', 'undefined', 'null', 'Invalid Date', '0001'])
    await expect(page.locator('body')).not.toContainText(nonsense);
});

test('a failure with hostile details shows them as a quotation', async ({ page, stage }) => {
  stage.prepare({
    devices: {
      search: s.refuse({
        code: 'graph.malformed',
        detail: `<b>${'x'.repeat(2000)}</b>`,
        host: 'evil.example',
        requestId: '<i>1</i>',
      }),
    },
  });
  await stage.open();
  await steps.search(page).fill('x');
  await page.getByRole('alert').getByText('Technical details').click();
  await expect(page.getByRole('alert')).toContainText('<i>1</i>');
  await expect(page.getByRole('alert').locator('b, i')).toHaveCount(0);
});

test('100,000 pasted letters are cut to the longest allowed text', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.found()) } });
  await stage.open();
  await steps.search(page).evaluate((field: HTMLInputElement) => {
    field.value = 'x'.repeat(100_000);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await expect
    .poll(() => (stage.asked('devices.search').at(-1) as { text: string } | undefined)?.text.length)
    .toBe(200);
});

test('the page stays usable when main returns nothing that it knows', async ({ page, stage }) => {
  stage.prepare({
    settings: { current: s.refuse({ code: 'internal', ref: 'R1' }) },
    requests: { current: s.refuse({ code: 'storage.damaged' }) },
    devices: { shortlist: s.refuse({ code: 'storage.damaged' }), search: s.answer(s.everything) },
  });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(page.getByRole('button', { name: 'Request remote assistance' })).toBeEnabled();
});
