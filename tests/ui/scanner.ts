import type { Page } from '@playwright/test';

const named: Readonly<Record<string, { readonly code: string; readonly text?: string; readonly keyCode: number }>> = {
  Enter: { code: 'Enter', text: '\r', keyCode: 13 },
  Tab: { code: 'Tab', keyCode: 9 },
  Space: { code: 'Space', text: ' ', keyCode: 32 },
};

let lastAt = 0;

/** Real keys of the browser, one every `paceMs` by their own time stamps: how busy the computer is does not change them. */
export async function scan(
  page: Page,
  text: string,
  paceMs: number,
  ends: readonly string[] = ['Enter'],
): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const keys = [...Array.from(text), ...ends];
  // The stamps run ahead of the clock, and never back.
  const start = Math.max(Date.now(), lastAt + 200);
  lastAt = start + keys.length * paceMs;
  // All are on their way at once: what the test waits for in between would be gaps in the scan.
  const sent: Promise<unknown>[] = [];
  for (const [index, key] of keys.entries()) {
    const known = named[key];
    const upper = key.toUpperCase();
    const event = {
      key: key === 'Space' ? ' ' : key,
      code: known?.code ?? (/[A-Z]/.test(upper) ? `Key${upper}` : /\d/.test(key) ? `Digit${key}` : ''),
      windowsVirtualKeyCode: known?.keyCode ?? upper.charCodeAt(0),
    };
    const at = (start + index * paceMs) / 1_000;
    const typed = known === undefined ? key : known.text;
    sent.push(
      browser.send('Input.dispatchKeyEvent', {
        type: typed === undefined ? 'rawKeyDown' : 'keyDown',
        ...(typed === undefined ? {} : { text: typed }),
        ...event,
        timestamp: at,
      }),
    );
    sent.push(browser.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event, timestamp: at + paceMs / 2_000 }));
  }
  await Promise.all(sent);
  await browser.detach();
}
