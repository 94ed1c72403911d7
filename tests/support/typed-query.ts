import type { IndexQuery } from '../../main/inventory/index/query';
import { plainStages } from '../../shared/search/stages';

export interface TypedQuery extends Omit<IndexQuery, 'stages'> {
  readonly text: string;
}

/** The query of a text that nobody has read anything out of. */
export const asTyped = ({ text, ...query }: TypedQuery): IndexQuery => ({ ...query, stages: plainStages(text) });
