import type { IndexQuery } from '../../../main/inventory/index/search/query';
import { understand } from '../../../shared/search/understand';

/** What the app asks the index for a text of its search box: every way to read it. */
export function queryOf(text: string, limit: number): IndexQuery {
  const { stages, rest } = understand(text);
  return rest === '' ? { stages, limit } : { stages, rest, limit };
}
