import { foldAll } from '../../../../shared/search/fold';
import { NEXT_SPELLING } from './characters';

const BETWEEN = String.fromCharCode(NEXT_SPELLING);

/** A folded text in all its spellings, as columns store it. */
export const inSpellings = (text: string): string =>
  foldAll(text)
    .map((folded) => folded.text)
    .join(BETWEEN);
