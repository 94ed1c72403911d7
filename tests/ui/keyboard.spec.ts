import { expect, test } from './fixtures';
import * as s from './samples';
import * as steps from './steps';

test('from search to open session without a pointer', async ({ page, stage }) => {
  stage.prepare({
    devices: { search: s.answer(s.everything) },
    requests: {
      prepare: s.answer(s.card()),
      send: s.answer(s.request('accepted')),
      open: s.answer(s.request('opened')),
    },
  });
  await stage.open();
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type('TYO-LT');
  await steps.answered(page, stage, 'TYO-LT');
  await expect(steps.chosen(page)).toContainText(s.sato.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: s.sato.name })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await steps.seen(page);
  await expect(steps.sendButton(page)).toBeFocused();
  // Keys that follow one another as fast as these are taken for a scanner's until they have rested.
  await expect(async () => {
    await page.keyboard.press('Enter', { delay: 100 });
    await expect(steps.currentStep(page)).toContainText('Accepted', { timeout: 1_000 });
  }).toPass();
  await stage.tell('requests', 'changed', [s.request('ready')]);
  await expect(steps.currentStep(page)).toContainText('Session ready');
  await page.keyboard.press('Control+o');
  await expect(steps.currentStep(page)).toContainText('Opened');
  expect(stage.asked('requests.send')).toHaveLength(1);
  expect(stage.asked('requests.open')).toHaveLength(1);
});

test('Ctrl+Enter in the box opens the card of the row, which waits', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, requests: { prepare: s.answer(s.card()) } });
  await stage.open();
  await steps.find(page, 'TYO');
  await page.keyboard.press('Control+Enter');
  await expect(steps.sendButton(page)).toBeFocused();
  expect(stage.asked('requests.send')).toEqual([]);
});

test('F6 and Shift+F6 cycle through navigation, list and detail', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  const areas = ['nav', 'list', 'detail'];
  const here = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.closest('[data-area]')?.getAttribute('data-area') ?? null);
  await expect.poll(here).toBe('list');
  const seen: (string | null)[] = [];
  for (let index = 0; index < 3; index++) {
    await page.keyboard.press('F6');
    seen.push(await here());
  }
  expect(seen).toEqual(['detail', 'nav', 'list']);
  await page.keyboard.press('Shift+F6');
  expect(await here()).toBe('nav');
  expect(areas).toContain(await here());
});

test('shortcuts open every section, the search and the help, and the focus returns', async ({ page, stage }) => {
  stage.prepare({ history: { query: s.answer({ entries: [], total: 0 }) } });
  await stage.open();
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+k');
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(steps.search(page)).toBeFocused();
});

test('a slash in a field is typed; elsewhere it focuses the search', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await expect(steps.search(page)).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(steps.search(page)).toHaveValue('a/b');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('/');
  await expect(steps.search(page)).toBeFocused();
});

test('in the list, Ctrl+C copies the name and Ctrl+Shift+C the id', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, app: { copyText: s.answer(null) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  await expect(steps.results(page)).toBeFocused();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => stage.asked('app.copyText')).toEqual([{ text: s.sato.name }, { text: s.sato.id }]);
});

test('Home, End and the page keys stay inside the list', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  const selected = steps.chosen(page);
  for (const [key, name] of [
    ['End', 'TeamViewer Host'],
    ['ArrowDown', 'TeamViewer Host'],
    ['Home', s.sato.name],
    ['PageUp', s.sato.name],
    ['ArrowDown', s.suzuki.name],
  ] as const) {
    await page.keyboard.press(key);
    await expect(selected).toContainText(name);
  }
});

test('the list gets wider by arrow keys', async ({ page, stage }) => {
  await stage.open();
  const bar = page.getByRole('separator');
  await bar.focus();
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowRight');
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 16));
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(bar).toHaveAttribute('aria-valuenow', (await bar.getAttribute('aria-valuemax')) ?? '');
});

test('every tab stop is visible and has a name', async ({ page, stage }) => {
  stage.prepare({ devices: { search: s.answer(s.everything) }, requests: { current: s.answer([s.request('ready')]) } });
  await stage.open();
  await steps.openDevice(page, 'TYO', s.sato.name);
  const seen = new Set<string>();
  for (let index = 0; index < 45; index++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? (element.textContent.trim() || element.id);
      return {
        body: element === document.body,
        name,
        shown: width > 0 && height > 0,
        ring:
          getComputedStyle(element).outlineStyle !== 'none' || element.matches('[role=listbox], [role=grid], input'),
      };
    });
    if (stop.body) continue;
    expect(stop, `stop ${index}`).toMatchObject({ shown: true, ring: true });
    expect(stop.name).not.toBe('');
    seen.add(stop.name);
  }
  for (const name of ['Open session', 'Request remote assistance', 'Mark closed'])
    expect(
      [...seen].some((one) => one.includes(name)),
      name,
    ).toBe(true);
});
