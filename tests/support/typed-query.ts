import type { IndexQuery } from '../../main/inventory/index/search/query';
import { termsOf } from '../../shared/search/match';
import type { SearchMode, SearchReading, SearchStages } from '../../shared/search/stages';

export interface TypedQuery extends Omit<IndexQuery, 'stages'> {
  readonly text: string;
}

/** The text as it is, without any other reading; when nothing contains it, what sounds or is spelled alike. */
export function plainStages(text: string): SearchStages {
  if (termsOf(text).length === 0) return [];
  const stage = (kind: 'text' | 'heard' | 'typo', mode: SearchMode): readonly SearchReading[] => [
    { reading: { kind, text: text.trim() }, text, mode },
  ];
  return [stage('text', 'as-typed'), stage('heard', 'heard'), stage('typo', 'typo')];
}

/** Its query. */
export const asTyped = ({ text, ...query }: TypedQuery): IndexQuery => ({ ...query, stages: plainStages(text) });
