export const HISTORY_SEARCH = 'history-search';

/** For a button that goes away with the filter that it clears. */
export const focusHistorySearch = (): void => document.getElementById(HISTORY_SEARCH)?.focus();
