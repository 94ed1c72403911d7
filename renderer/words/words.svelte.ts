import { createContext } from 'svelte';
import { formatsFor } from '../../shared/i18n/format';
import type { Locale } from '../../shared/i18n/index';
import { messagesFor } from '../../shared/i18n/index';

/** The language in use: every component takes its texts from it and updates when it changes. */
export class Words {
  locale = $state<Locale>('en');
  readonly messages = $derived(messagesFor(this.locale));
  readonly formats = $derived(formatsFor(this.locale));
}

export const [useWords, provideWords] = createContext<Words>();
