import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** What a technician does in the main window, in English. */
export class Technician {
  readonly #window: Page;

  constructor(window: Page) {
    this.#window = window;
  }

  get search(): Locator {
    return this.#window
      .getByRole('combobox', { name: 'Search devices' })
      .or(this.#window.getByRole('searchbox', { name: 'Search devices' }));
  }

  get card(): Locator {
    return this.#window.getByRole('group', { name: 'Confirm request' });
  }

  /** The list below the search box. */
  get results(): Locator {
    return this.#window.getByRole('grid', { name: 'Search results' });
  }

  requestFor(device: string): Locator {
    return this.#window.getByRole('region', { name: `Request for ${device}` });
  }

  /** Types a text and opens the device of that exact name. */
  async find(text: string, device = text): Promise<void> {
    await this.search.fill(text);
    await this.results.getByRole('row', { name: device }).first().click();
    await expect(this.#window.getByRole('heading', { name: device })).toBeVisible();
  }

  /** Opens the card and waits until it has been seen for long enough to be confirmed. */
  async prepare(): Promise<void> {
    await this.#window.getByRole('button', { name: 'Request remote assistance' }).click();
    await expect(this.card.getByRole('button', { name: 'Send request' })).toBeEnabled();
  }

  async confirm(): Promise<void> {
    await this.card.getByRole('button', { name: 'Send request' }).click();
  }

  /** Confirms again whenever the app says that it is too soon, until the card is gone. */
  async confirmUntilSent(): Promise<void> {
    await expect(async () => {
      const send = this.card.getByRole('button', { name: 'Send request' });
      if (await send.isEnabled({ timeout: 200 }).catch(() => false)) await send.click({ timeout: 500 });
      await expect(this.card).toBeHidden({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
  }

  async ask(device: string): Promise<void> {
    await this.find(device);
    await this.prepare();
    await this.confirm();
  }

  /** Asks for a device that cannot be helped this way, as the card itself says. */
  async askAnyway(device: string): Promise<void> {
    await this.find(device);
    await this.#window.getByRole('button', { name: 'No remote assistance' }).click();
    await this.card.getByRole('button', { name: 'Send anyway' }).click();
    await expect(this.card.getByLabel('Ticket')).toBeFocused();
    const send = this.card.getByRole('button', { name: 'Send anyway' });
    await expect(send).toBeEnabled();
    await send.click();
  }

  async seeState(device: string, state: string | RegExp, timeout = 15_000): Promise<void> {
    await expect(this.requestFor(device).locator('[aria-current=step]')).toContainText(state, { timeout });
  }

  async openSection(name: 'Devices' | 'History' | 'Settings'): Promise<void> {
    await this.#window
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name })
      .or(this.#window.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }))
      .first()
      .click();
  }
}
