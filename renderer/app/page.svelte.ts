import type { SettingsView } from '../../shared/contract/settings';
import type { AppBridge } from '../bridge/bridge';
import type { Copy } from '../words/clipboard';
import { provideClipboard } from '../words/clipboard';
import { Feedback, provideFeedback } from '../words/feedback.svelte';
import { provideTicker, Ticker } from '../words/ticker.svelte';
import { provideWords, Words } from '../words/words.svelte';
import { pageClock } from './clock';

/** What both windows have: the language, the time, confirmations and the clipboard. */
export interface Page {
  readonly words: Words;
  readonly ticker: Ticker;
  readonly feedback: Feedback;
  readonly copy: Copy;
}

/** Creates it and provides it to all components. Call it while the root component is initialized. */
export function providePage(app: Pick<AppBridge['app'], 'copyText'>): Page {
  const words = new Words();
  const ticker = new Ticker(pageClock);
  const feedback = new Feedback(pageClock);
  const copy: Copy = (text, confirmation) =>
    void app.copyText({ text: text.slice(0, 8000) }).then((outcome) => {
      if (outcome.ok) feedback.confirm(confirmation ?? words.messages.common.copied());
    });
  provideWords(words);
  provideTicker(ticker);
  provideFeedback(feedback);
  provideClipboard(copy);
  return { words, ticker, feedback, copy };
}

/** The page follows the settings: language for fonts and voices, density for lists. */
export function applySettings(words: Words, view: SettingsView): void {
  words.locale = view.locale;
  document.documentElement.lang = view.locale;
  document.documentElement.dataset['density'] = view.preferences.density;
}
